import * as vscode from 'vscode';
import type { Operation } from '../core/base/operation.ts';
import type { ConfigService } from '../core/config/worker/configService.ts';
import type { Target } from '../core/rewrite/model.ts';
import type { Rewriting } from '../core/rewriting.ts';
import type { ApiDistro, ApiRewriteOptions, ApiV1, ExtensionExports } from './api.ts';
import type { EngineHandle } from './engineHandle.ts';

/** Another extension asks and is told at the end; the user is not shown phases of what they did not start. */
function quietly(): Operation {
  return { signal: new AbortController().signal, report: () => undefined };
}

/** The API for other extensions. Nothing is loaded before one of them asks for something. */
export class ApiProvider implements ExtensionExports, vscode.Disposable {
  readonly #version1: ApiV1;
  readonly #changed = new vscode.EventEmitter<readonly string[]>();
  readonly #subscriptions: vscode.Disposable[] = [];

  /** `loadRewriting` is asked for the rules once they are needed. */
  constructor(handle: EngineHandle, loadRewriting: () => Rewriting, config: ConfigService) {
    let rules: Rewriting | undefined;
    const rewriting = (): Rewriting => {
      rules ??= loadRewriting();
      return rules;
    };
    this.#version1 = Object.freeze({
      list: async ({ context }: { readonly context?: string } = {}) => [...(await (await handle.load()).list(context))],
      connect: async (id: string) => (await handle.load()).operations.connect(id, quietly()),
      disconnect: async (id: string) => (await handle.load()).operations.disconnect(id),
      pause: async (id: string) => (await handle.load()).operations.pause(id, quietly()),
      resume: async (id: string) => (await handle.load()).operations.resume(id, quietly()),
      hostName: (...given: Parameters<Rewriting['hostName']>) => rewriting().hostName(...given),
      predict: (virtual: object, target: Target, options?: ApiRewriteOptions) =>
        rewriting().predict({ ...virtual }, target, options),
      explain: (virtual: object, host: object, target: Target, options?: ApiRewriteOptions) =>
        rewriting().explain({ ...virtual }, { ...host }, target, options),
      validateConfig: async (text: string, options: { readonly version?: string; readonly distro?: ApiDistro } = {}) =>
        (await config.ask('validate', { ...options, text })).map(({ data: _, ...finding }) => finding),
      convertConfig: async (text: string, { distro }: { readonly distro: ApiDistro }) => {
        const { text: made, notes } = await config.ask('convert', { text, distro });
        return { text: made, notes: [...notes] };
      },
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
