import { wellFormed } from './raw.ts';

/** Where a vcluster lives, as parsed from its id. */
export interface VClusterAddress {
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
}

/** `context/namespace/name`, each percent-encoded, since a context may be called anything (an ARN, a path). */
export function vclusterId({ context, namespace, name }: VClusterAddress): string {
  return [context, namespace, name].map((part) => encodeURIComponent(wellFormed(part))).join('/');
}

/** The inverse of `vclusterId`; undefined for a text that is not one. */
export function parseVClusterId(id: string): VClusterAddress | undefined {
  const parts = id.split('/');
  if (parts.length !== 3) {
    return undefined;
  }
  try {
    const [context = '', namespace = '', name = ''] = parts.map(decodeURIComponent);
    return namespace && name ? { context, namespace, name } : undefined;
  } catch {
    return undefined;
  }
}
