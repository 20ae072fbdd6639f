import { nodeId, parseNodeId } from './nodeId.ts';

/** The parent of a node that can be expanded, from its id alone; undefined for a context, which has none. */
export function expandableParent(id: string): string | undefined {
  const { kind, parts } = parseNodeId(id);
  const [context = '', namespace = '', name = '', resource = ''] = parts;
  switch (kind) {
    case 'namespace':
      return nodeId('context', context);
    case 'vcluster':
      return nodeId('namespace', context, namespace);
    case 'control-plane':
    case 'synced':
      return nodeId('vcluster', context, namespace, name);
    case 'synced-kind':
      return nodeId('synced', context, namespace, name);
    case 'synced-namespace':
      return nodeId('synced-kind', context, namespace, name, resource);
    default:
      return undefined;
  }
}
