import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import { podStatus } from '../../../src/core/vcluster/podStatus.ts';

interface Shape {
  readonly status?: Record<string, unknown>;
  readonly spec?: Record<string, unknown>;
  readonly deleted?: boolean;
}

const ready = { type: 'Ready', status: 'True', lastTransitionTime: '2026-11-22T12:00:00Z' };
const up = { ready: true, restartCount: 0, state: { running: {} } };

function pod({ status = {}, spec = {}, deleted = false }: Shape): KubeObject {
  return {
    metadata: { name: 'p', namespace: 'n', ...(deleted && { deletionTimestamp: '2026-11-22T12:00:00Z' }) },
    spec: { nodeName: 'node', containers: [{ name: 'c' }], ...spec },
    status: { phase: 'Running', ...status },
  };
}

function waiting(reason: string, message?: string): Record<string, unknown> {
  return { name: 'c', ready: false, restartCount: 3, state: { waiting: { reason, message } } };
}

function ended(terminated: Record<string, unknown>): Record<string, unknown> {
  return { name: 'c', ready: false, restartCount: 1, state: { terminated } };
}

/** What kubectl's STATUS, READY and RESTARTS say, and our phase. */
const cases: readonly [string, KubeObject, string][] = [
  [
    'running',
    pod({ status: { conditions: [ready], containerStatuses: [{ name: 'c', ...up }] } }),
    'Running 1/1 0 running',
  ],
  [
    'running without conditions',
    pod({ status: { containerStatuses: [{ name: 'c', ...up }] } }),
    'Running 1/1 0 running',
  ],
  [
    'running but not ready',
    pod({
      status: { conditions: [{ ...ready, status: 'False' }], containerStatuses: [{ name: 'c', ...up, ready: false }] },
    }),
    'Running 0/1 0 starting',
  ],
  [
    'ready containers behind a readiness gate',
    pod({ status: { conditions: [{ ...ready, status: 'False' }], containerStatuses: [{ name: 'c', ...up }] } }),
    'Running 1/1 0 starting',
  ],
  ['not scheduled', pod({ spec: { nodeName: undefined }, status: { phase: 'Pending' } }), 'Pending 0/1 0 pending'],
  [
    'creating',
    pod({ status: { phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] } }),
    'ContainerCreating 0/1 3 starting',
  ],
  [
    'crash loop',
    pod({ status: { containerStatuses: [waiting('CrashLoopBackOff')] } }),
    'CrashLoopBackOff 0/1 3 failing',
  ],
  [
    'image',
    pod({ status: { phase: 'Pending', containerStatuses: [waiting('ImagePullBackOff')] } }),
    'ImagePullBackOff 0/1 3 failing',
  ],
  [
    'configuration',
    pod({ status: { phase: 'Pending', containerStatuses: [waiting('CreateContainerConfigError')] } }),
    'CreateContainerConfigError 0/1 3 failing',
  ],
  ['error', pod({ status: { containerStatuses: [ended({ exitCode: 1, reason: 'Error' })] } }), 'Error 0/1 1 failing'],
  ['signal', pod({ status: { containerStatuses: [ended({ exitCode: 137, signal: 9 })] } }), 'Signal:9 0/1 1 failing'],
  ['exit code', pod({ status: { containerStatuses: [ended({ exitCode: 3 })] } }), 'ExitCode:3 0/1 1 failing'],
  [
    'completed job',
    pod({ status: { phase: 'Succeeded', containerStatuses: [ended({ exitCode: 0, reason: 'Completed' })] } }),
    'Completed 0/1 1 completed',
  ],
  [
    'one of two containers completed',
    pod({
      spec: { containers: [{ name: 'c' }, { name: 'd' }] },
      status: {
        conditions: [ready],
        containerStatuses: [ended({ exitCode: 0, reason: 'Completed' }), { name: 'd', ...up }],
      },
    }),
    'Running 1/2 1 running',
  ],
  [
    'one completed, not ready',
    pod({
      spec: { containers: [{ name: 'c' }, { name: 'd' }] },
      status: { containerStatuses: [ended({ exitCode: 0, reason: 'Completed' }), { name: 'd', ...up }] },
    }),
    'NotReady 1/2 1 starting',
  ],
  [
    'the first of two that fail decides',
    pod({
      spec: { containers: [{ name: 'c' }, { name: 'd' }] },
      status: { containerStatuses: [waiting('CrashLoopBackOff'), waiting('ErrImagePull')] },
    }),
    'CrashLoopBackOff 0/2 6 failing',
  ],
  ['evicted', pod({ status: { phase: 'Failed', reason: 'Evicted' } }), 'Evicted 0/1 0 failing'],
  [
    'terminating',
    pod({ deleted: true, status: { conditions: [ready], containerStatuses: [{ name: 'c', ...up }] } }),
    'Terminating 1/1 0 terminating',
  ],
  [
    'deleted after it ended',
    pod({
      deleted: true,
      status: { phase: 'Succeeded', containerStatuses: [ended({ exitCode: 0, reason: 'Completed' })] },
    }),
    'Completed 0/1 1 terminating',
  ],
  ['lost with its node', pod({ deleted: true, status: { reason: 'NodeLost' } }), 'Unknown 0/1 0 unknown'],
  ['unknown', pod({ status: { phase: 'Unknown' } }), 'Unknown 0/1 0 unknown'],
  [
    'gated',
    pod({
      spec: { nodeName: undefined },
      status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
    }),
    'SchedulingGated 0/1 0 pending',
  ],
];

