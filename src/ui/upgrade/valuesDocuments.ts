import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import { parseVClusterId } from '../../core/vcluster/id.ts';
import type { EngineHandle } from '../engineHandle.ts';

/** Values of deployed vclusters, to be edited. */
export const valuesScheme = 'vcluster-values';
/** The two sides of a comparison, which only this extension makes. */
export const diffScheme = 'vcluster-diff';

/** Where the deployed values of a vcluster are edited. The query names the vcluster, the path is for people. */
export function valuesUri(id: string, fileName: string): vscode.Uri {
  const { context = '', namespace = '', name = '' } = parseVClusterId(id) ?? {};
  const path = [context, namespace, name, fileName].map(encodeURIComponent).join('/');
  return vscode.Uri.from({ scheme: valuesScheme, path: `/${path}`, query: id });
}

/** Text of both sides of a comparison, held until the next one for the same vcluster. */
export class DiffDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Shows two texts side by side. */
  async show(title: string, id: string, left: string, right: string): Promise<void> {
    const [before, after] = (['deployed', 'wanted'] as const).map((side) =>
      vscode.Uri.from({ scheme: diffScheme, path: `/${side}.yaml`, query: id }),
    );
    if (before !== undefined && after !== undefined) {
      this.#set(before, left);
      this.#set(after, right);
      await vscode.commands.executeCommand('vscode.diff', before, after, title, { preview: true });
    }
  }

  #set(uri: vscode.Uri, text: string): void {
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

interface Draft {
  readonly bytes: Uint8Array;
  readonly mtime: number;
}

/**
 * Deployed values as files that can be edited and saved. Saving keeps a draft in memory: only the upgrade command
 * changes the vcluster.
 */
export class ValuesFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #handle: EngineHandle;
  readonly #drafts = new Map<string, Draft>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();

  readonly onDidChangeFile = this.#changed.event;

  constructor(handle: EngineHandle) {
    this.#handle = handle;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { bytes, mtime } = await this.#draft(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: bytes.length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.#draft(uri)).bytes;
  }

  writeFile(uri: vscode.Uri, bytes: Uint8Array): void {
    this.#drafts.set(uri.query, { bytes, mtime: Date.now() });
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  /** Forgets a draft, so that the next look shows what is deployed. */
  forget(uri: vscode.Uri): void {
    this.#drafts.delete(uri.query);
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  async #draft(uri: vscode.Uri): Promise<Draft> {
    const known = this.#drafts.get(uri.query);
    if (known !== undefined) {
      return known;
    }
    const engine: Engine = await this.#handle.load();
    try {
      const { values } = await engine.changes.deployed(uri.query, new AbortController().signal);
      const draft = { bytes: new TextEncoder().encode(values), mtime: Date.now() };
      this.#drafts.set(uri.query, draft);
      return draft;
    } catch (error) {
      throw vscode.FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
