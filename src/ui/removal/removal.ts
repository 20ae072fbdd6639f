import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import type { RemovalPlan } from '../../core/removal/plan.ts';
import type { RemovalResult } from '../../core/removal/removal.ts';
import type { RemovalItem } from '../../core/removal/removalItem.ts';
import { parseVClusterId, type VClusterAddress } from '../../core/vcluster/id.ts';
import { targetVCluster } from '../commands/pickVCluster.ts';
import { askChoices, type Choice } from '../create/flow.ts';
import { plainLabel } from '../label.ts';
import { withOperation } from '../progress.ts';

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
  if (runningWorkloads > 0 || engine.protection.isProtected(address.context)) {
    const ask = [...running, vscode.l10n.t('Type {0} to delete it.', name)].join(' ');
    const wrong = [vscode.l10n.t('This is not its name.'), ask].join(' ');
    const typed = await vscode.window.showInputBox({
      title: vscode.l10n.t('Delete {0}', name),
      prompt: ask,
      ignoreFocusOut: true,
      validateInput: (text) =>
        text === '' || engine.operations.nameMatches(text, address.name)
          ? undefined
          : { message: wrong, severity: vscode.InputBoxValidationSeverity.Error },
    });
    if (typed === undefined || !engine.operations.nameMatches(typed, address.name)) {
      throw new vscode.CancellationError();
    }
    return;
  }
  const yes = vscode.l10n.t('Delete');
  const fixed = items.filter((item) => item.fixed !== undefined).map(({ label, fixed }) => `${label}: ${fixed}`);
  const detail = [...fixed, ...notes].join('\n');
  const question = vscode.l10n.t('Delete {0} in {1}?', name, plainLabel(address.namespace));
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) {
    throw new vscode.CancellationError();
  }
}

function tellProblems({ problems }: RemovalResult): void {
  if (problems.length > 0) {
    throw new Error(problems.join(' '));
  }
}

/** Says what is still there, with a button to clean it. */
async function tellLeftovers(engine: Engine, address: VClusterAddress): Promise<void> {
  const { signal } = new AbortController();
  const name = plainLabel(address.name);
  const { items } = await engine.removals.leftovers(address, signal);
  const stuck = await engine.removals.stuck(address, signal);
  if (stuck !== undefined) {
    void vscode.window.showWarningMessage(stuck);
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
  const choices = await askItems(vscode.l10n.t('Clean Up after {0}', name), items);
  const chosen = items.filter((item) => (choices.get(item.id) ?? item.proposal) === 'remove');
  tellProblems(
    await withOperation(vscode.l10n.t('Cleaning up after {0}', name), (operation) =>
      engine.removals.clean(address.context, chosen, operation),
    ),
  );
}

/** Deletes a vcluster, after it was said and chosen what goes with it. */
export async function deleteVCluster(engine: Engine, target: unknown): Promise<void> {
  const id = await targetVCluster(engine, target, vscode.l10n.t('Delete vcluster'));
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
