import { createHash } from 'node:crypto';

/** The longest name that vcluster gives a host object, in bytes; longer ones are cut and hashed. */
const maxBytes = 63;
const keptBytes = 52;
const hashLength = 10;

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Joins parts with dashes. A result of more than 63 bytes is cut to its first 52, a dash and 10 hex digits of the SHA-256 of
 * the whole; after that every `.-` becomes `-`, so that the result may be shorter than 63. Same in both generations.
 */
export function safeConcat(...parts: readonly string[]): string {
  const joined = parts.join('-');
  const bytes = Buffer.from(joined);
  if (bytes.length <= maxBytes) {
    return joined;
  }
  const cut = `${bytes.subarray(0, keptBytes).toString()}-${sha256(joined).slice(0, hashLength)}`;
  return cut.replaceAll('.-', '-');
}

/**
 * The name on the host of a namespaced virtual object: `NAME-x-NAMESPACE-x-VCLUSTER`, cut as `safeConcat` does. An empty name
 * stays empty. It does not hold for the service default/kubernetes nor for objects that a syncer has stored a mapping for;
 * the annotations of the host object are the truth.
 */
export function hostName(name: string, namespace: string, vcluster: string): string {
  return name === '' ? '' : safeConcat(name, 'x', namespace, 'x', vcluster);
}

/** The name on the host of a virtual object at cluster scope: `vcluster-NAME-x-HOSTNAMESPACE-x-VCLUSTER`. */
export function hostClusterName(name: string, hostNamespace: string, vcluster: string): string {
  return name === '' ? '' : safeConcat('vcluster', name, 'x', hostNamespace, 'x', vcluster);
}

/**
 * The key that a label has on the host where keys are hashed: every key up to v0.20, four of vcluster's own since v0.21.
 * The limit of 63 bytes counts the prefix as well.
 */
export function hostLabelKey(key: string, vcluster: string): string {
  return safeConcat('vcluster.loft.sh/label', vcluster, 'x', sha256(key).slice(0, hashLength));
}

/** The key under which a host pod carries a label of its virtual namespace, in both generations. */
export function hostNamespaceLabelKey(key: string, vcluster: string): string {
  return safeConcat('vcluster.loft.sh/ns-label', vcluster, 'x', sha256(key).slice(0, hashLength));
}
