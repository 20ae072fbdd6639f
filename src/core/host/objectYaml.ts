import { dump } from 'js-yaml';
import { printableLines } from '../base/text.ts';
import type { KubeObject } from '../kube/resource.ts';
import { resources } from '../kube/resource.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
/** Syncers of both generations leave service account tokens in annotations of host pods. */
const tokenAnnotation = /^vcluster\.loft\.sh\/token-/u;

/** What takes the place of a secret value: its length is all that is told. `length` is in bytes. */
function mask(length: number): string {
  return `•••••• (${length} bytes)`;
}

function maskValues(values: unknown, bytes: (value: string) => number): unknown {
  if (typeof values !== 'object' || values === null) {
    return values;
  }
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, mask(bytes(String(value)))]));
}

function maskAnnotations(object: KubeObject, secret: boolean): KubeObject {
  const { metadata } = object;
  if (metadata?.annotations === undefined || metadata.annotations === null) {
    return object;
  }
  const annotations = Object.entries(metadata.annotations).map(([key, value]): [string, string] =>
    tokenAnnotation.test(key) || (secret && key === lastApplied)
      ? [key, mask(Buffer.byteLength(String(value)))]
      : [key, value],
  );
  return { ...object, metadata: { ...metadata, annotations: Object.fromEntries(annotations) } };
}

/** The object with every secret value masked: data of Secrets, and tokens in annotations. */
export function maskSecrets(object: KubeObject, resource: string): KubeObject {
  const secret = resource === resources.secrets.plural || object.kind === 'Secret';
  const masked = maskAnnotations(object, secret);
  if (!secret) {
    return masked;
  }
  const base64Bytes = (value: string): number => Buffer.from(value, 'base64').length;
  return {
    ...masked,
    ...('data' in masked ? { data: maskValues(masked['data'], base64Bytes) } : {}),
    ...('stringData' in masked ? { stringData: maskValues(masked['stringData'], Buffer.byteLength) } : {}),
  };
}

/** An object as YAML to read: without managedFields, with secrets masked, and free of control characters. */
export function objectYaml(object: KubeObject, resource: string): string {
  const { managedFields: _, ...metadata } = object.metadata ?? {};
  const masked = maskSecrets({ ...object, metadata }, resource);
  return printableLines(dump(masked, { lineWidth: -1, noRefs: true }));
}
