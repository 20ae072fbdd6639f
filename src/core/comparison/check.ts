import type { KubeObject } from '../kube/resource.ts';
import type { PairState } from '../rewrite/model.ts';
import type { VCluster } from '../vcluster/model.ts';
import type { Diagnosis, TimelineEntry } from './model.ts';

export type Finding = Diagnosis['findings'][number];

/** What checks look at. */
export interface CaseFacts {
  readonly state: PairState;
  readonly virtual: KubeObject | undefined;
  readonly host: KubeObject | undefined;
  readonly vcluster: VCluster | undefined;
  readonly timeline: readonly TimelineEntry[];
  /** Texts of events, conditions, containers and the syncer, the newest first. */
  readonly texts: readonly string[];
  /** Names of what the virtual object refers to and that is missing, with the side where it is. */
  readonly missing: readonly { readonly kind: string; readonly name: string; readonly side: 'virtual' | 'host' }[];
  /** Whether nodes inside are those of the host. */
  readonly realNodes: boolean;
}

/** One reason why an object may not run. */
export interface Check {
  /** Stable, such as `quota.exceeded`. */
  readonly id: string;
  /** What it has found, in one sentence, and what to do; undefined where it does not hold. */
  readonly test: (facts: CaseFacts) => Omit<Finding, 'rule'> | undefined;
}
