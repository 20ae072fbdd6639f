import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { errorFixes } from '../commands/errorFixes.ts';
import type { EngineHandle } from '../engineHandle.ts';
import { plainLabel } from '../label.ts';
import type { OutputLog } from '../outputLog.ts';
import type { ComparedObject } from './comparedObject.ts';
import { Conversation } from './conversation.ts';
import { pageHtml } from './page.ts';
import type { PageFiles } from './pageFiles.ts';
import type { SideDocuments } from './sideDocuments.ts';

/** What panels work with. */
export interface PanelServices {
  readonly handle: EngineHandle;
  readonly sides: SideDocuments;
  readonly log: OutputLog;
  readonly files: PageFiles;
}

/** One vcluster side by side, in a panel of its own. Its page is thrown away while it is hidden, and nothing is read then. */
export class ComparisonPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #conversation: Conversation;
  #disposed = false;

  constructor(panel: vscode.WebviewPanel, vclusterId: string, services: PanelServices) {
    this.#panel = panel;
    const { handle, sides, log } = services;
    this.#conversation = new Conversation({
      open: async () => {
        const engine = await handle.load();
        // An id whose vcluster is gone, or whose context is, is told from one that only has no objects.
        await engine.operations.find(vclusterId);
        return engine.comparisons.open(vclusterId);
      },
      post: (message) => void panel.webview.postMessage(message),
      texts: () => vscode.l10n.bundle ?? {},
      copy: async (yaml) => {
        await vscode.env.clipboard.writeText(yaml);
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied as YAML, secrets masked.'), 4_000);
      },
      openSide: (comparison, row, side) => sides.open(comparison, row, side),
      diff: (comparison, row) => sides.diff(comparison, row),
      run: async (command) => {
        await vscode.commands.executeCommand(command, vclusterId);
      },
      fail: (error) => void failed(error, log),
    });
    panel.webview.onDidReceiveMessage((message: unknown) => this.#conversation.receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) {
        this.#conversation.pause();
      }
    });
    this.#conversation.prepare();
    void this.#fill(services).catch((error: unknown) => failed(error, log));
  }

  /** Brings it to the front, and goes to an object. */
  show(object: ComparedObject | undefined): void {
    if (object !== undefined) {
      this.#conversation.show(object);
    }
    this.#panel.reveal();
  }

  dispose(): void {
    this.#disposed = true;
    this.#conversation.dispose();
  }

  async #fill({ files }: PanelServices): Promise<void> {
    const { webview, title } = this.#panel;
    const texts = await files.read();
    if (!this.#disposed) {
      webview.html = pageHtml({
        ...texts,
        title,
        loading: vscode.l10n.t('Reading both sides…'),
        language: vscode.env.language,
        cspSource: webview.cspSource,
        folder: webview.asWebviewUri(files.folder).toString(),
        nonce: randomBytes(16).toString('base64'),
      });
    }
  }
}

async function failed(error: unknown, log: OutputLog): Promise<void> {
  log.error('The side by side panel failed', error);
  const message = error instanceof Error ? error.message : String(error);
  const fixes = errorFixes(error);
  const chosen = await vscode.window.showErrorMessage(plainLabel(message, 500), ...fixes.map(({ title }) => title));
  const fix = fixes.find(({ title }) => title === chosen);
  if (fix !== undefined) {
    await vscode.commands.executeCommand(fix.command, ...(fix.arguments ?? []));
  }
}
