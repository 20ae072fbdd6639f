import { dump } from 'js-yaml';
import { printableLines } from '../base/text.ts';
import type { KubeObject } from '../kube/resource.ts';
import { resources } from '../kube/resource.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
/** Syncers of both generations leave service account tokens in annotations of host pods. */
const tokenAnnotation = /^vcluster\.loft\.sh\/token-/u;

/** The length of a secret value in bytes. */
type Measure = (value: string) => number;

function utf8Bytes(value: string): number {
  return Buffer.byteLength(value);
}

function base64Bytes(value: string): number {
  return Buffer.from(value, 'base64').length;
}

/** What takes the place of a secret value, whatever its type: its length is all that is told. */
function mask(value: unknown, measure: Measure): unknown {
  if (value === null || value === undefined) {
    return value;
  }
  const length = typeof value === 'string' ? measure(value) : utf8Bytes(JSON.stringify(value));
  return `•••••• (${length} bytes)`;
}

/** Whether an annotation is a copy of the object that holds a secret: of a Secret, or of a pod that was given its tokens. */
function isSecretCopy(key: string, value: unknown, secret: boolean): boolean {
  return key === lastApplied && (secret || (typeof value === 'string' && value.includes('vcluster.loft.sh/token-')));
}

/** The values of a map masked, their keys kept; anything else, which no server would give, is masked as a whole. */
function maskValues(values: unknown, measure: Measure): unknown {
  return typeof values === 'object' && values !== null && !Array.isArray(values)
    ? Object.fromEntries(Object.entries(values).map(([key, value]) => [key, mask(value, measure)]))
    : mask(values, measure);
}

function maskAnnotations(annotations: object, secret: boolean): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) =>
      tokenAnnotation.test(key) || isSecretCopy(key, value, secret)
        ? [key, mask(value, utf8Bytes)]
        : [key, value as unknown],
    ),
  );
}

/** The object with every secret value masked: data of Secrets, and tokens in annotations. */
export function maskSecrets(object: KubeObject, resource: string): KubeObject {
  const secret = resource === resources.secrets.plural || object.kind === 'Secret';
  const annotations: unknown = object.metadata?.annotations;
  const metadata =
    typeof annotations === 'object' && annotations !== null
      ? { metadata: { ...object.metadata, annotations: maskAnnotations(annotations, secret) } }
      : {};
  return {
    ...object,
    ...(metadata as Pick<KubeObject, 'metadata'>),
    ...(secret && 'data' in object ? { data: maskValues(object['data'], base64Bytes) } : {}),
    ...(secret && 'stringData' in object ? { stringData: maskValues(object['stringData'], utf8Bytes) } : {}),
  };
}

function withoutUndefined(object: object): KubeObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** An object as YAML to read: without managedFields, with secrets masked, and free of control characters. */
export function objectYaml(object: KubeObject, resource: string): string {
  const { managedFields: _, ...metadata } = object.metadata ?? {};
  const { apiVersion, kind, status, ...rest } = object.metadata ? { ...object, metadata } : object;
  const inReadingOrder = { apiVersion, kind, metadata: rest.metadata, ...rest, status };
  const masked = maskSecrets(withoutUndefined(inReadingOrder), resource);
  return printableLines(dump(masked, { lineWidth: -1, noRefs: true }));
}
