/** The vcluster that a context made by `vcluster connect` points into. */
export interface VirtualContext {
  readonly name: string;
  readonly namespace: string;
  /** The host context that it was connected from. It may hold any character. */
  readonly parent: string;
}

/** The name that the vcluster CLI gives a context, a cluster and a user: `vcluster_NAME_NAMESPACE_PARENT`. */
export function virtualContextName({ name, namespace, parent }: VirtualContext): string {
  return `vcluster_${name}_${namespace}_${parent}`;
}

/**
 * Takes apart a context name as the CLI does: name and namespace cannot hold `_`, the parent can.
 * Undefined for any other context.
 */
export function parseVirtualContext(context: string): VirtualContext | undefined {
  const [prefix, name, namespace, ...parent] = context.split('_');
  if (prefix !== 'vcluster' || !name || !namespace || parent.length === 0) {
    return undefined;
  }
  return { name, namespace, parent: parent.join('_') };
}
