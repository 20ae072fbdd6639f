import * as vscode from 'vscode';
import { mayHoldValues } from '../../core/config/recognition/hint.ts';
import type { DocumentVersion } from '../../core/config/recognition/version.ts';
import type { ConfigService } from '../../core/config/worker/configService.ts';
import type { Look, LookRequest } from '../../core/config/worker/look.ts';
import { LookTurns } from '../../core/config/worker/lookTurns.ts';
import type { VCluster } from '../../core/vcluster/model.ts';
import type { Settings } from '../settings.ts';
import { valuesScheme } from '../upgrade/valuesDocuments.ts';

/** An open file with values, as it was looked at last. */
export interface ConfigFile {
  readonly document: vscode.TextDocument;
  /** The version of the document that was looked at. */
  readonly edition: number;
  readonly request: LookRequest;
  readonly look: Look;
}

/** What a deployed vcluster says of its values. */
export type Deployed = Pick<VCluster, 'version' | 'distro'>;

/** The open files that hold values of vclusters, looked at anew after each edit. Other files are left alone. */
export class ConfigFiles implements vscode.Disposable {
  readonly #service: ConfigService;
  readonly #settings: Settings;
  readonly #deployed: (id: string) => Deployed | undefined;
  readonly #files = new Map<string, ConfigFile>();
  readonly #turns = new LookTurns<vscode.TextDocument>((document) => this.#look(document));
  readonly #chosen = new Map<string, string>();
  readonly #looked = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #subscriptions: readonly vscode.Disposable[];

  /** Fires when a document was looked at: `find` then says what it is. */
  readonly onDidLook = this.#looked.event;

  /** @param deployed what is known of a vcluster, by its id */
  constructor(service: ConfigService, settings: Settings, deployed: (id: string) => Deployed | undefined) {
    this.#service = service;
    this.#deployed = deployed;
    this.#settings = settings;
    this.#subscriptions = [
      this.#looked,
      vscode.workspace.onDidOpenTextDocument((document) => isOurs(document) && this.#turns.soon(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => isOurs(document) && this.#turns.edited(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      settings.onDidChange(() => this.#again()),
    ];
    this.#again();
  }

  find(document: vscode.TextDocument): ConfigFile | undefined {
    return this.#files.get(document.uri.toString());
  }

  /** Takes a version for a document, whatever else names one; undefined goes back to that. */
  choose({ uri }: vscode.TextDocument, version: string | undefined): void {
    version === undefined ? this.#chosen.delete(uri.toString()) : this.#chosen.set(uri.toString(), version);
    this.#again();
  }

  /** The file as it is now, looked at if it changed since. Undefined for what holds no values. */
  async current(document: vscode.TextDocument): Promise<ConfigFile | undefined> {
    const known = this.find(document);
    if (known?.edition !== document.version) {
      await this.#look(document);
    }
    return this.find(document);
  }

  dispose(): void {
    this.#turns.dispose();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #again(): void {
    for (const document of vscode.workspace.textDocuments.filter(isOurs)) {
      this.#turns.soon(document);
    }
  }

  /** What there is to know about a document as it is now; undefined for one that is not worth a closer look. */
  async request(document: vscode.TextDocument): Promise<LookRequest | undefined> {
    if (!isOurs(document)) {
      return undefined;
    }
    const text = document.getText();
    const { path, scheme, query } = document.uri;
    const chartYaml = await chartBeside(document.uri);
    const certain = scheme === valuesScheme;
    if (!(certain || chartYaml !== undefined || mayHoldValues(path, text))) {
      return undefined;
    }
    const setting = this.#settings.configVersion;
    const deployed = certain ? this.#deployed(query) : undefined;
    return {
      path,
      text,
      certain,
      chosen: this.#chosen.get(document.uri.toString()),
      deployed: deployed?.version,
      distro: deployed?.distro,
      ...(setting === '' ? {} : { setting }),
      ...(chartYaml === undefined ? {} : { chartYaml }),
    };
  }

  async #look(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    const edition = document.version;
    const request = await this.request(document);
    const look = request && (await this.#service.ask('look', request));
    if (document.isClosed || document.version !== edition) {
      return;
    }
    if (request !== undefined && look !== undefined) {
      this.#files.set(key, { document, edition, request, look });
      this.#looked.fire(document);
    } else if (this.#files.delete(key)) {
      this.#looked.fire(document);
    }
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    this.#turns.forget(document);
    this.#chosen.delete(key);
    if (this.#files.delete(key)) {
      this.#looked.fire(document);
    }
  }
}

/** Whether a document may be one that somebody edits values in. */
function isOurs({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === 'yaml' && ['file', 'untitled', 'vscode-vfs', valuesScheme].includes(uri.scheme);
}

/** The version of a file in a few words, for labels. */
export function versionLabel({ version }: DocumentVersion): string {
  return `vCluster ${version}`;
}

/** The Chart.yaml in the folder of a values file, where it names a chart of vcluster. */
async function chartBeside(uri: vscode.Uri): Promise<string | undefined> {
  if (uri.scheme !== 'file' || !/values[^/]*\.ya?ml$/iu.test(uri.path)) {
    return undefined;
  }
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(uri, '..', 'Chart.yaml'));
    const text = new TextDecoder().decode(bytes);
    return text.includes('vcluster') ? text : undefined;
  } catch {
    // Most values files have none beside them.
    return undefined;
  }
}
