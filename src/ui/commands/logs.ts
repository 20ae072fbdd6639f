import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import type { ObjectReference } from '../../core/explorer/node.ts';
import type { VCluster } from '../../core/vcluster/model.ts';
import type { PodLogs } from '../documents/podLogs.ts';
import { plainLabel } from '../label.ts';
import { targetVCluster } from './pickVCluster.ts';

/** The newest pod of the syncer, else any of the control plane. */
function controlPlanePod({ context, name, pods }: VCluster): ObjectReference {
  const newestFirst = pods.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
  const pod = newestFirst.find(({ role }) => role === 'syncer') ?? newestFirst[0];
  if (pod === undefined) {
    throw new Error(vscode.l10n.t('{0} has no pods now, so there are no logs.', plainLabel(name)));
  }
  return { context, resource: 'pods', namespace: pod.namespace, name: pod.name };
}

/** Shows the logs of a pod; of anything else, those of the control plane of the vcluster that it belongs to. */
export async function showLogs(
  engine: Engine,
  target: unknown,
  selection: string | undefined,
  logs: PodLogs,
): Promise<void> {
  const chosen = typeof target === 'string' ? target : selection;
  const node = chosen === undefined ? undefined : engine.explorer.node(chosen);
  if (node?.object?.resource === 'pods') {
    await logs.show(engine, node.object);
    return;
  }
  const id = await targetVCluster(engine, node?.vcluster ?? chosen, vscode.l10n.t('Show Logs of vcluster'));
  await logs.show(engine, controlPlanePod(await engine.operations.find(id)));
}
