import * as vscode from 'vscode';
import type { Finding, Severity } from '../../core/config/finding.ts';
import type { ConfigFiles } from './configFiles.ts';
import type { LanguageFeatures } from './languageFeatures.ts';

/** What findings are named after in the problems view. */
export const diagnosticSource = 'vCluster';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** Findings of structure, which Red Hat's server says as well where it has our schema. */
const structural: ReadonlySet<string> = new Set([
  'unknown-key',
  'removed-key',
  'later-key',
  'other-chart-key',
  'wrong-type',
  'unknown-value',
  'missing-key',
  'yaml-syntax',
  'duplicate-key',
]);

/** Values that are no more than unusual are not in the schema. */
function isInSchema({ code, severity }: Finding): boolean {
  return structural.has(code) && (code !== 'unknown-value' || severity === 'error');
}

function place(finding: Finding): vscode.Range {
  return new vscode.Range(finding.line, finding.character, finding.endLine, finding.endCharacter);
}

function explanation(code: string): vscode.Uri {
  return vscode.Uri.parse(`command:vcluster.explainFinding?${encodeURIComponent(JSON.stringify([code]))}`);
}

function diagnosticOf(finding: Finding): vscode.Diagnostic {
  const made = new vscode.Diagnostic(place(finding), finding.message, severities[finding.severity]);
  made.source = diagnosticSource;
  made.code = { value: finding.code, target: explanation(finding.code) };
  if (finding.code.startsWith('deprecated')) {
    made.tags = [vscode.DiagnosticTag.Deprecated];
  }
  return made;
}

/** Shows what was found in files with values. */
export class ConfigDiagnostics implements vscode.Disposable {
  readonly #files: ConfigFiles;
  readonly #said: vscode.DiagnosticCollection;
  readonly #features: LanguageFeatures;
  readonly #subscriptions: readonly vscode.Disposable[];

  /** @param features know whether somebody else says what is wrong with the structure */
  constructor(files: ConfigFiles, features: LanguageFeatures) {
    this.#files = files;
    this.#said = vscode.languages.createDiagnosticCollection('vcluster.config');
    this.#features = features;
    this.#subscriptions = [
      this.#said,
      files.onDidLook((document) => this.#say(document)),
      features.onDidContribute(() => {
        for (const document of vscode.workspace.textDocuments.filter((one) => files.find(one) !== undefined)) {
          this.#say(document);
        }
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #say(document: vscode.TextDocument): void {
    const file = this.#files.find(document);
    const elsewhere = file?.look.form === 'values' && this.#features.isStructureElsewhere(document);
    const findings = file?.look.findings.filter((finding) => !elsewhere || !isInSchema(finding)) ?? [];
    this.#said.set(document.uri, findings.map(diagnosticOf));
  }
}
