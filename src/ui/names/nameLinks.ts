import * as vscode from 'vscode';
import { printable } from '../../core/base/text.ts';
import type { NameMatch } from '../../core/comparison/nameMatch.ts';
import type { EngineHandle } from '../engineHandle.ts';

interface NameLink extends vscode.TerminalLink {
  readonly match: NameMatch;
}

/** The command that shows a synced object beside its twin. */
export const compareCommand = 'vcluster.compare';

function titleOf({ virtualName, virtualNamespace, kind }: NameMatch): string {
  const name = printable([virtualNamespace, virtualName].filter(Boolean).join('/'), 200);
  return vscode.l10n.t('Show side by side: {0} {1}', kind, name);
}

function vclusterOf({ vclusterId }: NameMatch): string {
  return printable(vclusterId.slice(vclusterId.lastIndexOf('/') + 1), 100);
}

/** Makes links of the names of synced objects in terminals. Only names of hosts that somebody looks at are known. */
export class TerminalNameLinks implements vscode.TerminalLinkProvider<NameLink> {
  readonly #handle: EngineHandle;

  constructor(handle: EngineHandle) {
    this.#handle = handle;
  }

  provideTerminalLinks({ line }: vscode.TerminalLinkContext): NameLink[] {
    const names = this.#handle.current?.names.knownNames();
    return (names?.findIn(line) ?? []).flatMap(({ start, length, matches: [match] }) =>
      match === undefined ? [] : [{ startIndex: start, length, tooltip: titleOf(match), match }],
    );
  }

  async handleTerminalLink({ match }: NameLink): Promise<void> {
    await vscode.commands.executeCommand(compareCommand, match.vclusterId, [match.key]);
  }
}

/** Says in logs and YAML which object inside a vcluster a name on the host belongs to. */
export class NameHovers implements vscode.HoverProvider {
  readonly #handle: EngineHandle;

  constructor(handle: EngineHandle) {
    this.#handle = handle;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const line = document.lineAt(position.line).text;
    const found = this.#handle.current?.names
      .knownNames()
      .findIn(line)
      .find(({ start, length }) => position.character >= start && position.character <= start + length);
    if (found === undefined) {
      return undefined;
    }
    const texts = found.matches.slice(0, 5).map((match) => {
      const text = new vscode.MarkdownString(undefined, true);
      text.isTrusted = { enabledCommands: [compareCommand] };
      text.appendText(
        vscode.l10n.t(
          '{0} of the vcluster {1}',
          printable([match.kind, match.virtualNamespace, match.virtualName].filter(Boolean).join(' '), 300),
          vclusterOf(match),
        ),
      );
      const args = encodeURIComponent(JSON.stringify([match.vclusterId, [match.key]]));
      text.appendMarkdown(
        `\n\n[$(split-horizontal) ${vscode.l10n.t('Show Side by Side')}](command:${compareCommand}?${args})`,
      );
      return text;
    });
    const { start, length } = found;
    return new vscode.Hover(texts, new vscode.Range(position.line, start, position.line, start + length));
  }
}
