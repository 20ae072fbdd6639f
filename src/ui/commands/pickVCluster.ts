import * as vscode from 'vscode';
import { OperationError } from '../../core/base/operationError.ts';
import { printable } from '../../core/base/text.ts';
import type { Engine } from '../../core/engine.ts';
import { listVClusters } from '../../core/host/listing.ts';
import { parseVClusterId } from '../../core/vcluster/id.ts';
import type { VCluster } from '../../core/vcluster/model.ts';
import { plainLabel } from '../label.ts';

/** Which vclusters a command is offered for. */
export type VClusterFilter = (vcluster: VCluster) => boolean;

interface VClusterItem extends vscode.QuickPickItem {
  readonly id?: string;
}

/** The vcluster that a node of the tree belongs to; an id of a vcluster stands for itself. */
function vclusterOf(engine: Engine, target: unknown): string | undefined {
  if (typeof target !== 'string') {
    return undefined;
  }
  return engine.explorer.node(target)?.vcluster ?? (parseVClusterId(target) === undefined ? undefined : target);
}

/** The contexts that the user works with: those that were opened, and the current one. */
function contextsInUse(engine: Engine): readonly string[] {
  const { contexts } = engine.kubeconfig.value;
  const current = engine.currentHost;
  return contexts
    .map(({ name }) => name)
    .filter((name) => name === current || engine.hosts.find(name)?.view.complete === true);
}

async function itemsOf(engine: Engine, context: string, filter: VClusterFilter): Promise<readonly VClusterItem[]> {
  const header = { label: plainLabel(context), kind: vscode.QuickPickItemKind.Separator };
  try {
    const found = (await listVClusters(engine.hosts, context)).filter(filter);
    const items = found
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ id, name, namespace, status }) => ({
        id,
        label: plainLabel(name),
        description: plainLabel(namespace),
        detail: plainLabel(engine.statusText(status)),
      }));
    return items.length === 0 ? [] : [header, ...items];
  } catch (error) {
    const why = printable(error instanceof Error ? error.message : String(error), 200);
    return [header, { label: `$(warning) ${vscode.l10n.t('Cannot be listed')}`, detail: why }];
  }
}

/** Lets the user choose among the vclusters of the contexts in use. Undefined when nothing is chosen. */
async function pick(engine: Engine, title: string, filter: VClusterFilter): Promise<string | undefined> {
  const items = Promise.all(contextsInUse(engine).map((context) => itemsOf(engine, context, filter)));
  const offered = items.then((groups) => {
    const all = groups.flat();
    return all.length > 0
      ? all
      : [{ label: vscode.l10n.t('No vcluster fits. Open its context in the vCluster view.') }];
  });
  const picked = await vscode.window.showQuickPick<VClusterItem>(offered, {
    title,
    placeHolder: vscode.l10n.t('A vcluster'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.id;
}

/**
 * The id of the vcluster that a command is about: that of the node it was called on, else one that the user picks.
 * @throws CancellationError when nothing is picked
 */
export async function targetVCluster(
  engine: Engine,
  target: unknown,
  title: string,
  filter: VClusterFilter = () => true,
): Promise<string> {
  const id = vclusterOf(engine, target) ?? (await pick(engine, title, filter));
  if (id === undefined) {
    throw new vscode.CancellationError();
  }
  return id;
}

/**
 * The id of the connected vcluster that a command is about. Where several are connected, the user picks one of the connections: their
 * hosts may not answer, and the vclusters may be gone.
 * @throws CancellationError when nothing is picked; OperationError `refused` when none is connected
 */
export async function targetConnection(
  { connections, explorer }: Engine,
  target: unknown,
  title: string,
): Promise<string> {
  const known = typeof target === 'string' ? (explorer.node(target)?.vcluster ?? target) : undefined;
  if (known !== undefined && parseVClusterId(known) !== undefined) {
    return known;
  }
  const items = connections.views.map(({ id, address, server }) => ({
    id,
    label: plainLabel(address.name),
    description: plainLabel(address.namespace),
    detail: plainLabel(`${address.context} · ${server}`),
  }));
  const [only, ...more] = items;
  if (only === undefined) {
    const none = vscode.l10n.t('No vcluster is connected through this window.');
    throw new OperationError('refused', none, undefined, 'connect');
  }
  const picked = more.length === 0 ? only : await vscode.window.showQuickPick(items, { title });
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked.id;
}

/** The ids for a command that takes several: all that are selected in the tree, where the one it was called on is among them. */
export async function targetVClusters(
  engine: Engine,
  target: unknown,
  selection: readonly string[],
  title: string,
  filter: VClusterFilter,
): Promise<readonly string[]> {
  const selected = selection.flatMap((one) => vclusterOf(engine, one) ?? []);
  return selected.length > 1 ? [...new Set(selected)] : [await targetVCluster(engine, target, title, filter)];
}
