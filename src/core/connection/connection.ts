import type { KubeClient } from '../kube/client.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import type { Route } from './route.ts';

/** Where the kubeconfig of a connected vcluster goes: into the user's and made current, into it only, or into a file of ours. */
export type KubeconfigMode = 'switch' | 'merge' | 'private';

export type ConnectionState =
  | { readonly state: 'ready' }
  /** Connections are taken, but there is nobody to pass them on to at the moment. Milliseconds since the epoch. */
  | { readonly state: 'waiting'; readonly why: string; readonly since: number };

/** What went through the port-forward of a connection. */
export interface Traffic {
  readonly open: number;
  readonly total: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly reconnects: number;
}

/** A vcluster that this window is connected to, as plain data. */
export interface ConnectionView {
  /** The id of the vcluster. */
  readonly id: string;
  readonly address: VClusterAddress;
  readonly mode: KubeconfigMode;
  /** The kubeconfig context that leads into it. */
  readonly context: string;
  readonly server: string;
  readonly route: Route;
  /** On 127.0.0.1; only of a port-forward. */
  readonly port?: number;
  /** The file that holds the context. */
  readonly kubeconfigPath: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly status: ConnectionState;
  /** Its context has gone from the user's kubeconfig, and can be written back. */
  readonly missing?: true;
  /** Only of a port-forward. */
  readonly traffic?: Traffic;
}

/** What a caller of `connect` is told. */
export interface Connected {
  readonly context: string;
  readonly server: string;
  readonly kubeconfigPath: string;
}

/** An open connection: its view and the client that works through it. */
export interface OpenConnection {
  readonly view: ConnectionView;
  readonly client: KubeClient;
}
