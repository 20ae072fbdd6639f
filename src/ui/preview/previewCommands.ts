import * as vscode from 'vscode';
import type { Finding, Severity } from '../../core/config/finding.ts';
import type { Engine } from '../../core/engine.ts';
import type { PreviewTarget } from '../../core/preview/previews.ts';
import { targetVCluster } from '../commands/pickVCluster.ts';
import { withOperation } from '../progress.ts';
import { PreviewDocuments, previewScheme } from './previewDocuments.ts';

/** After the last edit, in milliseconds. */
const settleMs = 300;

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

interface Previewed {
  readonly engine: Engine;
  readonly target: PreviewTarget;
  timer?: NodeJS.Timeout;
}

function diagnostic({ target }: PreviewTarget, finding: Finding): vscode.Diagnostic {
  const range = new vscode.Range(finding.line, finding.character, finding.endLine, finding.endCharacter);
  const made = new vscode.Diagnostic(range, finding.message, severities[finding.severity]);
  made.source = vscode.l10n.t('vCluster {0}', target.name);
  made.code = finding.code;
  return made;
}

function manifestOf(given: unknown): vscode.Uri | undefined {
  return given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
}

/** Shows what a vcluster makes of a manifest, and says so in the manifest for as long as it is open. */
export class PreviewCommands implements vscode.Disposable {
  readonly #documents = new PreviewDocuments();
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('vcluster.preview');
  readonly #previewed = new Map<string, Previewed>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor() {
    this.#subscriptions = [
      this.#documents,
      this.#diagnostics,
      vscode.workspace.registerTextDocumentContentProvider(previewScheme, this.#documents),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#later(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
    ];
  }

  /** Asks for the vcluster and shows the manifest of the editor, or the file that the command was called on. */
  async preview(engine: Engine, given: unknown): Promise<void> {
    const uri = manifestOf(given);
    if (uri === undefined) {
      throw new Error(vscode.l10n.t('Open the manifest that is to be previewed first.'));
    }
    const document = await vscode.workspace.openTextDocument(uri);
    const title = vscode.l10n.t('Preview on Host');
    const id = await targetVCluster(engine, undefined, title);
    const target = await withOperation(title, (operation) => engine.previews.open(id, operation));
    this.#previewed.set(uri.toString(), { engine, target });
    const preview = engine.previews.preview(document.getText(), target);
    this.#say(document, target, preview.findings);
    if (target.notice !== undefined) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('The preview on the host of {0} may be inexact. {1}', target.target.name, target.notice),
      );
    }
    if (preview.objects.length === 0) {
      throw new Error(
        preview.findings.length === 0
          ? vscode.l10n.t('There is no Kubernetes object in this file.')
          : vscode.l10n.t('No Kubernetes object in this file can be read. The Problems view says why.'),
      );
    }
    const name = uri.path.split('/').at(-1) ?? '';
    await this.#documents.show(vscode.l10n.t('{0} on the Host of {1}', name, target.target.name), uri, preview);
  }

  dispose(): void {
    for (const { timer } of this.#previewed.values()) {
      clearTimeout(timer);
    }
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #later(document: vscode.TextDocument): void {
    const previewed = this.#previewed.get(document.uri.toString());
    if (previewed !== undefined) {
      clearTimeout(previewed.timer);
      previewed.timer = setTimeout(() => {
        const preview = previewed.engine.previews.preview(document.getText(), previewed.target);
        this.#documents.update(document.uri, preview);
        this.#say(document, previewed.target, preview.findings);
      }, settleMs);
    }
  }

  #say({ uri }: vscode.TextDocument, target: PreviewTarget, findings: readonly Finding[]): void {
    this.#diagnostics.set(
      uri,
      findings.map((finding) => diagnostic(target, finding)),
    );
  }

  #forget(uri: vscode.Uri): void {
    clearTimeout(this.#previewed.get(uri.toString())?.timer);
    if (this.#previewed.delete(uri.toString())) {
      this.#diagnostics.delete(uri);
      this.#documents.forget(uri);
    }
  }
}
