import type { Log } from './base/log.ts';
import type { KubeconfigMode } from './connection/connection.ts';
import type { ToolName } from './deploy/toolVersion.ts';

/** What the engine takes from where it runs. The functions are asked again whenever the answer matters. */
export interface EngineOptions {
  readonly log: Log;
  readonly env: NodeJS.ProcessEnv;
  /** Paths of kubeconfig files that the user set; empty for KUBECONFIG or the default. */
  readonly kubeconfig: () => readonly string[];
  /** Kubeconfig files of our own, such as the playground's, which no command writes to. */
  readonly ownKubeconfigs: () => readonly string[];
  readonly namespaces: (context: string) => readonly string[];
  readonly pluginTimeoutMs: () => number;
  /** Where the kubeconfig of a connected vcluster goes. */
  readonly connectMode: () => KubeconfigMode;
  /** Patterns of the names of contexts that are read-only until they are unlocked. */
  readonly protectedContexts: () => readonly string[];
  /** The path of a command-line tool that the user set; undefined or empty to look for it on PATH. */
  readonly toolPath: (tool: ToolName) => string | undefined;
  /** Folders of which no tool is taken that was only found on PATH. */
  readonly workspaceFolders: () => readonly string[];
  /** A folder of this extension on this machine, for the kubeconfigs of connections. Made when it is needed. */
  readonly storageFolder: string;
  /** Translations of the user's language, by English text. */
  readonly translations: Readonly<Record<string, string>> | undefined;
}
