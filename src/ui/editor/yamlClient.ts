import * as vscode from 'vscode';
import { DidOpenTextDocumentNotification, LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { serverFlags, serverSettings } from '../../core/config/yamlServer.ts';
import type { OutputLog } from '../outputLog.ts';
import type { ConfigFiles } from './configFiles.ts';
import type { Schemas } from './schemas.ts';

/** Completion, hover, outline, folding, formatting and links for files with values, by yaml-language-server in a process of its own. */
export class YamlClient implements vscode.Disposable {
  readonly #files: ConfigFiles;
  readonly #client: LanguageClient;
  readonly #opened = new Set<string>();
  readonly #subscription: vscode.Disposable;

  /** @param texts the folder with our texts; the server wants one, and says nothing of its own */
  constructor(serverModule: string, texts: string, files: ConfigFiles, schemas: Schemas, log: OutputLog) {
    this.#files = files;
    this.#client = this.#make(serverModule, texts);
    this.#subscription = files.onDidLook((document) => void this.#follow(document));
    this.#client.onRequest('custom/schema/request', (resource: string) => {
      const address = schemas.addressOf(resource);
      return address === undefined ? [] : [address];
    });
    this.#client.onRequest('custom/schema/content', (address: string) => schemas.content(address));
    this.#client
      .start()
      .then(async () => {
        await this.#client.sendNotification('yaml/registerCustomSchemaRequest');
        await Promise.all(vscode.workspace.textDocuments.map((document) => this.#follow(document)));
      })
      .catch((error: unknown) => log.error('The YAML language server did not start.', error));
  }

  dispose(): void {
    this.#subscription.dispose();
    void this.#client.dispose().catch(() => undefined);
  }

  #make(serverModule: string, texts: string): LanguageClient {
    const ours = (document: vscode.TextDocument): boolean => this.#opened.has(document.uri.toString());
    const options = { execArgv: [...serverFlags] };
    const run = { module: serverModule, transport: TransportKind.ipc, options };
    return new LanguageClient(
      'vcluster.yaml',
      'vCluster YAML',
      { run, debug: run },
      {
        documentSelector: [{ language: 'yaml' }],
        initializationOptions: { l10nPath: texts },
        middleware: {
          didOpen: (document, next) => this.#open(document, next),
          didChange: async (event, next) => (ours(event.document) ? next(event) : undefined),
          didSave: async (document, next) => (ours(document) ? next(document) : undefined),
          didClose: async (document, next) => {
            if (this.#opened.delete(document.uri.toString())) {
              await next(document);
            }
          },
          provideCompletionItem: (document, position, context, token, next) =>
            ours(document) ? next(document, position, context, token) : undefined,
          provideHover: (document, position, token, next) =>
            ours(document) ? next(document, position, token) : undefined,
          provideDocumentSymbols: (document, token, next) => (ours(document) ? next(document, token) : undefined),
          provideFoldingRanges: (document, context, token, next) =>
            ours(document) ? next(document, context, token) : undefined,
          provideDocumentFormattingEdits: (document, options, token, next) =>
            ours(document) ? next(document, options, token) : undefined,
          provideDocumentLinks: (document, token, next) => (ours(document) ? next(document, token) : undefined),
          provideCodeActions: () => undefined,
          provideCodeLenses: () => undefined,
          workspace: {
            configuration: ({ items }) => items.map(({ section }) => serverSettings[section ?? ''] ?? null),
          },
        },
      },
    );
  }

  async #open(document: vscode.TextDocument, next: (document: vscode.TextDocument) => Promise<void>): Promise<void> {
    if (this.#files.find(document) !== undefined && !this.#opened.has(document.uri.toString())) {
      this.#opened.add(document.uri.toString());
      await next(document);
    }
  }

  /** A file that turns out to hold values is opened for the server then. */
  async #follow(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    if (this.#client.isRunning() && this.#files.find(document) !== undefined && !this.#opened.has(key)) {
      this.#opened.add(key);
      const { asOpenTextDocumentParams } = this.#client.code2ProtocolConverter;
      await this.#client.sendNotification(DidOpenTextDocumentNotification.type, asOpenTextDocumentParams(document));
    }
  }
}
