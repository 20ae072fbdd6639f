import * as vscode from 'vscode';
import { OperationError } from '../../core/base/operationError.ts';
import type { Engine } from '../../core/engine.ts';
import { KubeError } from '../../core/kube/error.ts';
import { parseVClusterId } from '../../core/vcluster/id.ts';
import type { VCluster } from '../../core/vcluster/model.ts';
import { plainLabel } from '../label.ts';
import { withOperation } from '../progress.ts';
import { aboutVCluster, Failure } from './failure.ts';
import { targetConnection, targetVCluster, targetVClusters } from './pickVCluster.ts';

const canPause = ({ status }: VCluster): boolean =>
  !['paused', 'sleeping', 'restoring', 'terminating'].includes(status.phase);
const isPaused = ({ status }: VCluster): boolean => status.phase === 'paused';

interface Outcome {
  readonly id: string;
  readonly name: string;
  readonly error?: unknown;
}

function lineOf({ name, error }: Outcome): string {
  return `${name}: ${messageOf(error)}`;
}

/** Tells what state vclusters were left in when the user gave up. */
function tellCancelled(outcomes: readonly Outcome[]): void {
  const messages = outcomes.length === 1 ? outcomes.map(({ error }) => messageOf(error)) : outcomes.map(lineOf);
  if (messages.length > 0) {
    void vscode.window.showInformationMessage(messages.join(' '));
  }
}

/**
 * Tells what failed and does not hide what did not; `again` is for those that failed. Throws what a single one failed with, and a
 * CancellationError where the user gave up.
 */
function report(outcomes: readonly Outcome[], again: (ids: readonly string[]) => Promise<void>): void {
  const failed = outcomes.filter(({ error }) => error !== undefined);
  const [first] = failed;
  if (first === undefined) {
    return;
  }
  if (failed.every(({ error }) => KubeError.is(error, 'cancelled') || OperationError.is(error, 'cancelled'))) {
    tellCancelled(failed.filter(({ error }) => OperationError.is(error)));
    throw new vscode.CancellationError();
  }
  if (outcomes.length === 1) {
    throw new Failure(first.error, { vcluster: first.id });
  }
  const message = vscode.l10n.t(
    '{0} of {1} failed. {2}',
    String(failed.length),
    String(outcomes.length),
    failed.map(lineOf).join(' '),
  );
  const run = () => again(failed.map(({ id }) => id));
  throw new Failure(new OperationError('refused', message), { goOn: { title: vscode.l10n.t('Try Again'), run } });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function nameOf(id: string): string {
  return plainLabel(parseVClusterId(id)?.name ?? id);
}

/** Each finishes on its own; a failure of one keeps none of the others back. */
async function forEach(ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<readonly Outcome[]> {
  return Promise.all(
    ids.map(async (id): Promise<Outcome> => {
      try {
        await act(id);
        return { id, name: nameOf(id) };
      } catch (error) {
        return { id, name: nameOf(id), error };
      }
    }),
  );
}

function titleOf(ids: readonly string[], one: (name: string) => string, many: (n: number) => string): string {
  const [first] = ids;
  return ids.length === 1 && first !== undefined ? one(nameOf(first)) : many(ids.length);
}

/** Pauses vclusters, after it was said what that takes down and what it leaves. Of several, those that cannot be paused are told and left. */
export async function pause(engine: Engine, target: unknown, selection: readonly string[]): Promise<void> {
  const title = vscode.l10n.t('Pause vcluster');
  await pauseAll(engine, await targetVClusters(engine, target, selection, title, canPause));
}

async function pauseAll(engine: Engine, ids: readonly string[]): Promise<void> {
  const { operations } = engine;
  const again = (failed: readonly string[]) => pauseAll(engine, failed);
  const forecasts = new Map<string, string>();
  const looking = titleOf(
    ids,
    (name) => vscode.l10n.t('Looking at what runs in {0}', name),
    (count) => vscode.l10n.t('Looking at what runs in {0} vclusters', String(count)),
  );
  const looks = await withOperation(looking, async ({ signal }) => {
    const outcomes = await forEach(ids, async (id) => forecasts.set(id, await operations.forecastPause(id, signal)));
    signal.throwIfAborted();
    return outcomes;
  });
  if (forecasts.size === 0) {
    report(looks, again);
  }
  const able = ids.filter((id) => forecasts.has(id));
  const question = titleOf(
    able,
    (name) => vscode.l10n.t('Pause {0}?', name),
    (count) => vscode.l10n.t('Pause {0} vclusters?', String(count)),
  );
  const left = looks.filter(({ error }) => error !== undefined).map(lineOf);
  const detail = [...able.map((id) => forecasts.get(id)), ...left].join('\n\n');
  const yes = vscode.l10n.t('Pause');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) {
    return;
  }
  const progress = titleOf(
    able,
    (name) => vscode.l10n.t('Pausing {0}', name),
    (count) => vscode.l10n.t('Pausing {0} vclusters', String(count)),
  );
  report(await withOperation(progress, (operation) => forEach(able, (id) => operations.pause(id, operation))), again);
}

/** Resumes vclusters and waits until they take connections. */
export async function resume(engine: Engine, target: unknown, selection: readonly string[]): Promise<void> {
  const title = vscode.l10n.t('Resume vcluster');
  await resumeAll(engine, await targetVClusters(engine, target, selection, title, isPaused));
}

async function resumeAll(engine: Engine, ids: readonly string[]): Promise<void> {
  const { operations } = engine;
  const again = (failed: readonly string[]) => resumeAll(engine, failed);
  const progress = titleOf(
    ids,
    (name) => vscode.l10n.t('Resuming {0}', name),
    (count) => vscode.l10n.t('Resuming {0} vclusters', String(count)),
  );
  report(await withOperation(progress, (operation) => forEach(ids, (id) => operations.resume(id, operation))), again);
}

/** Throws a CancellationError where the user does not want it. */
async function mayResume({ name }: VCluster): Promise<true> {
  const yes = vscode.l10n.t('Resume and Connect');
  const question = vscode.l10n.t('{0} is paused. Resume it?', plainLabel(name));
  if ((await vscode.window.showInformationMessage(question, { modal: true }, yes)) !== yes) {
    throw new vscode.CancellationError();
  }
  return true;
}

/** Connects to a vcluster, unless that is done already. Gives its id. */
export async function connect(engine: Engine, target: unknown, mode?: 'private'): Promise<string> {
  const { operations, connections } = engine;
  const id = await targetVCluster(engine, target, vscode.l10n.t('Connect to vcluster'));
  const known = connections.view(id);
  if (known !== undefined && mode === 'private') {
    return id;
  }
  const options = { mayResume, ...(mode === undefined ? {} : { mode }) };
  await aboutVCluster(id, () =>
    withOperation(vscode.l10n.t('Connecting to {0}', nameOf(id)), (operation) =>
      operations.connect(id, operation, options),
    ),
  );
  return id;
}

/** Takes a connection back; of several, the user picks one. */
export async function disconnect(engine: Engine, target: unknown): Promise<void> {
  const id = await targetConnection(engine, target, vscode.l10n.t('Disconnect from vcluster'));
  await aboutVCluster(id, () => engine.operations.disconnect(id));
}