const inits = [{ name: 'i' }, { name: 's', restartPolicy: 'Always' }, { name: 'j' }];
const done = { name: 'i', ready: true, restartCount: 2, state: { terminated: { exitCode: 0, reason: 'Completed' } } };
const sidecar = { name: 's', started: true, ready: true, restartCount: 4, state: { running: {} } };

function init(initContainerStatuses: readonly unknown[], more: Record<string, unknown> = {}): KubeObject {
  return pod({
    spec: { initContainers: inits },
    status: { phase: 'Pending', initContainerStatuses, containerStatuses: [waiting('PodInitializing')], ...more },
  });
}

const initCases: readonly [string, KubeObject, string][] = [
  ['first init container', init([{ name: 'i', state: { running: {} } }]), 'Init:0/3 0/2 0 starting'],
  [
    'waiting for the kubelet',
    init([{ name: 'i', state: { waiting: { reason: 'PodInitializing' } } }]),
    'Init:0/3 0/2 0 starting',
  ],
  ['sidecar not started', init([done, { ...sidecar, started: false, ready: false }]), 'Init:1/3 0/2 6 starting'],
  ['after the sidecar', init([done, sidecar, { name: 'j', state: { running: {} } }]), 'Init:2/3 1/2 6 starting'],
  [
    'init crash loop',
    init([{ name: 'i', restartCount: 5, state: { waiting: { reason: 'CrashLoopBackOff' } } }]),
    'Init:CrashLoopBackOff 0/2 5 failing',
  ],
  [
    'init error',
    init([{ name: 'i', state: { terminated: { exitCode: 1, reason: 'Error' } } }]),
    'Init:Error 0/2 0 failing',
  ],
  [
    'init signal',
    init([{ name: 'i', state: { terminated: { exitCode: 1, signal: 9 } } }]),
    'Init:Signal:9 0/2 0 failing',
  ],
  ['init exit code', init([{ name: 'i', state: { terminated: { exitCode: 2 } } }]), 'Init:ExitCode:2 0/2 0 failing'],
  [
    'all through: only restarts of sidecars count besides',
    init([done, sidecar, { ...done, name: 'j' }], {
      phase: 'Running',
      conditions: [ready],
      containerStatuses: [{ name: 'c', ...up, restartCount: 1 }],
    }),
    'Running 2/2 5 running',
  ],
];

describe('podStatus', () => {
  for (const [name, object, expected] of [...cases, ...initCases]) {
    it(`${name}: ${expected}`, () => {
      const { reason, ready: up, total, restarts, phase } = podStatus(object);
      assert.equal(`${reason} ${up}/${total} ${restarts} ${phase}`, expected);
    });
  }

  it('gives the message of the scheduler, of a container, of its last run, of the pod', () => {
    const scheduled = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes' };
    const last = { lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } };
    const messages = [
      pod({ status: { phase: 'Pending', conditions: [scheduled] } }),
      pod({ status: { containerStatuses: [{ ...waiting('CrashLoopBackOff', 'back-off 5m0s'), ...last }] } }),
      pod({ status: { containerStatuses: [{ name: 'c', ...up, ready: false, ...last }] } }),
      pod({ status: { phase: 'Failed', reason: 'Evicted', message: 'disk pressure' } }),
      pod({ status: { containerStatuses: [{ name: 'c', ...up, ...last }] } }),
    ].map((object) => podStatus(object).message);
    assert.deepEqual(messages, [
      '0/3 nodes',
      'back-off 5m0s',
      'Last exit: OOMKilled (137)',
      'disk pressure',
      undefined,
    ]);
  });

  it('has nothing to say about a last run that ended well', () => {
    const lastState = { terminated: { exitCode: 0, reason: 'Completed' } };
    assert.equal(podStatus(pod({ status: { containerStatuses: [{ name: 'c', lastState }] } })).message, undefined);
  });

  it('tells since when it is ready or not', () => {
    assert.equal(podStatus(pod({ status: { conditions: [ready] } })).since, Date.parse('2026-11-22T12:00:00Z'));
  });

  it('does not hold a huge message', () => {
    const huge = pod({ status: { containerStatuses: [waiting('CrashLoopBackOff', 'x'.repeat(1_000_000))] } });
    assert.ok((podStatus(huge).message?.length ?? 0) <= 1024);
  });

  it('survives anything in place of anything', () => {
    for (const junk of [undefined, null, 7, 'text', [], [null, 7, 'x'], {}, true]) {
      const status = {
        phase: junk,
        conditions: junk,
        containerStatuses: junk,
        initContainerStatuses: junk,
        reason: junk,
      };
      for (const object of [{}, { status: junk, spec: junk, metadata: junk }, { status, spec: { containers: junk } }]) {
        const { reason, total } = podStatus(object as KubeObject);
        assert.equal(typeof reason, 'string');
        assert.ok(total >= 0);
      }
      const odd = { name: junk, state: { waiting: junk, terminated: junk }, restartCount: junk, lastState: junk };
      podStatus({ status: { containerStatuses: [odd], initContainerStatuses: [odd] } });
    }
  });
});
