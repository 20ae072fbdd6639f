import * as vscode from 'vscode';
import { OperationError } from '../../core/base/operationError.ts';
import type { Engine } from '../../core/engine.ts';
import type { RemovalPlan } from '../../core/removal/plan.ts';
import type { RemovalResult } from '../../core/removal/removal.ts';
import type { RemovalItem } from '../../core/removal/removalItem.ts';
import { parseVClusterId, type VClusterAddress } from '../../core/vcluster/id.ts';
import { aboutVCluster } from '../commands/failure.ts';
import { targetVCluster } from '../commands/pickVCluster.ts';
import { askChoices, type Choice } from '../create/flow.ts';
import { plainLabel } from '../label.ts';
import { withOperation } from '../progress.ts';
import { typedName, typedNameIfProtected } from './typedName.ts';

/** What goes and what stays: what is fixed is said, the rest can be ticked. Throws a CancellationError. */
async function askItems(title: string, items: readonly RemovalItem[]): Promise<ReadonlyMap<string, 'remove' | 'keep'>> {
  const free = items.filter(({ fixed }) => fixed === undefined);
  if (free.length === 0) {
    return new Map();
  }
  const choices = free.map(
    (item): Choice<string> => ({
      label: item.label,
      description: item.detail,
      picked: item.proposal === 'remove',
      value: item.id,
    }),
  );
  const placeholder = vscode.l10n.t('What is ticked goes, the rest stays');
  const chosen = await askChoices({ title, first: true }, placeholder, choices);
  if (typeof chosen === 'symbol') {
    throw new vscode.CancellationError();
  }
  return new Map(free.map(({ id }) => [id, chosen.includes(id) ? 'remove' : 'keep']));
}

/** The last question. Where workloads run or the context is protected, the name has to be typed. */
async function confirm(engine: Engine, plan: RemovalPlan): Promise<void> {
  const { address, runningWorkloads, notes, items } = plan;
  const name = plainLabel(address.name);
  const running =
    runningWorkloads > 0 ? [vscode.l10n.t('Pods that run in it and are lost: {0}.', String(runningWorkloads))] : [];
  const fixed = (all: readonly RemovalItem[]): readonly string[] =>
    all.flatMap((item) => (item.fixed === undefined ? [] : [`${item.label}: ${item.fixed}`]));
  if (runningWorkloads > 0 || engine.protection.isProtected(address.context)) {
    const others = fixed(items.filter(({ kind }) => kind !== 'release'));
    const ask = [...running, vscode.l10n.t('Type {0} to delete it.', name), ...others, ...notes].join(' ');
    await typedName(engine, vscode.l10n.t('Delete {0}', name), address.name, ask);
    return;
  }
  const yes = vscode.l10n.t('Delete');
  const detail = [...fixed(items), ...notes].join('\n');
  const question = vscode.l10n.t('Delete {0} in {1}?', name, plainLabel(address.namespace));
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) {
    throw new vscode.CancellationError();
  }
}

function tellProblems({ problems }: RemovalResult): void {
  if (problems.length > 0) {
    throw new OperationError('toolFailed', problems.join(' '), undefined, 'tryAgain');
  }
}

/** Says what is still there, with a button to clean it. */
async function tellLeftovers(engine: Engine, address: VClusterAddress): Promise<void> {
  const name = plainLabel(address.name);
  const looking = vscode.l10n.t('Looking at what is left of {0}', name);
  const { stuck, items } = await withOperation(looking, async (operation) => {
    const why = await engine.removals.stuck(address, operation);
    const left = why === undefined ? await engine.removals.leftovers(address, operation.signal) : undefined;
    return { stuck: why, items: left?.items ?? [] };
  });
  if (stuck !== undefined) {
    const again = vscode.l10n.t('Look Again');
    if ((await vscode.window.showWarningMessage(stuck, again)) === again) {
      await tellLeftovers(engine, address);
    }
    return;
  }
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} is gone; nothing is left of it.', name));
    return;
  }
  const clean = vscode.l10n.t('Clean Up…');
  const left = items.map(({ label }) => label).slice(0, 5);
  const message = vscode.l10n.t('{0} is gone. Still there: {1}.', name, left.join(', '));
  if ((await vscode.window.showInformationMessage(message, clean)) === clean) {
    await cleanItems(engine, address, items);
  }
}

async function cleanItems(engine: Engine, address: VClusterAddress, items: readonly RemovalItem[]): Promise<void> {
  const name = plainLabel(address.name);
  const title = vscode.l10n.t('Clean Up after {0}', name);
  const choices = await askItems(title, items);
  const chosen = items.filter((item) => (choices.get(item.id) ?? item.proposal) === 'remove');
  await typedNameIfProtected(engine, address.context, title, address.name);
  tellProblems(
    await withOperation(vscode.l10n.t('Cleaning up after {0}', name), (operation) =>
      engine.removals.clean(address.context, chosen, operation),
    ),
  );
}

/** Deletes a vcluster, after it was said and chosen what goes with it. */
export async function deleteVCluster(engine: Engine, target: unknown): Promise<void> {
  const id = await targetVCluster(engine, target, vscode.l10n.t('Delete vcluster'));
  await aboutVCluster(id, () => deleteById(engine, id));
}

async function deleteById(engine: Engine, id: string): Promise<void> {
  const address = parseVClusterId(id);
  const name = plainLabel(address?.name ?? id);
  const looking = vscode.l10n.t('Looking at what belongs to {0}', name);
  const plan = await withOperation(looking, ({ signal }) => engine.removals.plan(id, signal));
  if (plan.refusal !== undefined) {
    throw new Error(plan.refusal);
  }
  const choices = await askItems(vscode.l10n.t('Delete {0}: what goes with it', name), plan.items);
  const problem = engine.removals.problem(plan, choices);
  if (problem !== undefined) {
    throw new Error(problem);
  }
  await confirm(engine, plan);
  const result = await withOperation(vscode.l10n.t('Deleting {0}', name), (operation) =>
    engine.removals.remove(plan, choices, operation),
  );
  tellProblems(result);
  await tellLeftovers(engine, plan.address);
}
