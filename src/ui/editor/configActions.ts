import * as vscode from 'vscode';
import type { Finding } from '../../core/config/finding.ts';
import type { Fix } from '../../core/config/rules/fixes.ts';
import type { ConfigService } from '../../core/config/worker/configService.ts';
import { diagnosticSource } from './configDiagnostics.ts';
import type { ConfigFile, ConfigFiles } from './configFiles.ts';

const addKind = vscode.CodeActionKind.Refactor.append('add.vcluster');
const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('vcluster');

function editOf(uri: vscode.Uri, { edits }: Fix): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) {
    edit.replace(uri, new vscode.Range(range.line, range.character, range.endLine, range.endCharacter), newText);
  }
  return edit;
}

function placeOf({ line, character, endLine, endCharacter }: Finding): vscode.Range {
  return new vscode.Range(line, character, endLine, endCharacter);
}

function isAbout(finding: Finding): (diagnostic: vscode.Diagnostic) => boolean {
  return ({ code, range }) =>
    (typeof code === 'object' ? code.value : code) === finding.code && range.start.isEqual(placeOf(finding).start);
}

/** Quick fixes for findings, and one for all of a file. */
export class ConfigActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind, addKind],
  };

  readonly #files: ConfigFiles;
  readonly #service: ConfigService;

  constructor(files: ConfigFiles, service: ConfigService) {
    this.#files = files;
    this.#service = service;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics, only, triggerKind }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const file = await this.#files.current(document);
    if (file === undefined) {
      return [];
    }
    if (only?.contains(fixAllKind) === true || only?.value === vscode.CodeActionKind.SourceFixAll.value) {
      return this.#all(file);
    }
    const own = diagnostics.filter(({ source }) => source === diagnosticSource);
    // Findings of structure may be said by another extension, which has no fix for them.
    const fixes = await Promise.all(
      file.look.findings.map(async (finding, index) =>
        range.intersection(placeOf(finding)) === undefined ? [] : this.#of(file, index, own.filter(isAbout(finding))),
      ),
    );
    const fixable = file.look.findings.some(
      ({ line, endLine }) => line <= range.end.line && endLine >= range.start.line,
    );
    const all =
      fixes.flat().length > 0 && fixable && file.look.findings.length > 1
        ? await this.#all(file, vscode.CodeActionKind.QuickFix)
        : [];
    // Where somebody asks for refactorings, and not for each place that the cursor comes to.
    const asked =
      triggerKind === vscode.CodeActionTriggerKind.Invoke && (only === undefined || only.intersects(addKind));
    return [...fixes.flat(), ...all, ...(asked ? await this.#additions(file, range.start.line) : [])];
  }

  async #additions({ document, request }: ConfigFile, line: number): Promise<readonly vscode.CodeAction[]> {
    const additions = await this.#service.ask('additions', { ...request, line });
    return additions.map(({ title, edits: [edit], snippet }) => {
      const action = new vscode.CodeAction(title, addKind);
      action.edit = new vscode.WorkspaceEdit();
      if (edit !== undefined) {
        const { line, character, endLine, endCharacter } = edit.range;
        const range = new vscode.Range(line, character, endLine, endCharacter);
        action.edit.set(document.uri, [new vscode.SnippetTextEdit(range, new vscode.SnippetString(snippet))]);
      }
      return action;
    });
  }

  async #of(
    file: ConfigFile,
    finding: number,
    diagnostics: vscode.Diagnostic[],
  ): Promise<readonly vscode.CodeAction[]> {
    const fixes = await this.#service.ask('fixes', { look: file.request, finding });
    return fixes.map((fix) => {
      const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      action.edit = editOf(file.document.uri, fix);
      action.diagnostics = diagnostics;
      action.isPreferred = fix.preferred;
      return action;
    });
  }

  async #all({ document, request }: ConfigFile, kind = fixAllKind): Promise<vscode.CodeAction[]> {
    const fixed = await this.#service.ask('fixAll', request);
    const text = document.getText();
    if (fixed === text) {
      return [];
    }
    const action = new vscode.CodeAction(vscode.l10n.t('Fix everything in this file that has one answer'), kind);
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(0), document.positionAt(text.length)),
      fixed,
    );
    return [action];
  }
}
