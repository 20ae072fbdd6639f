import { snippets } from '../../../../schemas/snippets.ts';
import { markdownDescription, plainDescription, type Surroundings, within } from './description.ts';
import { childrenOf, type SchemaNode } from './node.ts';
import { rootOf } from './tables.ts';
import type { Target } from './target.ts';

/** A JSON schema of draft 7 with the keywords that yaml-language-server adds. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What holds in the place that a schema is made for. */
interface Place {
  readonly target: Target;
  /** The path of its keys, without steps into lists and maps. */
  readonly path: string;
  readonly around: Surroundings;
}

const types: Readonly<Partial<Record<SchemaNode['type'], JsonSchema>>> = {
  open: { type: 'object' },
  empty: { type: 'object', additionalProperties: false },
  boolean: { type: 'boolean' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  any: {},
  // "true" in quotes works as well, and so does any other text, as off.
  switch: { type: ['boolean', 'string'], examples: [true, false, 'auto'] },
};

/** Values that are refused otherwise are an enum; the others are only offered. An empty text is as good as none. */
function stringSchema({ values, strict }: SchemaNode): JsonSchema {
  if (values.length === 0) {
    return { type: 'string' };
  }
  return strict ? { type: 'string', enum: [...values, ''] } : { type: 'string', examples: values };
}

function objectSchema(node: SchemaNode, place: Place): JsonSchema {
  const children = childrenOf(node, place.target);
  const required = children.filter((child) => child.required).map(({ key }) => key);
  return {
    type: 'object',
    additionalProperties: node.loose === true,
    properties: Object.fromEntries(children.map((child) => [child.key, propertySchema(child, place)])),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** What a value must be like. */
function valueSchema(node: SchemaNode, place: Place): JsonSchema {
  const item = node.item && valueSchema(node.item, place);
  switch (node.type) {
    case 'object':
      return objectSchema(node, place);
    case 'list':
      return { type: 'array', items: item };
    case 'map':
      return { type: 'object', additionalProperties: item };
    case 'string':
      return stringSchema(node);
    default:
      return types[node.type] ?? {};
  }
}

/** Defaults are offered as values, where nothing is no help. */
function isWorthOffering(value: unknown): boolean {
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return value !== undefined && value !== null && value !== '' && !isEmpty;
}

/** The schema of a key: what its value must be like, and what is to be known of it. */
function propertySchema(node: SchemaNode, { target, path, around }: Place): JsonSchema {
  const own = path === '' ? node.key : `${path}.${node.key}`;
  const description = plainDescription(node, around);
  const hidden = node.deprecated || (node.refusedSince ?? Number.POSITIVE_INFINITY) <= target.minor;
  const bodies = target.generation === 'current' ? snippets.filter((snippet) => snippet.path === own) : [];
  return {
    ...valueSchema(node, { target, path: own, around: within(node, around) }),
    ...(description === undefined ? {} : { description }),
    markdownDescription: markdownDescription(node, around, target),
    ...(isWorthOffering(node.default) ? { default: node.default } : {}),
    ...(hidden ? { doNotSuggest: true } : {}),
    ...(bodies.length === 0
      ? {}
      : { defaultSnippets: bodies.map(({ label, description: text, body }) => ({ label, description: text, body })) }),
  };
}

/** What a format is called, such as `vcluster.yaml 0.36`. */
export function schemaTitle(target: Target): string {
  const name = target.generation === 'current' ? 'vcluster.yaml' : `values.yaml (${target.distro})`;
  return `${name} 0.${target.minor}`;
}

/**
 * The JSON schema of a version, for completion, hover and checks by yaml-language-server. Objects are closed where those of vcluster are; old
 * charts are closed as well, so that what they would pass over is seen. Made anew on each call, in a few milliseconds.
 */
export function schemaOf(target: Target): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: schemaTitle(target),
    ...objectSchema(rootOf(target), { target, path: '', around: { pro: false } }),
  };
}
