import type { KubeObject } from '../kube/resource.ts';
import { marks } from './marks.ts';
import type { ControlPlaneRole } from './model.ts';
import { annotation, label } from './raw.ts';

const roles: ReadonlyMap<string | undefined, ControlPlaneRole> = new Map([
  ['vcluster', 'syncer'],
  ['vcluster-api', 'api'],
  ['vcluster-controller', 'controller'],
  ['vcluster-scheduler', 'scheduler'],
  ['vcluster-etcd', 'etcd'],
]);

/** The order in which the pods of a control plane are shown. */
export const roleOrder: readonly ControlPlaneRole[] = [
  'syncer',
  'api',
  'controller',
  'scheduler',
  'etcd',
  'coredns',
  'other',
];

/** The role that a workload or pod has by its label `app`. */
export function controlPlaneRole(app: string | undefined): ControlPlaneRole {
  return roles.get(app) ?? 'other';
}

/** `k8s-app` as it is inside the vcluster: `kube-dns` up to v0.19, `vcluster-kube-dns` since. */
const coreDnsLine = /^k8s-app="(?:vcluster-)?kube-dns"$/mu;
const coreDnsLabel = /^(?:vcluster-)?kube-dns$/u;

/**
 * Whether a synced pod is the vcluster's CoreDNS. Up to v0.20 the host pod's own label keys are hashed, so the virtual labels
 * are read from the annotation that both generations write; the plain label is the fallback.
 */
export function isCoreDns(pod: KubeObject): boolean {
  const namespace = annotation(pod, marks.objectNamespace) ?? label(pod, marks.virtualNamespace);
  return (
    namespace === 'kube-system' &&
    (coreDnsLine.test(annotation(pod, marks.podLabels) ?? '') || coreDnsLabel.test(label(pod, 'k8s-app') ?? ''))
  );
}
