import * as vscode from 'vscode';

/** Where the user stands in a flow. `first` has no way back. */
export interface Place {
  readonly title: string;
  readonly step?: number;
  readonly total?: number;
  readonly first?: boolean;
}

/** What a step says when the user does not answer it, but goes back to the one before. */
export const back = Symbol('back');
/** The same, past the rest. */
export const finish = Symbol('finish');
export type Detour = typeof back | typeof finish;

/** The state with an answer taken into it, or where the user goes instead. */
export function taken<S, T>(state: S, answer: T | Detour, take: (value: T) => Partial<S>): S | Detour {
  if (answer === back) {
    return back;
  }
  return answer === finish ? finish : { ...state, ...take(answer as T) };
}

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

export interface Finding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

/** Leads past the remaining steps, which keep their defaults. */
function finishButton(): vscode.QuickInputButton {
  return {
    iconPath: new vscode.ThemeIcon('list-selection'),
    tooltip: vscode.l10n.t('Skip to the summary; the rest keeps its defaults'),
  };
}

/** Shows an input until it is answered, left by a button, or closed (CancellationError). */
function asked<T>(
  input: vscode.QuickPick<Choice<T>> | vscode.InputBox,
  { title, step, total, first = false }: Place,
  accept: (settle: (answer: T) => void) => vscode.Disposable,
): Promise<T | Detour> {
  const skip = step === undefined ? undefined : finishButton();
  input.title = title;
  input.step = step;
  input.totalSteps = total;
  input.ignoreFocusOut = true;
  input.buttons = [...(first ? [] : [vscode.QuickInputButtons.Back]), ...(skip === undefined ? [] : [skip])];
  const { promise, resolve, reject } = Promise.withResolvers<T | Detour>();
  const subscriptions = [
    input,
    input.onDidTriggerButton((button) => resolve(button === skip ? finish : back)),
    input.onDidHide(() => reject(new vscode.CancellationError())),
    accept(resolve),
  ];
  input.show();
  return promise.finally(() => {
    for (const subscription of subscriptions) {
      subscription.dispose();
    }
  });
}

/** Lets the user choose one of several. `active` stands out at first. */
export function askChoice<T>(
  place: Place,
  placeholder: string,
  choices: readonly Choice<T>[],
  active?: (value: T) => boolean,
): Promise<T | Detour> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  pick.items = choices;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.activeItems = choices.filter(({ value }) => active?.(value) === true).slice(0, 1);
  return asked(pick, place, (settle) =>
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen !== undefined) {
        settle(chosen.value);
      }
    }),
  );
}

/** Lets the user choose any number of several. */
export function askChoices<T>(
  place: Place,
  placeholder: string,
  choices: readonly Choice<T>[],
): Promise<readonly T[] | Detour> {
  const pick = vscode.window.createQuickPick<Choice<readonly T[]>>();
  const items = choices.map((choice) => ({ ...choice, value: [choice.value] }));
  pick.canSelectMany = true;
  pick.items = items;
  pick.placeholder = placeholder;
  pick.selectedItems = items.filter(({ picked }) => picked === true);
  return asked<readonly T[]>(pick, place, (settle) =>
    pick.onDidAccept(() => settle(pick.selectedItems.flatMap(({ value }) => value))),
  );
}

const severities = {
  error: vscode.InputBoxValidationSeverity.Error,
  warning: vscode.InputBoxValidationSeverity.Warning,
  info: vscode.InputBoxValidationSeverity.Info,
} as const;

/** Lets the user type a text, which is checked as it is typed; one with an error is not taken. */
export function askText(
  place: Place,
  prompt: string,
  value: string,
  check: (text: string) => readonly Finding[],
): Promise<string | Detour> {
  const input = vscode.window.createInputBox();
  const judge = (text: string): Finding | undefined => {
    const findings = check(text);
    const worst =
      findings.find(({ severity }) => severity === 'error') ??
      findings.find(({ severity }) => severity === 'warning') ??
      findings[0];
    input.validationMessage = worst && { message: worst.message, severity: severities[worst.severity] };
    return worst;
  };
  input.prompt = prompt;
  input.value = value;
  judge(value);
  return asked<string>(input, place, (settle) =>
    vscode.Disposable.from(
      input.onDidChangeValue(judge),
      input.onDidAccept(() => {
        if (judge(input.value)?.severity !== 'error') {
          settle(input.value.trim());
        }
      }),
    ),
  );
}

/** One question of a flow over some state. It gives the state with the answer in it, or where the user goes instead. */
export interface Step<S> {
  readonly title: string;
  /** Whether it is asked at all, for what was answered before. */
  readonly when?: (state: S) => boolean;
  readonly ask: (state: S, place: Place) => Promise<S | Detour>;
}

/**
 * Asks the steps one after the other, with a way back at each but the first. Gives the state after the last, or where the
 * user went past the rest. Throws a CancellationError when an input is closed.
 */
export async function runFlow<S extends object>(steps: readonly Step<S>[], initial: S): Promise<S> {
  const past: { readonly index: number; readonly state: S }[] = [];
  let state = initial;
  let index = 0;
  while (index < steps.length) {
    const step = steps[index];
    if (step === undefined || step.when?.(state) === false) {
      index += 1;
      continue;
    }
    const asked = steps.filter(({ when }) => when?.(state) !== false);
    const place = { title: step.title, step: asked.indexOf(step) + 1, total: asked.length, first: past.length === 0 };
    const answer = await step.ask(state, place);
    if (answer === finish) {
      return state;
    }
    if (answer === back) {
      const before = past.pop();
      state = before?.state ?? state;
      index = before?.index ?? index;
    } else {
      past.push({ index, state });
      state = answer;
      index += 1;
    }
  }
  return state;
}
