import type { NodeKind } from './node.ts';

function encode(part: string): string {
  // Half a surrogate pair, which a kubeconfig can smuggle in, would make the encoding throw.
  return encodeURIComponent(part.toWellFormed());
}

/** `kind:part/part/…`, each part percent-encoded: unique over the whole tree, stable, and free of state. */
export function nodeId(kind: NodeKind, ...parts: readonly string[]): string {
  return `${kind}:${parts.map(encode).join('/')}`;
}

/** An id with more parts; the same as to give all of them to `nodeId`. */
export function extendId(id: string, ...parts: readonly string[]): string {
  return [id, ...parts.map(encode)].join('/');
}

export interface NodeAddress {
  readonly kind: NodeKind;
  readonly parts: readonly string[];
}

/** The inverse of `nodeId`. A text that is no id gives a `message` without parts, which has no children. */
export function parseNodeId(id: string): NodeAddress {
  const colon = id.indexOf(':');
  try {
    return {
      kind: id.slice(0, colon) as NodeKind,
      parts: id
        .slice(colon + 1)
        .split('/')
        .map(decodeURIComponent),
    };
  } catch {
    return { kind: 'message', parts: [] };
  }
}
