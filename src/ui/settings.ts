import * as vscode from 'vscode';
import type { KubeconfigMode } from '../core/connection/connection.ts';
import type { ToolName } from '../core/deploy/toolVersion.ts';
import type { SortOrder } from '../core/explorer/options.ts';

const section = 'vcluster';

function names(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

/** The user's settings, read when they are needed. Paths and context names are machine-scoped: no workspace sets them. */
export class Settings {
  readonly #read = <T>(key: string, fallback: T): T => vscode.workspace.getConfiguration(section).get<T>(key, fallback);

  get kubeconfig(): readonly string[] {
    return names(this.#read('kubeconfig', []));
  }

  /** The namespaces to look in when a context may not list the whole cluster. */
  namespaces(context: string): readonly string[] {
    const all = this.#read<Record<string, unknown>>('namespaces', {});
    return [...names(all[context]), ...names(all['*'])];
  }

  get pinned(): readonly string[] {
    return names(this.#read('contexts.pinned', []));
  }

  get hidden(): readonly string[] {
    return names(this.#read('contexts.hidden', []));
  }

  get sort(): SortOrder {
    const value = this.#read<string>('explorer.sort', 'name');
    return value === 'age' || value === 'status' ? value : 'name';
  }

  get allNamespaces(): boolean {
    return this.#read('explorer.allNamespaces', false);
  }

  get pluginTimeoutMs(): number {
    return this.#read('credentialPlugin.timeout', 60) * 1000;
  }

  /** Where the kubeconfig of a connected vcluster goes. */
  get connectMode(): KubeconfigMode {
    const value = this.#read<string>('connect.kubeconfig', 'switch');
    return value === 'merge' || value === 'private' ? value : 'switch';
  }

  /** Patterns of contexts that are read-only until they are unlocked. */
  get protectedContexts(): readonly string[] {
    return names(this.#read('protectedContexts', []));
  }

  /** The version of vcluster that files with values are for where nothing else says it; empty for the newest. */
  get configVersion(): string {
    return this.#read<string>('config.version', '');
  }

  /** The path of a command-line tool; empty to look for it on PATH. */
  toolPath(tool: ToolName): string {
    return this.#read<string>(`tools.${tool}`, '');
  }

  /** Writes a setting of the user. */
  async set(
    key: 'kubeconfig' | 'contexts.pinned' | 'contexts.hidden' | 'explorer.sort' | 'explorer.allNamespaces',
    value: unknown,
  ): Promise<void> {
    await vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Global);
  }

  onDidChange(listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(section)) {
        listener();
      }
    });
  }
}
