import * as vscode from 'vscode';
import type { CreateChoices } from '../../core/create/choices.ts';
import type { Engine } from '../../core/engine.ts';
import { parseNodeId } from '../../core/explorer/nodeId.ts';
import { vclusterId } from '../../core/vcluster/id.ts';
import { Failure } from '../commands/failure.ts';
import { Asking } from './asking.ts';
import type { Field } from './describe.ts';
import { finishWith } from './endings.ts';
import { askSummary, type Ending } from './summary.ts';
import { chooseValuesFile, readValues } from './valuesQuestion.ts';
import { runWizard } from './wizard.ts';

interface Start {
  readonly choices: CreateChoices;
  /** What the node that it was called on has said already. */
  readonly given: ReadonlySet<Field>;
}

/** The context of a node of the tree; the name of a context stands for itself. */
function contextOf(engine: Engine, target: string): string | undefined {
  const { kind, parts } = parseNodeId(target);
  const name = kind === 'context' ? parts[0] : target;
  return engine.explorer.node(target)?.context ?? engine.hostContexts.find((context) => context === name);
}

function startOf(engine: Engine, target: unknown): Start {
  const node = typeof target === 'string' ? engine.explorer.node(target) : undefined;
  const named = typeof target === 'string' ? contextOf(engine, target) : undefined;
  const [only, ...more] = engine.hostContexts;
  const context = named ?? engine.currentHost ?? only;
  if (context === undefined) {
    throw new Error(vscode.l10n.t('There is no host cluster. Choose a kubeconfig, or start the playground.'));
  }
  const known = named !== undefined || more.length === 0;
  const namespace = node?.kind === 'namespace' ? { namespace: node.name } : {};
  return {
    choices: { ...engine.creation.defaults(context), ...namespace },
    given: new Set<Field>([
      ...(known ? (['context'] as const) : []),
      ...(node?.kind === 'namespace' ? (['namespace'] as const) : []),
    ]),
  };
}

/** From the questions to the summary, from there to an ending, and back again as often as the user likes. */
async function run(engine: Engine, { choices, given }: Start, skipWizard: boolean): Promise<void> {
  const asking = new Asking(engine);
  asking.lookUp(choices.context);
  let current: CreateChoices | undefined = choices;
  let asked = skipWizard;
  while (current !== undefined) {
    if (!asked) {
      current = await runWizard(asking, current, given);
    }
    const decided = await askSummary(asking, current);
    asked = decided !== undefined;
    if (decided !== undefined) {
      current = await finish(asking, decided, given);
    }
  }
}

/** What fails leads back to all that was chosen, and creating to what has become of the vcluster. */
async function finish(
  asking: Asking,
  { choices, ending }: { readonly choices: CreateChoices; readonly ending: Ending },
  given: ReadonlySet<Field>,
): Promise<CreateChoices | undefined> {
  try {
    return await finishWith(asking, choices, ending);
  } catch (error) {
    const back = () => run(asking.engine, { choices, given }, true);
    const goOn = { title: vscode.l10n.t('Back to the Choices'), run: back };
    throw new Failure(error, ending === 'create' ? { goOn, vcluster: vclusterId(choices) } : { goOn });
  }
}

/** Creates a vcluster, question by question. */
export async function createVCluster(engine: Engine, target: unknown): Promise<void> {
  await run(engine, startOf(engine, target), false);
}

/** The same on one page, for those who know what they want. */
export async function createOnOnePage(engine: Engine, target: unknown): Promise<void> {
  await run(engine, startOf(engine, target), true);
}

/** The same from a values file: the one that it was called on, else one that the user chooses. Who it is for is asked. */
export async function createFromValues(engine: Engine, target: unknown): Promise<void> {
  const start = startOf(engine, undefined);
  const values = await readValues(target instanceof vscode.Uri ? target : await chooseValuesFile());
  await run(engine, { ...start, choices: engine.creation.withValuesFile(start.choices, values) }, false);
}
