import * as l10n from '@vscode/l10n';
import type { KubeObject } from '../kube/resource.ts';
import { podStatus } from '../vcluster/podStatus.ts';
import { count, dig, objects, text } from '../vcluster/raw.ts';
import type { VirtualItem } from './virtualItem.ts';
import type { VirtualKind } from './virtualKind.ts';

/** What an object says of its state, in the words of kubectl's printer (k8s.io/kubernetes, pkg/printers/internalversion). */
export type VirtualState = Partial<Pick<VirtualItem, 'status' | 'message' | 'ready' | 'restarts' | 'phase'>>;

const wordLimit = 100;

function word(object: KubeObject, ...path: readonly string[]): VirtualState {
  const status = text(dig(object, ...path), wordLimit);
  return status === undefined ? {} : { status };
}

function number(object: KubeObject, ...path: readonly string[]): number {
  return count(dig(object, ...path)) ?? 0;
}

function conditionIs(object: KubeObject, type: string): unknown {
  return dig(
    objects(dig(object, 'status', 'conditions')).find((one) => dig(one, 'type') === type),
    'status',
  );
}

function podState(pod: KubeObject): VirtualState {
  const { phase, reason, message, ready, total, restarts } = podStatus(pod);
  const well = phase === 'running' || phase === 'completed';
  return {
    status: reason,
    ready: `${ready}/${total}`,
    ...(restarts === 0 ? {} : { restarts }),
    ...(phase === 'completed' ? {} : { phase }),
    ...(well || message === undefined ? {} : { message }),
  };
}

function nodeState(node: KubeObject): VirtualState {
  const ready = conditionIs(node, 'Ready');
  const health = ready === 'True' ? 'Ready' : ready === undefined ? 'Unknown' : 'NotReady';
  const cordoned = dig(node, 'spec', 'unschedulable') === true;
  return {
    status: cordoned ? `${health},SchedulingDisabled` : health,
    ...(health === 'NotReady' ? { phase: 'failing' } : {}),
  };
}

function replicaState(object: KubeObject): VirtualState {
  const wanted = count(dig(object, 'spec', 'replicas')) ?? 1;
  return { ready: `${number(object, 'status', 'readyReplicas')}/${wanted}` };
}

function daemonState(object: KubeObject): VirtualState {
  const wanted = number(object, 'status', 'desiredNumberScheduled');
  return { ready: `${number(object, 'status', 'numberReady')}/${wanted}` };
}

function jobState(job: KubeObject): VirtualState {
  const wanted = count(dig(job, 'spec', 'completions')) ?? 1;
  const ready = `${number(job, 'status', 'succeeded')}/${wanted}`;
  if (conditionIs(job, 'Complete') === 'True') {
    return { ready, status: 'Complete' };
  }
  if (conditionIs(job, 'Failed') === 'True') {
    return { ready, status: 'Failed', phase: 'failing' };
  }
  return { ready, status: conditionIs(job, 'Suspended') === 'True' ? 'Suspended' : 'Running' };
}

function cronJobState(object: KubeObject): VirtualState {
  const schedule = text(dig(object, 'spec', 'schedule'), wordLimit) ?? '';
  const suspended = dig(object, 'spec', 'suspend') === true;
  return { status: suspended ? l10n.t('{0}, suspended', schedule) : schedule };
}

function ingressState(object: KubeObject): VirtualState {
  const hosts = objects(dig(object, 'spec', 'rules')).flatMap((rule) => text(dig(rule, 'host'), wordLimit) ?? []);
  return hosts.length === 0 ? {} : { status: hosts.slice(0, 3).join(', ') + (hosts.length > 3 ? ', …' : '') };
}

function claimState(object: KubeObject): VirtualState {
  const phase = dig(object, 'status', 'phase');
  return {
    ...word(object, 'status', 'phase'),
    ...(phase === 'Pending' ? { phase: 'pending' } : phase === 'Lost' ? { phase: 'failing' } : {}),
  };
}

const readers: Partial<Readonly<Record<VirtualKind, (object: KubeObject) => VirtualState>>> = {
  pods: podState,
  nodes: nodeState,
  deployments: replicaState,
  statefulsets: replicaState,
  daemonsets: daemonState,
  jobs: jobState,
  cronjobs: cronJobState,
  services: (service) => word(service, 'spec', 'type'),
  ingresses: ingressState,
  persistentvolumeclaims: claimState,
};

/** The state of an object of a kind. Nothing that is missing or odd makes it fail. */
export function virtualState(kind: VirtualKind, object: KubeObject): VirtualState {
  const state = readers[kind]?.(object) ?? {};
  const going = kind !== 'pods' && text(dig(object, 'metadata', 'deletionTimestamp')) !== undefined;
  return going ? { ...state, status: 'Terminating', phase: 'terminating' } : state;
}
