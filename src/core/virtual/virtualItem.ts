import type { ControlPlanePod } from '../vcluster/model.ts';

/** One object inside a vcluster. Plain and small: there may be 10,000. */
export interface VirtualItem {
  /** `namespace/name`, or the name alone at cluster scope. */
  readonly key: string;
  readonly namespace?: string;
  readonly name: string;
  /** What kubectl shows of its state in a word or two: STATUS of pods, nodes, jobs and volumes, TYPE of Services, SCHEDULE of CronJobs. */
  readonly status?: string;
  /** The longer reason behind the state of a pod that is not well. */
  readonly message?: string;
  /** How many of what is wanted are ready or done, such as `1/2`. */
  readonly ready?: string;
  /** Pods only, where there are any. */
  readonly restarts?: number;
  /** Where the state is good or bad: pods that did not end well, and whatever is going away. */
  readonly phase?: ControlPlanePod['phase'];
  /** Milliseconds since the epoch. */
  readonly createdAt?: number;
}
