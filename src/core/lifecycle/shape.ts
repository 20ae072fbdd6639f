import type { ControlPlaneRole } from '../vcluster/model.ts';
import type { Workload } from './workloads.ts';

/** The API server of a vcluster needs its etcd, and everything else needs the API server. */
const resumeOrder: readonly ControlPlaneRole[] = ['etcd', 'api', 'controller', 'scheduler', 'syncer'];

/** The workloads that run the syncer: the StatefulSets, or else the Deployments, as the CLI takes them. */
export function mainWorkloads(workloads: readonly Workload[]): readonly Workload[] {
  const syncers = workloads.filter(({ role }) => role === 'syncer');
  const sets = syncers.filter(({ kind }) => kind === 'StatefulSet');
  return sets.length > 0 ? sets : syncers;
}

/** Whether it is down and marked. With replicas the mark is left from before somebody scaled it up, and means nothing. */
export function isPaused({ paused, replicas }: Workload): boolean {
  return paused && replicas === 0;
}

/**
 * What pausing scales down, in stages of one kind each; a stage begins when the one before has come to rest. It is what the CLI
 * takes: a StatefulSet alone, or a Deployment with api, controller and etcd. A scheduler stays, and so does an etcd beside a
 * StatefulSet: the CLI would not bring them back, and the vcluster would be broken after its resume.
 */
export function pauseStages(workloads: readonly Workload[]): readonly (readonly Workload[])[] {
  const main = mainWorkloads(workloads);
  if (main.some(({ kind }) => kind === 'StatefulSet')) {
    return [main];
  }
  const having = (role: ControlPlaneRole, kind: Workload['kind']) =>
    workloads.filter((one) => one.role === role && one.kind === kind);
  const stages = [
    main,
    [...having('api', 'Deployment'), ...having('controller', 'Deployment')],
    having('etcd', 'StatefulSet'),
  ];
  return stages.filter((stage) => stage.length > 0);
}

/** What resuming scales up: everything that carries the mark, whoever put it there, what others need first. */
export function resumeSequence(workloads: readonly Workload[]): readonly Workload[] {
  const marked = workloads.filter(({ paused }) => paused);
  return marked.toSorted((a, b) => resumeOrder.indexOf(a.role) - resumeOrder.indexOf(b.role));
}
