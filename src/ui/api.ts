import type * as vscode from 'vscode';
import type { Change, Prediction, RewriteOptions, Target } from '../core/rewrite/model.ts';
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

/** A virtual object by its name. */
export interface ApiObjectName {
  readonly kind: string;
  /** Such as `apps/v1`; needed where several groups have the kind. */
  readonly apiVersion?: string;
  readonly name: string;
  /** Left out at cluster scope. */
  readonly namespace?: string;
}

/** What is known of the vcluster that objects are rewritten for. */
export type ApiRewriteOptions = Pick<RewriteOptions, 'values'>;

/** The charts there were up to 0.19. */
export type ApiDistro = 'k3s' | 'k0s' | 'k8s' | 'eks';

/** One thing to know about a place of a configuration; lines and characters count from 0. */
export interface ApiFinding {
  readonly line: number;
  readonly character: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: string;
  readonly message: string;
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
  /**
   * The name that a virtual object has on the host; undefined where objects of its kind live in the vcluster only. Needs no cluster,
   * like the two below.
   * @param target name and host namespace of the vcluster, and the version of its syncer, such as `0.14.2` or `0.36.1`
   * @param options `values`: the configuration it runs with; the version's defaults when left out
   */
  hostName(object: ApiObjectName, target: Target, options?: ApiRewriteOptions): string | undefined;
  /** What a virtual object becomes on the host; `object` is null where it is not synced, `unknown` has JSON pointers of what only the host can decide. */
  predict(virtualObject: object, target: Target, options?: ApiRewriteOptions): Prediction;
  /** How the host's copy of an object differs from it, and why. Paths are JSON pointers into the host object. */
  explain(
    virtual: object,
    host: object,
    target: Target,
    options?: ApiRewriteOptions,
  ): { readonly changes: readonly Change[] };
  /**
   * What is wrong with a vcluster.yaml or an old values.yaml, and what is worth knowing; structure and meaning together. Pure.
   * @param options `version`: such as `0.36.1` or `0.14.2`, the newest when left out; `distro`: of a version up to 0.19, k3s when left out
   */
  validateConfig(
    text: string,
    options?: { readonly version?: string; readonly distro?: ApiDistro },
  ): Promise<ApiFinding[]>;
  /** An old values.yaml as the vcluster.yaml of the newest version, with a note for each key that is not simply carried over. Pure. */
  convertConfig(
    text: string,
    options: { readonly distro: ApiDistro },
  ): Promise<{ text: string; notes: { path: string; kind: string; message: string }[] }>;
  /** Fires when vclusters of a host that is looked at came, went or changed, with the names of the contexts. */
  readonly onDidChange: vscode.Event<readonly string[]>;
}
