import type { Event } from '../base/emitter.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Freshness } from '../kube/freshness.ts';
import type { KubeObject, ResourceType } from '../kube/resource.ts';

/** What one reflector keeps up to date. */
export interface ReflectorQuery<T> {
  readonly type: ResourceType;
  /** One namespace, or everywhere when left out. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Only `PartialObjectMetadata` is asked for. */
  readonly metadataOnly?: boolean;
  /** Where to look when a cluster-wide list is forbidden: tried in turn, each kept on its own. */
  readonly fallbackNamespaces?: readonly string[];
  /** What is kept of an object; the object itself, without managedFields, is dropped. */
  readonly project: (object: KubeObject) => T;
}

/** Keys (`namespace/name`) of what is new or different, and of what is gone. */
export interface ReflectorChange {
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly freshness: boolean;
}

/** A live copy of one label-selected resource set that never gives up while it is started. */
export interface Reflector<T> {
  readonly items: ReadonlyMap<string, T>;
  readonly freshness: Freshness;
  /** Whether a complete list has arrived once. */
  readonly synced: boolean;
  readonly onDidChange: Event<ReflectorChange>;
  /** The namespaces that it had to fall back to; undefined when it sees what was asked for. */
  readonly narrowedTo: readonly string[] | undefined;
  start(): void;
  /** Lists again now, whatever the state: for a refresh command, and after credentials or the network came back. */
  refresh(): void;
  /** Stops watching and forgets. It can be started again. */
  stop(): void;
}

export type ReflectorFactory = <T>(client: KubeClient, query: ReflectorQuery<T>) => Reflector<T>;
