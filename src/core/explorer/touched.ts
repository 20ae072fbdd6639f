import type { AccessChange } from '../access/accessViews.ts';
import type { HostChange } from '../host/host.ts';
import type { VirtualChange } from '../virtual/virtualViews.ts';
import { nodeId } from './nodeId.ts';

type Parent = string | undefined;

/** The nodes whose children may look different after a change of a host, undefined for the root; `painted` are those in view. */
export function touchedParents(
  context: string,
  { vclusters, synced }: HostChange,
  painted: readonly Parent[],
): readonly Parent[] {
  const ofHost = synced.length === 0 ? [undefined, nodeId('context', context)] : [];
  const ofVClusters = vclusters.flatMap(({ namespace, name }) => [
    nodeId('namespace', context, namespace),
    nodeId('vcluster', context, namespace, name),
    nodeId('control-plane', context, namespace, name),
  ]);
  const ofSynced = synced.flatMap(({ vcluster: { namespace, name }, kind }) => {
    const parts = [context, namespace, name] as const;
    const namespaces = `${nodeId('synced-namespace', ...parts, kind)}/`;
    return [
      nodeId('vcluster', ...parts),
      nodeId('control-plane', ...parts),
      nodeId('synced', ...parts),
      nodeId('synced-kind', ...parts, kind),
      ...painted.filter((parent) => parent?.startsWith(namespaces)),
    ];
  });
  return [...ofHost, ...ofVClusters, ...ofSynced];
}

/** As `touchedParents`, after a change inside a vcluster or of its connection. */
export function touchedInside(
  { vcluster: { context, namespace, name }, kind }: VirtualChange,
  painted: readonly Parent[],
): readonly Parent[] {
  const parts = [context, namespace, name] as const;
  const inside = [...parts, ...(kind === undefined ? [] : [kind])];
  const kinds = nodeId('virtual-kind', ...inside);
  const below = [`${kinds}/`, `${nodeId('virtual-namespace', ...inside)}/`];
  return [
    ...(kind === undefined ? [nodeId('namespace', context, namespace)] : []),
    nodeId('vcluster', ...parts),
    nodeId('virtual', ...parts),
    ...painted.filter((parent) => parent === kinds || below.some((prefix) => parent?.startsWith(prefix))),
  ];
}

/** As `touchedParents`, after news of what may be done. Where one namespace is asked about, its host may offer less as well. */
export function touchedByAccess({ context, namespace }: AccessChange, painted: readonly Parent[]): readonly Parent[] {
  const host = nodeId('context', context);
  const namespaces = nodeId('namespace', context);
  return [
    undefined,
    host,
    ...(namespace === undefined
      ? painted.filter((parent) => parent?.startsWith(`${namespaces}/`))
      : [nodeId('namespace', context, namespace)]),
  ];
}
