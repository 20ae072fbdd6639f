import * as vscode from 'vscode';
import type { PlacedNote } from '../../core/config/migration/note.ts';
import type { LegacyDistro } from '../../core/config/schema/target.ts';
import type { ConfigService } from '../../core/config/worker/configService.ts';
import type { ValuesRequest } from '../../core/config/worker/values.ts';
import { type ConfigFile, type ConfigFiles, versionLabel } from './configFiles.ts';
import type { ConfigTexts } from './configTexts.ts';

const noteSeverity: Readonly<Record<PlacedNote['kind'], vscode.DiagnosticSeverity>> = {
  unsupported: vscode.DiagnosticSeverity.Warning,
  changed: vscode.DiagnosticSeverity.Warning,
  // Hints are not listed in the problems view, and somebody has asked for these.
  dropped: vscode.DiagnosticSeverity.Information,
  moved: vscode.DiagnosticSeverity.Information,
  unchanged: vscode.DiagnosticSeverity.Information,
};

/** Minor versions that are offered, the newest first. */
const versions = [...Array.from({ length: 17 }, (_, index) => `0.${36 - index}`), '0.19', '0.14'];

function fileName({ uri }: vscode.TextDocument): string {
  return uri.path.split('/').at(-1) ?? 'values.yaml';
}

/** What can be done with a file of values. */
export class ConfigCommands implements vscode.Disposable {
  readonly #files: ConfigFiles;
  readonly #service: ConfigService;
  readonly #texts: ConfigTexts;
  readonly #notes = vscode.languages.createDiagnosticCollection('vcluster.migration');
  readonly #subscription: vscode.Disposable;

  constructor(files: ConfigFiles, service: ConfigService, texts: ConfigTexts) {
    this.#files = files;
    this.#service = service;
    this.#texts = texts;
    this.#subscription = vscode.workspace.onDidChangeTextDocument(({ document }) => this.#notes.delete(document.uri));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#notes.dispose();
  }

  /** Lets the user choose the version that a file is checked for. */
  async chooseVersion(target: unknown): Promise<void> {
    const { document, look } = await this.#file(target);
    const automatic = {
      label: vscode.l10n.t('Automatic'),
      description: vscode.l10n.t('By the file, the vCluster, the chart or the setting'),
    };
    const picked = await vscode.window.showQuickPick([automatic, ...versions.map((version) => ({ label: version }))], {
      title: vscode.l10n.t('Version of vCluster for This File'),
      placeHolder: vscode.l10n.t('Now {0}', look.version.version),
    });
    if (picked !== undefined) {
      this.#files.choose(document, picked === automatic ? undefined : picked.label);
    }
  }

  /** Opens what an old values file becomes beside it, with a note for each key. */
  async migrate(target: unknown): Promise<void> {
    const { document, look, request } = await this.#file(target);
    const old = await this.#service.ask('values', request);
    // A deployed one says it itself.
    const distro = old.distro === undefined ? undefined : (request.distro ?? (await askDistro(old.distro)));
    const { text: made, notes } = await this.#service.ask('migrate', {
      ...request,
      ...(distro === undefined ? {} : { distro }),
    });
    const after = this.#texts.set('vcluster.yaml', document.uri.toString(), made);
    await vscode.commands.executeCommand(
      'vscode.diff',
      look.form === 'values' ? document.uri : await this.#carried(document, request),
      after,
      vscode.l10n.t('{0} → vcluster.yaml', fileName(document)),
    );
    this.#notes.set(document.uri, notes.map(diagnosticOf));
    const save = vscode.l10n.t('Save vcluster.yaml…');
    const open = notes.filter(({ kind }) => kind === 'unsupported' || kind === 'changed').length;
    const summary =
      open === 1
        ? vscode.l10n.t('Migrated. One key needs a look; the notes are in the Problems view.')
        : vscode.l10n.t('Migrated. {0} keys need a look; the notes are in the Problems view.', open);
    void vscode.window.showInformationMessage(summary, save).then(async (chosen) => {
      if (chosen === save) {
        const made = await vscode.workspace.openTextDocument(after);
        const opened = await vscode.workspace.openTextDocument({ language: 'yaml', content: made.getText() });
        await vscode.window.showTextDocument(opened);
        await vscode.commands.executeCommand('workbench.action.files.saveAs');
      }
    });
  }

  /** Shows all values that apply, beside the defaults of the chart that the file is put over. */
  async previewValues(target: unknown): Promise<void> {
    const { document, look, request } = await this.#file(target);
    const [defaults, applied] = await Promise.all([
      this.#service.ask('defaults', request),
      this.#service.ask('effective', request),
    ]);
    const origin = document.uri.toString();
    await vscode.commands.executeCommand(
      'vscode.diff',
      this.#texts.set('default-values.yaml', origin, defaults),
      this.#texts.set('applied-values.yaml', origin, applied),
      vscode.l10n.t('{0}: defaults of {1} ↔ all values that apply', fileName(document), versionLabel(look.version)),
    );
  }

  /** Says in a page what the vcluster of a file will be. */
  async explain(target: unknown): Promise<void> {
    const { document, request } = await this.#file(target);
    const text = await this.#service.ask('explain', request);
    const uri = this.#texts.set(`${fileName(document)}.md`, document.uri.toString(), text);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }

  /** Says in a page what a kind of finding is about. */
  async explainFinding(code: unknown): Promise<void> {
    const text = await this.#service.ask('explainFinding', { code: String(code) });
    const uri = this.#texts.set(`${String(code).replace(/[^\w-]/gu, '')}.md`, '', text);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  /** The values that another object carries, as a document of their own. */
  async #carried({ uri }: vscode.TextDocument, request: ValuesRequest): Promise<vscode.Uri> {
    const { text } = await this.#service.ask('values', request);
    return this.#texts.set('values.yaml', uri.toString(), text);
  }

  /** The file that a command is for, with the line that the cursor is on, as one may carry the values of several vclusters. */
  async #file(target: unknown): Promise<ConfigFile & { readonly request: ValuesRequest }> {
    const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
    const document = uri && (await vscode.workspace.openTextDocument(uri));
    const file = document && (await this.#files.current(document));
    if (file === undefined) {
      throw new Error(vscode.l10n.t('Open a vcluster.yaml or a values.yaml of vCluster first.'));
    }
    const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
    return { ...file, request: { ...file.request, ...(editor && { line: editor.selection.active.line }) } };
  }
}

async function askDistro(likely: LegacyDistro | undefined): Promise<LegacyDistro> {
  const all: readonly LegacyDistro[] = ['k3s', 'k0s', 'k8s', 'eks'];
  const items = all.map((label) => ({
    label,
    ...(label === likely ? { description: vscode.l10n.t('By its keys and images') } : {}),
  }));
  const sorted = items.toSorted((left, right) => Number(right.label === likely) - Number(left.label === likely));
  const picked = await vscode.window.showQuickPick(sorted, { title: vscode.l10n.t('Distro of the Old vCluster') });
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked.label;
}

function diagnosticOf({ range, message, kind }: PlacedNote): vscode.Diagnostic {
  const place = new vscode.Range(range.line, range.character, range.endLine, range.endCharacter);
  const made = new vscode.Diagnostic(place, message, noteSeverity[kind]);
  made.source = vscode.l10n.t('vCluster migration');
  made.code = kind;
  return made;
}
