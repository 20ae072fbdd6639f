import type { KubeError } from '../kube/error.ts';

/** A kubeconfig file that took part, in the order of precedence. A file that is not there is not a problem. */
export interface KubeconfigFile {
  readonly path: string;
  readonly exists: boolean;
  /** Why its present content is not used. The last good content, if there was one, stays in use. */
  readonly problem?: KubeError;
}

/** The parts of a `clusters` entry that are used; paths are absolute. */
export interface KubeconfigCluster {
  readonly name: string;
  readonly server: string;
  readonly caData?: string;
  readonly caFile?: string;
  readonly skipTlsVerify: boolean;
  readonly tlsServerName?: string;
  readonly proxyUrl?: string;
}

export interface ExecConfig {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly installHint?: string;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode?: string;
}

/** The parts of a `users` entry that are used; paths are absolute. Holds secrets: never logged or shown. */
export interface KubeconfigUser {
  readonly name: string;
  readonly certData?: string;
  readonly certFile?: string;
  readonly keyData?: string;
  readonly keyFile?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly impersonateUser?: string;
  readonly impersonateGroups?: readonly string[];
  readonly impersonateUid?: string;
  /** What an authenticator may say of the user beyond that, by key. */
  readonly impersonateExtra?: Readonly<Record<string, readonly string[]>>;
  readonly exec?: ExecConfig;
  readonly authProvider?: { readonly name: string; readonly config: Readonly<Record<string, string>> };
}

/** A context, resolved as far as it goes. `problem` says why it cannot be opened. */
export interface KubeconfigContext {
  readonly name: string;
  /** The file that defines it. */
  readonly file: string;
  readonly namespace?: string;
  readonly cluster?: KubeconfigCluster;
  readonly user?: KubeconfigUser;
  readonly problem?: KubeError;
}

/** What all files together say, merged as kubectl merges them: the first file to set a value wins. */
export interface Kubeconfig {
  readonly files: readonly KubeconfigFile[];
  readonly contexts: readonly KubeconfigContext[];
  readonly currentContext?: string;
}

export const emptyKubeconfig: Kubeconfig = { files: [], contexts: [] };
