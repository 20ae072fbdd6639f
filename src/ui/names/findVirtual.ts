import * as vscode from 'vscode';
import { printable } from '../../core/base/text.ts';
import { comparedKinds, comparedResource } from '../../core/comparison/comparedKind.ts';
import type { NameMatch } from '../../core/comparison/nameMatch.ts';
import type { Engine } from '../../core/engine.ts';
import type { ObjectReference } from '../../core/explorer/node.ts';
import { plainLabel } from '../label.ts';
import { compareCommand, vclusterOf } from './nameLinks.ts';

/** After the last letter, in milliseconds. */
const settleMs = 250;

interface MatchItem extends vscode.QuickPickItem {
  readonly match?: NameMatch;
}

/** What was looked up is shown as it is; what is merely known is filtered while the lookup is under way. */
function itemOf(match: NameMatch, isLookedUp: boolean): MatchItem {
  const inside = [match.virtualNamespace, match.virtualName].filter(Boolean).join('/');
  const where = vscode.l10n.t('{0}: {1}', plainLabel(vclusterOf(match)), plainLabel(match.hostName));
  return {
    label: plainLabel(inside),
    description: comparedResource(match.kind).kind,
    // The name on the host comes last, as it is the one that can be too long for the row.
    detail: match.isRegular ? where : vscode.l10n.t('{0} (by its annotations)', where),
    alwaysShow: isLookedUp,
    match,
  };
}

/** The name under the cursor, or what is selected, where it looks like one of a host. */
function proposed(): string {
  const editor = vscode.window.activeTextEditor;
  const range =
    editor?.selection.isEmpty === true
      ? editor.document.getWordRangeAtPosition(editor.selection.active, /[a-z0-9][a-z0-9.-]*/u)
      : editor?.selection;
  const text = range === undefined ? '' : (editor?.document.getText(range) ?? '');
  return /^[a-z0-9][a-z0-9.-]{3,252}$/u.test(text) && text.includes('-') ? text : '';
}

/** Takes a name on a host, typed or pasted, hashed or not, and leads to the object inside that it belongs to. */
export async function findVirtualObject(engine: Engine): Promise<void> {
  const pick = vscode.window.createQuickPick<MatchItem>();
  pick.title = vscode.l10n.t('Find Virtual Object');
  pick.placeholder = vscode.l10n.t('A name on the host, such as nginx-x-default-x-my-vcluster, or a line with one');
  pick.matchOnDetail = true;
  let timer: NodeJS.Timeout | undefined;
  let latest = 0;
  const search = async (text: string): Promise<void> => {
    const turn = ++latest;
    pick.busy = true;
    try {
      const matches =
        text.trim() === '' ? [...engine.names.knownNames().all].slice(0, 200) : await engine.names.findVirtual(text);
      if (turn === latest) {
        const none =
          text.trim() === ''
            ? []
            : [{ label: vscode.l10n.t('No synced object of an open cluster has this name.'), alwaysShow: true }];
        pick.items = matches.length === 0 ? none : matches.map((match) => itemOf(match, text.trim() !== ''));
      }
    } catch (error) {
      if (turn === latest) {
        const why = printable(error instanceof Error ? error.message : String(error), 200);
        pick.items = [{ label: `$(warning) ${vscode.l10n.t('Cannot be looked up')}`, detail: why, alwaysShow: true }];
      }
    } finally {
      pick.busy = turn !== latest;
    }
  };
  const chosen = await new Promise<NameMatch | undefined>((resolve) => {
    pick.onDidChangeValue((text) => {
      clearTimeout(timer);
      timer = setTimeout(() => void search(text), settleMs);
    });
    pick.onDidAccept(() => resolve(pick.selectedItems[0]?.match));
    pick.onDidHide(() => resolve(undefined));
    pick.value = proposed();
    pick.show();
    void search(pick.value);
  });
  clearTimeout(timer);
  pick.dispose();
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(compareCommand, chosen.vclusterId, [chosen.key]);
  }
}

/** Copies the name that an object inside a vcluster has on the host. */
export async function copyNameOnHost(
  engine: Engine,
  { vcluster, resource, namespace, name }: ObjectReference,
): Promise<void> {
  const kind = comparedKinds.find((one) => one === resource);
  const match =
    vcluster === undefined || kind === undefined
      ? undefined
      : await engine.names.findHost(vcluster, kind, namespace, name);
  if (match === undefined) {
    throw new Error(vscode.l10n.t('{0} is not on the host.', plainLabel(name)));
  }
  await vscode.env.clipboard.writeText(match.hostName);
  void vscode.window.showInformationMessage(vscode.l10n.t('Copied {0}.', printable(match.hostName, 100)));
}
