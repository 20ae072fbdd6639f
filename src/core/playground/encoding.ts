import type { KubeObject } from '../kube/resource.ts';
import { apiVersionOf, type Served } from './catalogue.ts';
import type { Page } from './listing.ts';
import { notAcceptable } from './refusal.ts';
import { tableOf } from './table.ts';

/** In what form objects are answered: whole, their metadata alone, or as the rows that kubectl prints. */
export type Form = 'object' | 'metadata' | 'table';

const jsonTypes = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** The form that an Accept header asks for. Throws a 406 when nothing that it lists can be given. */
export function acceptedForm(accept: string | undefined): Form {
  const ranges = (accept ?? '*/*').split(',').map((range) =>
    range
      .trim()
      .split(';')
      .map((part) => part.trim()),
  );
  for (const [media, ...parameters] of ranges) {
    if (media !== 'application/json' && media !== '*/*' && media !== 'application/*') {
      continue;
    }
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
    if (as === undefined) {
      return 'object';
    }
    if (as === 'Table') {
      return 'table';
    }
    if (as.startsWith('PartialObjectMetadata')) {
      return 'metadata';
    }
  }
  throw notAcceptable(jsonTypes);
}

/** JSON of an object without apiVersion and kind, which the items of a list do not carry; objects never change, so it is kept. */
const bodies = new WeakMap<KubeObject, string>();

function bodyOf(object: KubeObject): string {
  const known = bodies.get(object);
  if (known !== undefined) {
    return known;
  }
  const { apiVersion: _version, kind: _kind, ...rest } = object;
  const text = JSON.stringify(rest);
  bodies.set(object, text);
  return text;
}

function whole(object: KubeObject): string {
  const head = `{"kind":${JSON.stringify(object.kind)},"apiVersion":${JSON.stringify(object.apiVersion)}`;
  const body = bodyOf(object);
  return body === '{}' ? `${head}}` : `${head},${body.slice(1)}`;
}

function metadataOnly(object: KubeObject): string {
  return JSON.stringify({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata });
}

/** What of an object goes with its row. */
export type IncludeObject = 'Metadata' | 'Object' | 'None';

/** How answers of one request are written. */
export interface Writing {
  readonly form: Form;
  readonly includeObject: IncludeObject;
  /** The time that ages are counted from, in milliseconds. */
  readonly now: number;
}

/** One object as JSON. */
export function encodeObject(type: Served, object: KubeObject, writing: Writing): string {
  switch (writing.form) {
    case 'metadata':
      return metadataOnly(object);
    case 'table':
      return JSON.stringify(
        tableOf(type, [object], { resourceVersion: object.metadata?.resourceVersion ?? '' }, writing),
      );
    default:
      return whole(object);
  }
}

/** A page of a list as JSON. */
export function encodePage(type: Served, page: Page, writing: Writing): string {
  if (writing.form === 'table') {
    return JSON.stringify(tableOf(type, page.items, page.metadata, writing));
  }
  const metadata = JSON.stringify(page.metadata);
  if (writing.form === 'metadata') {
    const items = page.items.map(metadataOnly).join(',');
    return `{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":${metadata},"items":[${items}]}`;
  }
  const items = page.items.map(bodyOf).join(',');
  return `{"kind":"${type.kind}List","apiVersion":"${apiVersionOf(type)}","metadata":${metadata},"items":[${items}]}`;
}
