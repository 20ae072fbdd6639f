import * as vscode from 'vscode';
import type { ConfigService } from '../../core/config/worker/configService.ts';
import type { ConfigFiles } from './configFiles.ts';

/** Of the addresses under which YAML servers ask for our schemas. */
export const schemaScheme = 'vcluster-schema';

/** As far as a modeline is looked for. */
const modelineLines = 50;

/** A file that somebody has mapped to a schema of their own is theirs: by a setting, or by a comment at its top. */
export function isMapped(document: vscode.TextDocument): boolean {
  return isMappedBySetting(document.uri) || isMappedByModeline(document);
}

function isMappedByModeline(document: vscode.TextDocument): boolean {
  const head = document.getText(new vscode.Range(0, 0, modelineLines, 0));
  const [, schema] = /^#\s*yaml-language-server\s*:\s*\$schema=(\S+)/mu.exec(head) ?? [];
  return schema !== undefined && !schema.includes('vcluster');
}

function isMappedBySetting(uri: vscode.Uri): boolean {
  const schemas = vscode.workspace.getConfiguration('yaml', uri).get<Record<string, unknown>>('schemas', {});
  return Object.values(schemas)
    .flat()
    .some((glob) => typeof glob === 'string' && vscode.languages.match({ pattern: globOf(glob) }, stub(uri)) > 0);
}

function globOf(glob: string): string {
  return glob.startsWith('/') || glob.startsWith('**') ? glob : `**/${glob}`;
}

/** What `languages.match` looks at of a document. */
function stub(uri: vscode.Uri): vscode.TextDocument {
  return { uri, fileName: uri.fsPath, languageId: 'yaml' } as unknown as vscode.TextDocument;
}

/** The schemas of vcluster's formats, for whichever YAML server there is. */
export class Schemas {
  readonly #files: ConfigFiles;
  readonly #service: ConfigService;

  constructor(files: ConfigFiles, service: ConfigService) {
    this.#files = files;
    this.#service = service;
  }

  /** The address of the schema for a file; undefined for files that are not ours to check. It names the version, as servers keep what they get. */
  addressOf(resource: string): string | undefined {
    const uri = vscode.Uri.parse(resource);
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    const look = document && this.#files.find(document)?.look;
    if (document === undefined || look?.form !== 'values' || isMapped(document)) {
      return undefined;
    }
    const { version, distro } = look;
    return `${schemaScheme}://schemas/${version.version}/${distro ?? 'vcluster'}.json`;
  }

  /** The schema at an address, as text. */
  async content(address: string): Promise<string> {
    const [, version = '', name = 'vcluster'] = /^[^:]+:\/\/schemas\/([^/]+)\/(\w+)\.json/u.exec(address) ?? [];
    const distro = (['k3s', 'k0s', 'k8s', 'eks'] as const).find((one) => one === name);
    return this.#service.ask('schema', { version, ...(distro === undefined ? {} : { distro }) });
  }
}
