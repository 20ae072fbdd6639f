import { vclusterId } from '../vcluster/id.ts';
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
    case 'virtual':
      return nodeId('vcluster', context, namespace, name);
    case 'synced-kind':
      return nodeId('synced', context, namespace, name);
    case 'synced-namespace':
      return nodeId('synced-kind', context, namespace, name, resource);
    case 'virtual-kind':
      return nodeId('virtual', context, namespace, name);
    case 'virtual-namespace':
      return nodeId('virtual-kind', context, namespace, name, resource);
    default:
      return undefined;
  }
}

/** The id of the vcluster that a node is inside of, as its own API shows it, or the folder of which it is; undefined for all others. */
export function insideOf(id: string): string | undefined {
  const { kind, parts } = parseNodeId(id);
  const [context = '', namespace = '', name = ''] = parts;
  return /^virtual(?:-kind|-namespace|-object)?$/u.test(kind) ? vclusterId({ context, namespace, name }) : undefined;
}
