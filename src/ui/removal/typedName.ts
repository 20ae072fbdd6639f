import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import { plainLabel } from '../label.ts';

/** Goes on only if the user types a name. Throws a CancellationError otherwise. */
export async function typedName(engine: Engine, title: string, name: string, prompt: string): Promise<void> {
  const wrong = [vscode.l10n.t('This is not its name.'), prompt].join(' ');
  const typed = await vscode.window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || engine.operations.nameMatches(text, name)
        ? undefined
        : { message: wrong, severity: vscode.InputBoxValidationSeverity.Error },
  });
  if (typed === undefined || !engine.operations.nameMatches(typed, name)) {
    throw new vscode.CancellationError();
  }
}

/** The same before something is destroyed by way of a protected context; elsewhere nothing is asked. */
export async function typedNameIfProtected(
  engine: Engine,
  context: string,
  title: string,
  name: string,
): Promise<void> {
  if (engine.protection.isProtected(context)) {
    const prompt = vscode.l10n.t(
      'The context {0} is protected. Type {1} to go on.',
      plainLabel(context),
      plainLabel(name),
    );
    await typedName(engine, title, name, prompt);
  }
}
