import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import { parseVClusterId } from '../../core/vcluster/id.ts';
import { plainLabel } from '../label.ts';

const minutes = 15;

function contextOf(engine: Engine, target: unknown): string | undefined {
  if (typeof target !== 'string') {
    return undefined;
  }
  return engine.explorer.node(target)?.context ?? parseVClusterId(target)?.context ?? target;
}

async function pick(title: string, contexts: readonly string[]): Promise<string> {
  const items = contexts.map((context) => ({ label: plainLabel(context), context }));
  const picked = await vscode.window.showQuickPick(items, { title });
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked.context;
}

/** Lets a protected context be changed for a while, after a question. */
export async function unlockContext(engine: Engine, target: unknown): Promise<void> {
  const { protection, kubeconfig } = engine;
  const locked = kubeconfig.value.contexts.map(({ name }) => name).filter((name) => protection.isLocked(name));
  if (locked.length === 0) {
    throw new Error(vscode.l10n.t('No context is protected. Patterns for them are in the settings.'));
  }
  const named = contextOf(engine, target);
  const title = vscode.l10n.t('Unlock Context');
  const context = named !== undefined && locked.includes(named) ? named : await pick(title, locked);
  const yes = vscode.l10n.t('Unlock for {0} Minutes', String(minutes));
  const question = vscode.l10n.t('Unlock the protected context {0}?', plainLabel(context));
  const detail = vscode.l10n.t('Until then, its vclusters can be paused, changed and deleted from this window.');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes) {
    protection.unlock(context, minutes * 60_000);
  }
}

/** Protects a context again before its time. */
export async function lockContext(engine: Engine, target: unknown): Promise<void> {
  const { protection, kubeconfig } = engine;
  const open = kubeconfig.value.contexts.map(({ name }) => name).filter((name) => protection.isUnlocked(name));
  if (open.length === 0) {
    throw new Error(vscode.l10n.t('No protected context is unlocked.'));
  }
  const named = contextOf(engine, target);
  const context = named !== undefined && open.includes(named) ? named : await pick(vscode.l10n.t('Lock Context'), open);
  protection.lock(context);
}
