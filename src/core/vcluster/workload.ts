import type { KubeObject } from '../kube/resource.ts';
import { type Chart, isVClusterChart, parseChart } from './chart.ts';
import { marks } from './marks.ts';
import type { ControlPlaneRole, WorkloadKind } from './model.ts';
import { annotation, count, defined, dig, label, objects, text, time } from './raw.ts';
import { controlPlaneRole } from './role.ts';
import { type TemplateFacts, templateFacts } from './template.ts';

/** When and how a vcluster was put to sleep, as the marks say it. */
export interface SleepMarks {
  readonly type?: string;
  /** Seconds since the epoch, as text. */
  readonly since?: string;
}

/** What is kept of a StatefulSet or Deployment of a control plane. */
export interface WorkloadRecord extends TemplateFacts {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly role: ControlPlaneRole;
  readonly release?: string;
  /** If it is one of vcluster's own. */
  readonly chart?: Chart;
  /** `spec.replicas`; undefined where there is no spec. */
  readonly replicas?: number;
  readonly readyReplicas: number;
  readonly createdAt?: number;
  readonly terminating: boolean;
  readonly terminatingSince?: number;
  readonly paused: boolean;
  readonly pausedReplicas?: number;
  readonly pausedDate?: string;
  readonly restoring: boolean;
  readonly sleep?: SleepMarks;
  /** Why its controller could not make pods, such as an exceeded quota. */
  readonly failure?: { readonly reason: string; readonly message?: string };
}

/** Sleep marks on a workload or on a Secret. */
export function sleepMarks(object: KubeObject): SleepMarks {
  return defined<SleepMarks>({
    type: annotation(object, marks.sleepType),
    since: annotation(object, marks.sleepingSince),
  });
}

function ownChart(object: KubeObject): Chart | undefined {
  const chart = parseChart(label(object, marks.chart));
  return chart && isVClusterChart(chart) ? chart : undefined;
}

function replicaFailure(object: KubeObject): WorkloadRecord['failure'] {
  const found = objects(dig(object, 'status', 'conditions')).find(
    (one) => dig(one, 'type') === 'ReplicaFailure' && dig(one, 'status') === 'True',
  );
  return (
    found &&
    defined<{ reason: string; message?: string }>({
      reason: text(dig(found, 'reason'), 100) ?? 'ReplicaFailure',
      message: text(dig(found, 'message')),
    })
  );
}

/** Makes the projection for one kind, since objects in a list do not say theirs. */
export function workloadProjection(kind: WorkloadKind): (object: KubeObject) => WorkloadRecord {
  return (object) => {
    const replicas = annotation(object, marks.pausedReplicas);
    return defined<WorkloadRecord>({
      kind,
      namespace: text(dig(object, 'metadata', 'namespace')) ?? '',
      name: text(dig(object, 'metadata', 'name')) ?? '',
      uid: text(dig(object, 'metadata', 'uid')) ?? '',
      role: controlPlaneRole(label(object, marks.app)),
      release: label(object, marks.release),
      chart: ownChart(object),
      replicas: dig(object, 'spec') === undefined ? undefined : (count(dig(object, 'spec', 'replicas')) ?? 1),
      readyReplicas: count(dig(object, 'status', 'readyReplicas')) ?? 0,
      createdAt: time(dig(object, 'metadata', 'creationTimestamp')),
      terminating: text(dig(object, 'metadata', 'deletionTimestamp')) !== undefined,
      terminatingSince: time(dig(object, 'metadata', 'deletionTimestamp')),
      paused: annotation(object, marks.paused) === 'true',
      pausedReplicas: replicas === undefined ? undefined : count(Number(replicas)),
      pausedDate: annotation(object, marks.pausedDate),
      restoring: annotation(object, marks.restoring) === 'true',
      sleep: label(object, marks.sleepMode) === 'true' ? sleepMarks(object) : undefined,
      ...templateFacts(object),
      failure: replicaFailure(object),
    });
  };
}
