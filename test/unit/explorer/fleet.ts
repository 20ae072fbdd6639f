import type { VCluster } from '../../../src/core/vcluster/model.ts';
import { now, pod, vcluster } from './samples.ts';

const hour = 3_600_000;

/** vclusters of both generations, one at least in each phase, over several host namespaces. */
export const fleet: readonly VCluster[] = [
  vcluster('shop', {
    namespace: 'shop-prod',
    version: '0.28.0',
    replicas: { wanted: 3, ready: 3 },
    highlyAvailable: true,
    exposure: { kind: 'LoadBalancer', address: 'https://203.0.113.7:443' },
    kubernetesVersion: '1.33',
    distro: 'k8s',
    createdAt: now - 400 * 24 * hour,
    status: { since: now - 50 * hour },
    pods: ['shop-0', 'shop-1', 'shop-2'].map((name) => pod(name, { namespace: 'shop-prod', node: 'node-a' })),
  }),
  vcluster('billing', {
    namespace: 'shop-prod',
    replicas: { wanted: 3, ready: 1 },
    highlyAvailable: true,
    createdAt: now - 2 * hour,
    status: {
      phase: 'failing',
      reason: 'CrashLoopBackOff',
      message: 'back-off 5m0s restarting failed container=syncer pod=billing-2',
      since: now - 90 * 60_000,
    },
    pods: [
      pod('billing-0', { namespace: 'shop-prod' }),
      pod('billing-1', { namespace: 'shop-prod', ready: 0, phase: 'starting', reason: 'ContainerCreating' }),
      pod('billing-2', {
        namespace: 'shop-prod',
        ready: 0,
        phase: 'failing',
        reason: 'CrashLoopBackOff',
        restarts: 12,
        message: 'back-off 5m0s restarting failed container=syncer pod=billing-2',
      }),
    ],
  }),
  vcluster('ci-2', {
    namespace: 'ci',
    createdAt: now - 40_000,
    status: { phase: 'starting', reason: 'PodInitializing' },
    replicas: { wanted: 1, ready: 0 },
    pods: [pod('ci-2-0', { namespace: 'ci', ready: 0, phase: 'starting', reason: 'Init:0/2' })],
  }),
  vcluster('ci-10', {
    namespace: 'ci',
    createdAt: now - 300_000,
    status: { phase: 'pending', reason: 'Unschedulable', message: '0/3 nodes are available: 3 Insufficient memory.' },
    replicas: { wanted: 1, ready: 0 },
    pods: [pod('ci-10-0', { namespace: 'ci', ready: 0, phase: 'pending', reason: 'Pending' })],
  }),
  vcluster('ci-1', {
    namespace: 'ci',
    status: { phase: 'terminating', reason: 'Terminating' },
    pods: [pod('ci-1-0', { namespace: 'ci', phase: 'terminating', reason: 'Terminating', restarts: 1 })],
  }),
  vcluster('my-vcluster', {
    namespace: 'legacy',
    generation: 'legacy',
    chart: { name: 'vcluster-k8s', version: '0.14.2' },
    version: '0.14.2',
    distro: 'k8s',
    kubernetesVersion: '1.26.1',
    workload: { kind: 'Deployment', name: 'my-vcluster' },
    connected: true,
    createdAt: now - 1000 * 24 * hour,
    pods: [
      pod('my-vcluster-6d4c-x2x9v', { namespace: 'legacy' }),
      pod('my-vcluster-api-5f7b-q8zzl', { namespace: 'legacy', role: 'api', containers: ['kube-apiserver'] }),
      pod('my-vcluster-controller-79d-mmmmm', { namespace: 'legacy', role: 'controller' }),
      pod('my-vcluster-etcd-0', { namespace: 'legacy', role: 'etcd', containers: ['etcd'] }),
    ],
  }),
  vcluster('old-k3s', {
    namespace: 'legacy',
    generation: 'legacy',
    chart: { name: 'vcluster', version: '0.19.7' },
    version: '0.19.7',
    distro: 'k3s',
    replicas: { wanted: 0, ready: 0 },
    status: { phase: 'paused', reason: '', since: now - 3 * hour },
    pods: [],
  }),
  vcluster('night', {
    namespace: 'platform',
    replicas: { wanted: 0, ready: 0 },
    status: { phase: 'sleeping', reason: 'inactivity', since: now - 30 * hour, by: 'vCluster Platform' },
    pods: [],
  }),
  vcluster('nap', {
    namespace: 'platform',
    status: { phase: 'workloads-sleeping', reason: '', since: now - 4 * hour, by: 'vCluster Platform' },
  }),
  vcluster('zero', {
    namespace: 'platform',
    replicas: { wanted: 0, ready: 0 },
    status: { phase: 'scaled-down', reason: '' },
    pods: [],
  }),
  vcluster('rewind', {
    namespace: 'platform',
    replicas: { wanted: 0, ready: 0 },
    status: { phase: 'restoring', reason: '', by: 'vcluster CLI' },
    pods: [],
  }),
  vcluster('dark', {
    namespace: 'restricted',
    status: {
      phase: 'unknown',
      reason: 'Forbidden',
      message:
        'Not allowed to list pods in namespace restricted. Ask an administrator of the cluster for the permission.',
    },
    pods: [],
  }),
];
