import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CaseFacts } from '../../../src/core/comparison/check.ts';
import { findingsOf } from '../../../src/core/comparison/finding.ts';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import type { VCluster } from '../../../src/core/vcluster/model.ts';

const nothing: CaseFacts = {
  state: 'synced',
  virtual: undefined,
  host: undefined,
  vcluster: undefined,
  timeline: [],
  texts: [],
  missing: [],
  realNodes: false,
};

function vcluster(phase: VCluster['status']['phase'], pod: 'running' | 'failing' = 'running'): VCluster {
  const pods = [{ role: 'syncer', phase: pod }];
  return { name: 'vc', status: { phase, reason: '' }, pods } as unknown as VCluster;
}

function unscheduled(message: string, spec: object = {}): KubeObject {
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
  return { kind: 'Pod', spec, status: { phase: 'Pending', conditions } };
}

function waiting(reason: string, more: object = {}, name = 'main'): KubeObject {
  const status = { name, state: { waiting: { reason, message: 'Back-off' } }, ...more };
  return { kind: 'Pod', spec: {}, status: { initContainerStatuses: [], containerStatuses: [status] } };
}

const syncError = { side: 'virtual', severity: 'warning', title: 'SyncError' } as const;

const cases: readonly (readonly [what: string, facts: Partial<CaseFacts>, rules: readonly string[], says: RegExp])[] = [
  ['nothing', {}, [], /^$/u],
  ['a paused vcluster', { state: 'waiting', vcluster: vcluster('paused') }, ['vcluster.paused'], /Resume/u],
  ['a sleeping one', { vcluster: vcluster('workloads-sleeping') }, ['vcluster.paused'], /Wake it/u],
  ['a syncer that is down', { vcluster: vcluster('failing', 'failing') }, ['vcluster.notReady'], /nothing reaches/u],
  [
    'a used-up quota',
    {
      state: 'waiting',
      texts: [
        'Error syncing: pods "a-x-b-x-c" is forbidden: exceeded quota: vc-shop, requested: pods=1, used: pods=20, limited: pods=20',
      ],
      timeline: [{ ...syncError, message: 'exceeded quota' }],
    },
    ['quota.exceeded'],
    /vc-shop .*does not leave room for pods=1.*policies\.resourceQuota/u,
  ],
  [
    'a quota that wants limits',
    { texts: ['is forbidden: failed quota: vc-shop: must specify limits.cpu for: main'] },
    ['quota.unspecified'],
    /limits\.cpu/u,
  ],
  [
    'a LimitRange',
    { texts: ['pods "x" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi'] },
    ['limitRange'],
    /1Gi/u,
  ],
  [
    'Pod Security',
    { texts: ['pods "x" is forbidden: violates PodSecurity "baseline:latest": privileged'] },
    ['podSecurity'],
    /baseline:latest/u,
  ],
  [
    'a webhook',
    { texts: ['admission webhook "policy.example.com" denied the request: no'] },
    ['admission'],
    /policy\.example\.com/u,
  ],
  [
    'the rights of the syncer',
    {
      texts: [
        'ingresses is forbidden: User "system:serviceaccount:team:vc-shop" cannot create resource "ingresses" in API group',
      ],
    },
    ['syncer.forbidden'],
    /may not create ingresses/u,
  ],
  [
    'a QoS class',
    { texts: ['Pod "x" is invalid: status.qosClass: Invalid value: "Burstable": field is immutable'] },
    ['qosClass'],
    /QoS/u,
  ],
  [
    'a missing ConfigMap',
    { missing: [{ kind: 'ConfigMap', name: 'settings', side: 'virtual' }] },
    ['reference.missing'],
    /does not exist inside: ConfigMap settings/u,
  ],
  [
    'a Secret on its way',
    { missing: [{ kind: 'Secret', name: 's', side: 'host' }] },
    ['reference.missing'],
    /not on the host yet/u,
  ],
  ['an image', { host: waiting('ImagePullBackOff') }, ['image.pull'], /container main cannot be pulled/u],
  [
    'the image for hosts',
    { host: waiting('ErrImagePull', {}, 'vcluster-rewrite-hosts') },
    ['pod.dnsImage'],
    /rewriteHosts/u,
  ],
  ['a crash', { host: waiting('CrashLoopBackOff') }, ['container.crash'], /again and again/u],
  [
    'too little memory',
    { host: waiting('CrashLoopBackOff', { lastState: { terminated: { reason: 'OOMKilled' } } }) },
    ['container.crash'],
    /memory/u,
  ],
  [
    'no room',
    { host: unscheduled('0/3 nodes are available: 3 Insufficient cpu.') },
    ['unschedulable'],
    /Insufficient cpu/u,
  ],
  [
    'a selector for stand-in nodes',
    {
      virtual: unscheduled('', { nodeSelector: { disk: 'ssd' } }),
      host: unscheduled("0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector."),
    },
    ['nodeSelector'],
    /stand-ins/u,
  ],
  [
    'an unbound claim',
    { host: unscheduled('pod has unbound immediate PersistentVolumeClaims.') },
    ['claim.unbound'],
    /claim/u,
  ],
  [
    'a cleared PriorityClass',
    { virtual: { kind: 'Pod', spec: { priorityClassName: 'high' } }, host: { kind: 'Pod', spec: {} } },
    ['priorityClass.cleared'],
    /high does not count/u,
  ],
  [
    'a translated PriorityClass',
    {
      virtual: { kind: 'Pod', spec: { priorityClassName: 'high' } },
      host: { kind: 'Pod', spec: { priorityClassName: 'vcluster-high-x-a-x-b' } },
    },
    [],
    /^$/u,
  ],
  [
    'an error that nobody knows',
    { state: 'waiting', timeline: [{ ...syncError, message: 'odd' }] },
    ['sync.error'],
    /odd/u,
  ],
  [
    'a line of the log',
    { state: 'waiting', timeline: [{ side: 'syncer', severity: 'error', title: '', message: 'broken' }] },
    ['sync.log'],
    /broken/u,
  ],
  ['an unused ConfigMap', { state: 'notReferenced' }, ['state'], /no pod uses it/u],
];

describe('findingsOf', () => {
  for (const [what, facts, rules, says] of cases) {
    it(`finds ${what}`, () => {
      const found = findingsOf({ ...nothing, ...facts });
      assert.deepEqual(
        found.map(({ rule }) => rule),
        rules,
      );
      assert.match(found.map(({ message, advice = '' }) => `${message} ${advice}`).join(' '), says);
    });
  }

  it('fails at nothing odd, and repeats nothing that would hide or reorder text', () => {
    const odd: readonly unknown[] = [null, 1, 'x', [], [null], { state: [] }];
    for (const one of odd) {
      const pod = { kind: 'Pod', spec: one, status: { conditions: one, containerStatuses: one } } as KubeObject;
      assert.deepEqual(findingsOf({ ...nothing, virtual: pod, host: pod }), []);
    }
    const hostile = unscheduled('0/3 \u202enodes\u001b[31m are\nhere');
    assert.doesNotMatch(JSON.stringify(findingsOf({ ...nothing, host: hostile })), /\\u001b|\u202e|\\n/u);
  });
});
