import type { ControlPlanePod } from './model.ts';

/** One object that a syncer wrote to the host, under both of its names. Plain and small: there may be 10,000. */
export interface SyncedItem {
  /** `namespace/name` on the host, or the name alone at cluster scope. */
  readonly key: string;
  readonly hostNamespace?: string;
  readonly hostName: string;
  readonly uid?: string;
  /** Undefined where neither annotations nor labels say it. */
  readonly virtualName?: string;
  /** Undefined for cluster-scoped objects, and where nothing says it. */
  readonly virtualNamespace?: string;
  /** kubectl's STATUS column; pods only. */
  readonly status?: string;
  /** kubectl's READY column, such as `1/2`; pods only. */
  readonly ready?: string;
  /** Pods only; undefined for one that ended well. */
  readonly phase?: ControlPlanePod['phase'];
  /** Milliseconds since the epoch. */
  readonly createdAt?: number;
}
