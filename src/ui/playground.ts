import * as vscode from 'vscode';
import type { Log } from '../core/base/log.ts';
import type { Playground } from '../core/playground/playground.ts';
import type { EngineHandle } from './engineHandle.ts';

/**
 * The embedded host cluster, while it runs: in memory, on a port of this machine, with a kubeconfig of its own in the
 * extension's storage. It is gone without a trace once it is stopped or VS Code closes.
 */
export class PlaygroundControl implements vscode.Disposable {
  readonly #handle: EngineHandle;
  readonly #folder: vscode.Uri;
  readonly #log: Log;
  readonly #load: () => Promise<typeof import('../core/playground/playground.ts')>;
  #playground: Promise<Playground> | undefined;
  #kubeconfig: string | undefined;

  constructor(
    handle: EngineHandle,
    folder: vscode.Uri,
    log: Log,
    load: () => Promise<typeof import('../core/playground/playground.ts')>,
  ) {
    this.#handle = handle;
    this.#folder = folder;
    this.#log = log;
    this.#load = load;
  }

  /** The kubeconfig of the playground, while it runs. */
  get kubeconfigs(): readonly string[] {
    return this.#kubeconfig === undefined ? [] : [this.#kubeconfig];
  }

  /** @throws an error for the user in a restricted workspace, before anything runs */
  async start(): Promise<void> {
    await this.#handle.load();
    this.#playground ??= this.#begin();
    try {
      await this.#playground;
    } catch (error) {
      this.#playground = undefined;
      throw error;
    }
    await this.#announce();
    await vscode.commands.executeCommand('vcluster.explorer.focus');
  }

  async #begin(): Promise<Playground> {
    const { startPlayground } = await this.#load();
    const playground = await startPlayground({ folder: this.#folder.fsPath, live: true, log: this.#log });
    this.#kubeconfig = playground.kubeconfigPath;
    return playground;
  }

  async stop(): Promise<void> {
    const playground = await this.#playground;
    if (playground !== undefined) {
      await (await this.#handle.load()).connections.disconnectFrom(playground.context);
    }
    this.#playground = undefined;
    this.#kubeconfig = undefined;
    await this.#announce();
    await playground?.stop();
  }

  /** A terminal whose kubectl talks to the playground, whatever the current context is. */
  openTerminal(): void {
    if (this.#kubeconfig === undefined) {
      throw new Error(vscode.l10n.t('The playground is not running. Start it first.'));
    }
    const terminal = vscode.window.createTerminal({
      name: vscode.l10n.t('vCluster playground'),
      env: { KUBECONFIG: this.#kubeconfig },
      iconPath: new vscode.ThemeIcon('beaker'),
    });
    terminal.show();
  }

  async #announce(): Promise<void> {
    await vscode.commands.executeCommand('setContext', 'vcluster.playground', this.#kubeconfig !== undefined);
    const engine = await this.#handle.load();
    await engine.kubeconfig.reload();
  }

  dispose(): void {
    void this.#playground?.then((playground) => playground.stop());
  }
}
