import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import { type VirtualKind, virtualKinds } from '../../../src/core/virtual/virtualKind.ts';
import { virtualProjection } from '../../../src/core/virtual/virtualReflectors.ts';
import { virtualState } from '../../../src/core/virtual/virtualState.ts';
import { innerPod } from '../host/objects.ts';

const cases: readonly (readonly [what: string, kind: VirtualKind, object: KubeObject, expected: object])[] = [
  ['a running pod', 'pods', innerPod('default', 'web'), { status: 'Running', ready: '1/1', phase: 'running' }],
  [
    'a crashing pod',
    'pods',
    innerPod('default', 'web', 'CrashLoopBackOff'),
    { status: 'CrashLoopBackOff', ready: '0/1', restarts: 3, phase: 'failing' },
  ],
  ['a pod that ended well', 'pods', { status: { phase: 'Succeeded' } }, { status: 'Succeeded', ready: '0/0' }],
  [
    'a pod that ends, as kubectl does',
    'pods',
    { metadata: { deletionTimestamp: '2026-05-17T12:00:00Z' }, status: { phase: 'Running' } },
    { status: 'Terminating', ready: '0/0', phase: 'terminating' },
  ],
  ['a node', 'nodes', { status: { conditions: [{ type: 'Ready', status: 'True' }] } }, { status: 'Ready' }],
  [
    'a cordoned node that is not ready',
    'nodes',
    { spec: { unschedulable: true }, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } },
    { status: 'NotReady,SchedulingDisabled', phase: 'failing' },
  ],
  ['a node of which nothing is known', 'nodes', {}, { status: 'Unknown' }],
  ['a Deployment', 'deployments', { spec: { replicas: 3 }, status: { readyReplicas: 2 } }, { ready: '2/3' }],
  ['a Deployment of no size, which is 1', 'deployments', { status: {} }, { ready: '0/1' }],
  ['a StatefulSet at zero', 'statefulsets', { spec: { replicas: 0 } }, { ready: '0/0' }],
  ['a DaemonSet', 'daemonsets', { status: { desiredNumberScheduled: 4, numberReady: 3 } }, { ready: '3/4' }],
  [
    'a running Job',
    'jobs',
    { spec: { completions: 2 }, status: { succeeded: 1 } },
    { ready: '1/2', status: 'Running' },
  ],
  [
    'a Job that is done',
    'jobs',
    { status: { succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] } },
    { ready: '1/1', status: 'Complete' },
  ],
  [
    'a Job that failed',
    'jobs',
    { status: { conditions: [{ type: 'Failed', status: 'True' }] } },
    { ready: '0/1', status: 'Failed', phase: 'failing' },
  ],
  [
    'a suspended Job',
    'jobs',
    { status: { conditions: [{ type: 'Suspended', status: 'True' }] } },
    { ready: '0/1', status: 'Suspended' },
  ],
  ['a CronJob', 'cronjobs', { spec: { schedule: '0 3 * * *' } }, { status: '0 3 * * *' }],
  ['a suspended CronJob', 'cronjobs', { spec: { schedule: '@daily', suspend: true } }, { status: '@daily, suspended' }],
  ['a Service', 'services', { spec: { type: 'NodePort' } }, { status: 'NodePort' }],
  ['an Ingress without hosts', 'ingresses', { spec: { rules: [{}] } }, {}],
  [
    'an Ingress with many hosts',
    'ingresses',
    { spec: { rules: ['a', 'b', 'c', 'd'].map((host) => ({ host })) } },
    { status: 'a, b, c, …' },
  ],
  ['a bound claim', 'persistentvolumeclaims', { status: { phase: 'Bound' } }, { status: 'Bound' }],
  [
    'a pending claim',
    'persistentvolumeclaims',
    { status: { phase: 'Pending' } },
    { status: 'Pending', phase: 'pending' },
  ],
  ['a lost claim', 'persistentvolumeclaims', { status: { phase: 'Lost' } }, { status: 'Lost', phase: 'failing' }],
  ['a ConfigMap, of which there is nothing to say', 'configmaps', { metadata: { name: 'x' } }, {}],
  [
    'anything that is going away',
    'namespaces',
    { metadata: { deletionTimestamp: '2026-05-17T12:00:00Z' } },
    { status: 'Terminating', phase: 'terminating' },
  ],
];

describe('virtualState', () => {
  for (const [what, kind, object, expected] of cases) {
    it(`reads ${what}`, () => assert.deepEqual(virtualState(kind, object), expected));
  }

  const odd: readonly unknown[] = [null, 7, 'x', [], [null], { conditions: 'x', phase: 7, rules: [null, 7] }, -1];

  it('takes whatever a server sends, of every kind', () => {
    for (const kind of virtualKinds) {
      for (const value of odd) {
        const object = { metadata: { name: 'x' }, spec: value, status: value } as KubeObject;
        const { name, status = '' } = virtualProjection(kind)(object);
        assert.equal(name, 'x');
        assert.equal(typeof status, 'string');
      }
    }
  });

  it('is kept with the names and the time, and nothing else', () => {
    const project = virtualProjection('pods');
    const item = project(innerPod('default', 'web-0'));
    assert.deepEqual(item, {
      key: 'default/web-0',
      namespace: 'default',
      name: 'web-0',
      status: 'Running',
      ready: '1/1',
      phase: 'running',
      createdAt: Date.UTC(2026, 4, 17, 12),
    });
  });
});
