import * as vscode from 'vscode';
import { OperationError } from '../core/base/operationError.ts';
import type { Engine } from '../core/engine.ts';

/**
 * The engine, loaded when it is first needed: the code that talks to clusters is not part of what VS Code loads to
 * activate the extension.
 */
export class EngineHandle implements vscode.Disposable {
  readonly #create: () => Promise<Engine>;
  readonly #loaded = new vscode.EventEmitter<Engine>();
  readonly #reset = new vscode.EventEmitter<void>();
  #engine: Promise<Engine> | undefined;
  #current: Engine | undefined;

  readonly onDidLoad = this.#loaded.event;
  readonly onDidReset = this.#reset.event;

  constructor(create: () => Promise<Engine>) {
    this.#create = create;
  }

  /** @throws OperationError `refused` in a restricted workspace: nothing is read and nobody contacted there */
  async load(): Promise<Engine> {
    if (!vscode.workspace.isTrusted) {
      const message = vscode.l10n.t('This workspace is in Restricted Mode. Trust it to see your clusters.');
      throw new OperationError('refused', message);
    }
    this.#engine ??= this.#begin();
    return this.#engine;
  }

  async #begin(): Promise<Engine> {
    try {
      const engine = await this.#create();
      this.#current = engine;
      this.#loaded.fire(engine);
      return engine;
    } catch (error) {
      this.#engine = undefined;
      throw error;
    }
  }

  /** The engine if somebody has needed it already. */
  get current(): Engine | undefined {
    return this.#current;
  }

  /** Has the views ask again, as after the workspace was trusted. */
  reset(): void {
    this.#reset.fire();
  }

  dispose(): void {
    this.#current?.dispose();
    this.#loaded.dispose();
    this.#reset.dispose();
  }
}
