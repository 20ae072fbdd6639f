import * as vscode from 'vscode';
import { printable } from '../../core/base/text.ts';
import type { Engine } from '../../core/engine.ts';
import { parseNodeId } from '../../core/explorer/nodeId.ts';
import { parseVirtualContext } from '../../core/vcluster/context.ts';
import { plainLabel } from '../label.ts';

interface ContextItem extends vscode.QuickPickItem {
  readonly context?: string;
  /** The vcluster to disconnect from. */
  readonly leave?: string;
}

/** The way out of the vcluster that the current context leads into: what the connection replaced, else its host. */
function leaveItem({ kubeconfig, connections }: Engine): ContextItem | undefined {
  const { currentContext } = kubeconfig.value;
  const target = currentContext === undefined ? undefined : parseVirtualContext(currentContext);
  if (target === undefined) {
    return undefined;
  }
  const label = `$(debug-disconnect) ${vscode.l10n.t('Leave vcluster {0}', plainLabel(target.name))}`;
  const connection = connections.views.find(({ context }) => context === currentContext);
  if (connection !== undefined) {
    return { label, detail: vscode.l10n.t('Disconnects, and goes back to where you were'), leave: connection.id };
  }
  return kubeconfig.value.contexts.some(({ name }) => name === target.parent)
    ? { label, detail: vscode.l10n.t('Back to {0}', plainLabel(target.parent)), context: target.parent }
    : undefined;
}

function contextItems({ kubeconfig }: Engine): readonly ContextItem[] {
  const { contexts, currentContext } = kubeconfig.value;
  const items = contexts.map(({ name, cluster, namespace }): ContextItem => {
    const target = parseVirtualContext(name);
    const inside = target && vscode.l10n.t('vcluster {0} in {1}', target.name, target.namespace);
    return {
      label: plainLabel(name),
      description: name === currentContext ? vscode.l10n.t('current') : '',
      detail: printable([inside, cluster?.server, namespace].filter(Boolean).join(' · ')),
      context: name,
    };
  });
  return items.sort((a, b) => Number(b.context === currentContext) - Number(a.context === currentContext));
}

async function pickContext(engine: Engine): Promise<ContextItem> {
  const leave = leaveItem(engine);
  const items = [...(leave === undefined ? [] : [leave]), ...contextItems(engine)];
  if (items.length === 0) {
    throw new Error(vscode.l10n.t('There is no context to switch to. Choose a kubeconfig first.'));
  }
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Switch Context'),
    placeHolder: vscode.l10n.t('The context that kubectl and other tools will use'),
    matchOnDetail: true,
  });
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked;
}

/** The context of a node of the tree; any other text is the name of a context itself. */
function contextOf(target: string): string {
  const { kind, parts } = parseNodeId(target);
  return kind === 'context' || kind === 'virtual-context' ? (parts[0] ?? target) : target;
}

/** Makes a context the current one in the kubeconfig, as `kubectl config use-context` does. */
export async function useContext(engine: Engine, target: unknown): Promise<void> {
  const { context, leave } =
    typeof target === 'string' ? { context: contextOf(target), leave: undefined } : await pickContext(engine);
  if (leave !== undefined) {
    await engine.operations.disconnect(leave);
  } else if (context !== undefined) {
    await engine.useContext(context);
  }
}
