import * as vscode from 'vscode';
import type { ApiV1, ExtensionExports } from './api.ts';
import type { EngineHandle } from './engineHandle.ts';

/** The API for other extensions. Nothing is loaded before one of them asks for something. */
export class ApiProvider implements ExtensionExports, vscode.Disposable {
  readonly #version1: ApiV1;
  readonly #changed = new vscode.EventEmitter<readonly string[]>();
  readonly #subscriptions: vscode.Disposable[] = [];

  constructor(handle: EngineHandle) {
    this.#version1 = Object.freeze({
      list: async ({ context }: { readonly context?: string } = {}) => [...(await (await handle.load()).list(context))],
      onDidChange: this.#changed.event,
    });
    this.#subscriptions.push(
      this.#changed,
      handle.onDidLoad(({ hosts }) => {
        const subscription = hosts.onDidChange(({ host, change }) => {
          if (change.vclusters.length > 0) {
            this.#changed.fire([host.context]);
          }
        });
        this.#subscriptions.push(subscription);
      }),
    );
  }

  getAPI(version: 1): ApiV1 {
    if (version !== 1) {
      throw new RangeError(vscode.l10n.t('This version of vCluster Explorer has no API version {0}.', String(version)));
    }
    return this.#version1;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }
}
