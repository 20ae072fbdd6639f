import type { KubeObject, ResourceType } from './resource.ts';
import type { Upgraded } from './upgrade.ts';

export type QueryValue = string | number | boolean | undefined;

export interface RequestOptions {
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly signal?: AbortSignal;
  /** Time for the whole answer, in milliseconds; 30,000 when left out. For streams, the time until they begin. */
  readonly timeoutMs?: number;
  /** Ask for `PartialObjectMetadata`, so that Secrets and large objects never arrive whole. */
  readonly metadataOnly?: boolean;
}

export interface ListOptions extends RequestOptions {
  /**
   * Takes each object as it arrives, so that a page is never in memory as a whole; what it throws ends the request. The list
   * that is given then has no items. It may have taken some before the request fails.
   */
  readonly take?: (object: KubeObject) => void;
}

export interface WatchOptions extends RequestOptions {
  /** Called once when the server has accepted the request, which for a quiet watch is long before its first event. */
  readonly onOpen?: () => void;
}

export interface WriteOptions extends RequestOptions {
  readonly contentType?: string;
}

export interface UpgradeOptions extends RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
}

export interface KubeList {
  readonly metadata: {
    readonly resourceVersion?: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly KubeObject[];
}

export interface WatchEvent {
  readonly type: string;
  readonly object: KubeObject;
}

/**
 * One API server as one user. Opens no connection before its first request, and never writes a file.
 * Every method rejects with a `KubeError` and nothing else.
 */
export interface KubeClient {
  /** The name of the kubeconfig context it was made from. */
  readonly context: string;
  get(type: ResourceType, namespace: string | undefined, name: string, options?: RequestOptions): Promise<KubeObject>;
  /** One page. `limit` and `continue` go into `query`. */
  list(type: ResourceType, namespace: string | undefined, options?: ListOptions): Promise<KubeList>;
  /** Events as they come; ends when the server ends the stream, throws when the connection breaks. */
  watch(type: ResourceType, namespace: string | undefined, options?: WatchOptions): AsyncIterable<WatchEvent>;
  /** Any JSON request, for what the methods above do not cover. */
  request(method: string, path: string, body?: unknown, options?: WriteOptions): Promise<unknown>;
  /** A body as text chunks as they arrive, for logs. */
  stream(path: string, options?: RequestOptions): AsyncIterable<string>;
  /**
   * A connection that goes on in another protocol, such as `SPDY/3.1` or `websocket`. Whether the server agreed to the right
   * subprotocol is in the headers of its answer. The connection is the caller's.
   */
  upgrade(method: string, path: string, protocol: string, options?: UpgradeOptions): Promise<Upgraded>;
  /** Ends every request under way and closes the connections, but not those that were upgraded. */
  close(): void;
}
