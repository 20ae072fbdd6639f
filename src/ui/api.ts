import type * as vscode from 'vscode';
import type { VClusterSummary } from '../core/vcluster/summary.ts';

/** What `activate` returns to other extensions. Versions are frozen: what one has stays as it is. */
export interface ExtensionExports {
  /** @throws RangeError for a version that this extension does not have */
  getAPI(version: 1): ApiV1;
}

export interface ApiV1 {
  /**
   * The vclusters of one host cluster. Connects to it when nobody has yet.
   * @param options.context the kubeconfig context of the host; the current one when left out
   * @throws KubeError when they cannot be known; its `kind` says why
   */
  list(options?: { readonly context?: string }): Promise<VClusterSummary[]>;
  /** Fires when vclusters of a host that is looked at came, went or changed, with the names of the contexts. */
  readonly onDidChange: vscode.Event<readonly string[]>;
}
