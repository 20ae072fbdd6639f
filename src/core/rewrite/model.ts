import type { Raw } from '../vcluster/raw.ts';

/** The vcluster that an object is rewritten for; `version` is the syncer's, such as `0.14.2` or `0.36.1`. */
export interface Target {
  readonly name: string;
  /** The host namespace of its control plane. */
  readonly namespace: string;
  readonly version: string;
}

/** The configuration that a vcluster runs with: its values.yaml or vcluster.yaml; the version's defaults where left out. */
export interface RewriteOptions {
  readonly values?: object;
  /** The labels of virtual namespaces by name, as far as they are known: host pods carry them. */
  readonly namespaceLabels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What a virtual object becomes on the host. */
export interface Prediction {
  /** `null` where this vcluster does not sync objects of its kind to the host. */
  readonly object: Raw | null;
  /** JSON pointers (RFC 6901) of what only the host can decide, such as cluster IPs, tokens and UIDs. */
  readonly unknown: readonly string[];
}

/**
 * Why a field of the host object differs: a rule of the syncer `rewritten` it, the `host` set it (defaults, status, admission),
 * or nothing explains it (`drift`).
 */
export type ChangeKind = 'rewritten' | 'host' | 'drift';

/** One difference between a virtual object and its twin. Paths of the changes of one pair do not contain one another. */
export interface Change {
  /** JSON pointer into the host object; into the virtual one where the host has nothing there. */
  readonly path: string;
  readonly kind: ChangeKind;
  /** The id of the rule in the table, such as `pod.dns`; for `rewritten` only. */
  readonly rule?: string;
  /** The virtual value; undefined where there is none. */
  readonly from?: unknown;
  /** The host's value; undefined where there is none. */
  readonly to?: unknown;
  /** One line for people. */
  readonly reason: string;
}

/** Where an object stands between the two sides. */
export type PairState =
  /** On both sides. */
  | 'synced'
  /** Inside as a copy of what the host has. */
  | 'fromHost'
  /** Of a kind that never leaves the vcluster, such as Deployments. */
  | 'virtualOnly'
  /** Of a kind that this vcluster's configuration does not sync. */
  | 'notSynced'
  /** ConfigMaps and Secrets that no pod uses, and so are not synced. */
  | 'notReferenced'
  /** Should be on the host and is not yet. */
  | 'waiting'
  /** On the host only: the control plane itself, or what the host made, or whose virtual object is gone. */
  | 'hostOnly';
