import * as vscode from 'vscode';
import { printable } from '../../core/base/text.ts';
import { comparedResource } from '../../core/comparison/comparedKind.ts';
import type { NameInText } from '../../core/comparison/knownNames.ts';
import type { NameMatch } from '../../core/comparison/nameMatch.ts';
import type { EngineHandle } from '../engineHandle.ts';

interface NameLink extends vscode.TerminalLink {
  readonly match: NameMatch;
}

/** The command that shows a synced object beside its twin. */
export const compareCommand = 'vcluster.compare';

/** Names that only a syncer makes: for these it is worth asking a host. */
const rewritten = /-x-|-[0-9a-f]{10}(?![\w-])/u;

/** Such as `Pod shop/web-0`. */
export function objectOf({ virtualName, virtualNamespace, kind }: NameMatch): string {
  const name = [virtualNamespace, virtualName].filter(Boolean).join('/');
  return printable(`${comparedResource(kind).kind} ${name}`, 300);
}

/** The vcluster's name. */
export function vclusterOf({ vclusterId }: NameMatch): string {
  return printable(vclusterId.slice(vclusterId.lastIndexOf('/') + 1), 100);
}

/** The known names in a line. Where none is known yet but one looks like it, they are listed first. */
async function namesIn(handle: EngineHandle, line: string): Promise<readonly NameInText[]> {
  const names = handle.current?.names;
  const known = names?.knownNames().findIn(line) ?? [];
  if (names === undefined || known.length > 0 || !rewritten.test(line)) {
    return known;
  }
  // What cannot be listed is not marked; why is in the log, as it is for all that is listed on the side.
  const listed = await names.loadNames().catch(() => undefined);
  return listed?.findIn(line) ?? [];
}

/** Makes links of the names of synced objects in terminals. Only names of hosts that somebody looks at are known. */
export class TerminalNameLinks implements vscode.TerminalLinkProvider<NameLink> {
  readonly #handle: EngineHandle;

  constructor(handle: EngineHandle) {
    this.#handle = handle;
  }

  async provideTerminalLinks({ line }: vscode.TerminalLinkContext): Promise<NameLink[]> {
    const found = await namesIn(this.#handle, line);
    return found.flatMap(({ start, length, matches: [match] }) =>
      match === undefined
        ? []
        : [{ startIndex: start, length, tooltip: vscode.l10n.t('Show {0} side by side', objectOf(match)), match }],
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

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const found = (await namesIn(this.#handle, document.lineAt(position.line).text)).find(
      ({ start, length }) => position.character >= start && position.character <= start + length,
    );
    if (found === undefined) {
      return undefined;
    }
    const texts = found.matches.slice(0, 5).map((match) => {
      const text = new vscode.MarkdownString(undefined, true);
      text.isTrusted = { enabledCommands: [compareCommand] };
      text.appendText(vscode.l10n.t('{0} of the vcluster {1}', objectOf(match), vclusterOf(match)));
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
