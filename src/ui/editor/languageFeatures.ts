import * as vscode from 'vscode';
import type { OutputLog } from '../outputLog.ts';
import type { ConfigFiles } from './configFiles.ts';
import { isMapped, type Schemas, schemaScheme } from './schemas.ts';
import type { YamlClient } from './yamlClient.ts';

const redHat = 'redhat.vscode-yaml';

/** What Red Hat's YAML extension exports. */
interface RedHatExports {
  registerContributor(
    scheme: string,
    requestSchema: (resource: string) => string | undefined,
    requestSchemaContent: (uri: string) => Promise<string> | string,
    label?: string,
  ): boolean;
}

function isRedHat(value: unknown): value is RedHatExports {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<RedHatExports>).registerContributor === 'function'
  );
}

/** Makes the client of our own server; the bundle with it is loaded then. */
export type StartClient = (files: ConfigFiles, schemas: Schemas) => Promise<YamlClient>;

/**
 * Gives files with values the features of a YAML server: Red Hat's where its extension is installed and enabled, else one of our
 * own. Nothing is started before the first such file is open.
 */
export class LanguageFeatures implements vscode.Disposable {
  readonly #files: ConfigFiles;
  readonly #schemas: Schemas;
  readonly #startClient: StartClient;
  readonly #log: OutputLog;
  readonly #contributed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #client: YamlClient | undefined;
  #started = false;
  #disposed = false;
  #contributing = false;

  /** Fires when Red Hat's server begins to say what is wrong with the structure of files. */
  readonly onDidContribute = this.#contributed.event;

  constructor(files: ConfigFiles, schemas: Schemas, startClient: StartClient, log: OutputLog) {
    this.#files = files;
    this.#schemas = schemas;
    this.#startClient = startClient;
    this.#log = log;
    this.#subscription = files.onDidLook((document) => {
      if (!this.#started && files.find(document) !== undefined) {
        this.#started = true;
        void this.#start().catch((error: unknown) => log.error('YAML features could not be started.', error));
      }
    });
  }

  /** Whether the structure of a file is for others to check: for Red Hat's server, or by a schema of the user's own. */
  isStructureElsewhere(document: vscode.TextDocument): boolean {
    return this.#contributing || isMapped(document);
  }

  dispose(): void {
    this.#disposed = true;
    this.#subscription.dispose();
    this.#contributed.dispose();
    this.#client?.dispose();
  }

  async #start(): Promise<void> {
    const extension = vscode.extensions.getExtension<unknown>(redHat);
    const exported = await extension?.activate();
    if (isRedHat(exported)) {
      this.#contributing = exported.registerContributor(
        schemaScheme,
        (resource) => this.#schemas.addressOf(resource),
        (address) => this.#schemas.content(address),
        'vcluster:values',
      );
      if (this.#contributing) {
        this.#contributed.fire();
        return;
      }
      this.#log.info('The YAML extension has a contributor of that name already.');
    }
    const client = await this.#startClient(this.#files, this.#schemas);
    if (this.#disposed) {
      client.dispose();
    } else {
      this.#client = client;
    }
  }
}
