import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import type { VCluster } from '../../core/vcluster/model.ts';
import { plainLabel } from '../label.ts';
import { withOperation } from '../progress.ts';
import { targetVCluster, targetVClusters } from './pickVCluster.ts';

const canPause = ({ status }: VCluster): boolean =>
  !['paused', 'sleeping', 'restoring', 'terminating'].includes(status.phase);
const isPaused = ({ status }: VCluster): boolean => status.phase === 'paused';

interface Outcome {
  readonly vcluster: VCluster;
  readonly error?: unknown;
}

/** Tells what failed and does not hide what did not. Throws what a single one failed with. */
function report(outcomes: readonly Outcome[]): void {
  const failed = outcomes.filter(({ error }) => error !== undefined);
  if (failed.length === 1 && outcomes.length === 1) {
    throw failed[0]?.error;
  }
  if (failed.length > 0) {
    const lines = failed.map(({ vcluster, error }) => `${plainLabel(vcluster.name)}: ${messageOf(error)}`);
    throw new Error(
      vscode.l10n.t('{0} of {1} failed. {2}', String(failed.length), String(outcomes.length), lines.join(' ')),
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** One after the other finishes on its own; a failure of one keeps none of the others back. */
async function forEach(
  vclusters: readonly VCluster[],
  act: (vcluster: VCluster) => Promise<unknown>,
): Promise<readonly Outcome[]> {
  return Promise.all(
    vclusters.map(async (vcluster): Promise<Outcome> => {
      try {
        await act(vcluster);
        return { vcluster };
      } catch (error) {
        return { vcluster, error };
      }
    }),
  );
}

function titleOf(vclusters: readonly VCluster[], one: (name: string) => string, many: (n: number) => string): string {
  const [first] = vclusters;
  return vclusters.length === 1 && first !== undefined ? one(plainLabel(first.name)) : many(vclusters.length);
}

/** Pauses vclusters, after it was said what that takes down and what it leaves. */
export async function pause(engine: Engine, target: unknown, selection: readonly string[]): Promise<void> {
  const { operations } = engine;
  const title = vscode.l10n.t('Pause vcluster');
  const ids = await targetVClusters(engine, target, selection, title, canPause);
  const vclusters = await Promise.all(ids.map((id) => operations.find(id)));
  const { signal } = new AbortController();
  const forecasts = await Promise.all(ids.map((id) => operations.forecastPause(id, signal)));
  const question = titleOf(
    vclusters,
    (name) => vscode.l10n.t('Pause {0}?', name),
    (count) => vscode.l10n.t('Pause {0} vclusters?', String(count)),
  );
  const detail = forecasts.join('\n\n');
  const yes = vscode.l10n.t('Pause');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) {
    return;
  }
  const progress = titleOf(
    vclusters,
    (name) => vscode.l10n.t('Pausing {0}', name),
    (count) => vscode.l10n.t('Pausing {0} vclusters', String(count)),
  );
  report(await withOperation(progress, (operation) => forEach(vclusters, ({ id }) => operations.pause(id, operation))));
}

/** Resumes vclusters and waits until they take connections. */
export async function resume(engine: Engine, target: unknown, selection: readonly string[]): Promise<void> {
  const { operations } = engine;
  const ids = await targetVClusters(engine, target, selection, vscode.l10n.t('Resume vcluster'), isPaused);
  const vclusters = await Promise.all(ids.map((id) => operations.find(id)));
  const progress = titleOf(
    vclusters,
    (name) => vscode.l10n.t('Resuming {0}', name),
    (count) => vscode.l10n.t('Resuming {0} vclusters', String(count)),
  );
  report(
    await withOperation(progress, (operation) => forEach(vclusters, ({ id }) => operations.resume(id, operation))),
  );
}

async function mayResume({ name }: VCluster): Promise<boolean> {
  const yes = vscode.l10n.t('Resume and Connect');
  const question = vscode.l10n.t('{0} is paused. Resume it?', plainLabel(name));
  return (await vscode.window.showInformationMessage(question, { modal: true }, yes)) === yes;
}

/** Connects to a vcluster, unless that is done already. Gives its id. */
export async function connect(engine: Engine, target: unknown, mode?: 'private'): Promise<string> {
  const { operations, connections } = engine;
  const id = await targetVCluster(engine, target, vscode.l10n.t('Connect to vcluster'));
  const known = connections.view(id);
  if (known !== undefined && mode === 'private') {
    return id;
  }
  const vcluster = await operations.find(id);
  if (vcluster.status.phase === 'paused' && !(await mayResume(vcluster))) {
    throw new vscode.CancellationError();
  }
  await withOperation(vscode.l10n.t('Connecting to {0}', plainLabel(vcluster.name)), (operation) =>
    operations.connect(id, operation, { mayResume: async () => true, ...(mode === undefined ? {} : { mode }) }),
  );
  return id;
}

/** Takes a connection back; of several, the user picks one. */
export async function disconnect(engine: Engine, target: unknown): Promise<void> {
  const { connections, operations } = engine;
  const open = new Set(connections.views.map(({ id }) => id));
  if (open.size === 0) {
    throw new Error(vscode.l10n.t('No vcluster is connected through this window.'));
  }
  const [only] = open;
  const given = target === undefined && open.size === 1 ? only : target;
  const id = await targetVCluster(engine, given, vscode.l10n.t('Disconnect from vcluster'), (one) => open.has(one.id));
  await operations.disconnect(id);
}
