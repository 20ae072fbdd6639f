import type * as vscode from 'vscode';
import type { VClusterSummary } from '../core/vcluster/summary.ts';

/** What `activate` returns to other extensions. Versions are frozen: what one has stays as it is. */
export interface ExtensionExports {
  /** @throws RangeError for a version that this extension does not have */
  getAPI(version: 1): ApiV1;
}

/** A way into a vcluster. */
export interface ApiConnection {
  /** The kubeconfig context that leads into it. */
  readonly context: string;
  /** Where its API is reached from this computer. */
  readonly server: string;
  /** The file with that context. */
  readonly kubeconfigPath: string;
}

export interface ApiV1 {
  /**
   * The vclusters of one host cluster. Connects to it when nobody has yet.
   * @param options.context the kubeconfig context of the host; the current one when left out
   * @throws KubeError when they cannot be known; its `kind` says why
   */
  list(options?: { readonly context?: string }): Promise<VClusterSummary[]>;
  /**
   * Connects this window to a vcluster, by the id that `list` gives, and settles once its API answers. Where the kubeconfig goes is the
   * user's setting. One that is paused is not resumed unasked.
   * @throws KubeError or OperationError; its `kind` says why
   */
  connect(id: string): Promise<ApiConnection>;
  /** Takes the connection back; nothing happens where there is none. */
  disconnect(id: string): Promise<void>;
  /** Pauses a vcluster, and settles once its pods are told to go. */
  pause(id: string): Promise<void>;
  /** Resumes a vcluster, and settles once its API takes connections. */
  resume(id: string): Promise<void>;
  /** Fires when vclusters of a host that is looked at came, went or changed, with the names of the contexts. */
  readonly onDidChange: vscode.Event<readonly string[]>;
}
