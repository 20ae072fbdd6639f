import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { VClusterStatus } from '../../../src/core/vcluster/model.ts';
import type { PodAccess } from '../../../src/core/vcluster/status.ts';
import { changed, type Fixture, fixture, foldFixture } from './fixture.ts';

const annotations = 'statefulsets|0|metadata|annotations';
const running = fixture('current-running');
const paused = fixture('current-paused');
const down = fixture('current-scaled-down');
const ha = fixture('legacy-ha-running');

function statusOf(objects: Fixture, changes: Record<string, unknown> = {}, podAccess?: PodAccess): VClusterStatus {
  return foldFixture(changed(objects, changes), podAccess && { podAccess }).status;
}

function brief({ phase, reason }: VClusterStatus): string {
  return `${phase} ${reason}`.trim();
}

const crash = { state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } }, ready: false };

function ready(value: boolean): unknown {
  return [{ type: 'Ready', status: value ? 'True' : 'False', lastTransitionTime: '2026-11-22T13:00:00Z' }];
}

describe('the status of a vcluster', () => {
  describe('that is down on purpose', () => {
    it('sleeps by the platform, since when and why', () => {
      const sleeping = {
        'statefulsets|0|metadata|labels|loft.sh/sleep-mode': 'true',
        [`${annotations}|sleepmode.loft.sh/sleeping-since`]: '1790000000',
        [`${annotations}|sleepmode.loft.sh/sleep-type`]: 'inactivitySleep',
      };
      const expected = { phase: 'sleeping', reason: 'inactivitySleep', since: 1790000000000, by: 'vCluster Platform' };
      assert.deepEqual(statusOf(down, sleeping), expected);
      assert.deepEqual(statusOf(paused, sleeping), expected, 'although it carries the mark of the CLI as well');
    });

    it('is being restored', () => {
      assert.equal(statusOf(down, { [`${annotations}|loft.sh/restoring`]: 'true' }).phase, 'restoring');
    });

    it('is paused while its last pod still stops', () => {
      assert.equal(brief(statusOf({ ...paused, pods: running.pods })), 'paused Terminating');
    });

    it('is scaled down, or on its way there', () => {
      assert.equal(brief(statusOf(down)), 'scaled-down');
      assert.equal(brief(statusOf({ ...down, pods: running.pods })), 'terminating Terminating');
    });

    it('says so also where pods cannot be read', () => {
      const denied = { state: 'denied', message: 'no' } as const;
      assert.equal(statusOf(paused, {}, denied).phase, 'paused');
      assert.equal(statusOf(down, {}, denied).phase, 'scaled-down');
    });

    it('is awake again when somebody scaled it up without taking the mark away', () => {
      const status = statusOf({ ...paused, pods: running.pods }, { 'statefulsets|0|spec|replicas': 1 });
      assert.equal(status.phase, 'running');
      assert.match(status.message ?? '', /paused/u);
    });

    it('wants one replica when its spec does not say how many', () => {
      assert.equal(statusOf({ ...paused, pods: running.pods }, { 'statefulsets|0|spec': {} }).phase, 'running');
    });

    it('keeps its pause when there is no spec to say otherwise', () => {
      assert.equal(statusOf(paused, { 'statefulsets|0|spec': undefined }).phase, 'paused');
    });
  });

  it('terminates when it is deleted, whatever else is marked', () => {
    const status = statusOf(paused, { 'statefulsets|0|metadata|deletionTimestamp': '2026-11-22T13:00:00Z' });
    assert.deepEqual(status, {
      phase: 'terminating',
      reason: 'Terminating',
      since: Date.parse('2026-11-22T13:00:00Z'),
    });
  });

  it('terminates with its namespace', () => {
    const hostNamespace = { name: running.namespace, terminating: true };
    assert.equal(foldFixture(running, { hostNamespace }).status.phase, 'terminating');
  });

  describe('whose workloads sleep', () => {
    const sleep = { 'secrets|0|metadata|annotations|sleepmode.loft.sh/sleep-type': 'scheduledSleep' };

    it('says so, from its config Secret alone', () => {
      assert.equal(brief(statusOf(running, sleep)), 'workloads-sleeping scheduledSleep');
      const other = { 'secrets|0|metadata|name': 'vc-other', ...sleep };
      assert.equal(statusOf(running, other).phase, 'running');
    });

    it('does not hide that its control plane fails', () => {
      assert.equal(
        brief(statusOf(running, { ...sleep, 'pods|0|status|containerStatuses': [crash] })),
        'failing CrashLoopBackOff',
      );
    });
  });

  it('is not known where pods cannot be read, with the permission', () => {
    const status = statusOf(running, {}, { state: 'denied', message: 'cannot list pods' });
    assert.deepEqual(status, { phase: 'unknown', reason: 'Forbidden', message: 'cannot list pods' });
  });

  it('follows the workload while pods are loading', () => {
    assert.equal(statusOf({ ...running, pods: [] }, {}, { state: 'loading' }).phase, 'running');
    const notReady = { 'statefulsets|0|status|readyReplicas': 0 };
    assert.equal(statusOf({ ...running, pods: [] }, notReady, { state: 'loading' }).phase, 'starting');
  });

  describe('by its pods', () => {
    it('is pending without any', () => {
      const status = statusOf({ ...running, pods: [] });
      assert.equal(status.phase, 'pending');
      assert.match(status.message ?? '', /pr-0003/u);
    });

    it('says why its controller makes none', () => {
      const failure = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota' }];
      assert.deepEqual(statusOf({ ...running, pods: [] }, { 'statefulsets|0|status|conditions': failure }), {
        phase: 'pending',
        reason: 'FailedCreate',
        message: 'exceeded quota',
      });
    });

    it('is decided by the worst, not by the last', () => {
      const bad = changed(ha, { 'pods|0|status|containerStatuses': [crash], 'pods|1|status|conditions': ready(false) });
      assert.deepEqual(brief(statusOf(bad)), 'failing CrashLoopBackOff');
      assert.equal(brief(statusOf({ ...bad, pods: bad.pods.toReversed() })), 'failing CrashLoopBackOff');
      assert.equal(statusOf(bad).message, 'back-off');
    });

    it('starts while one of many is not ready', () => {
      assert.deepEqual(statusOf(ha, { 'pods|5|status|conditions': ready(false) }), {
        phase: 'starting',
        reason: 'Running',
        since: Date.parse('2026-11-22T13:00:00Z'),
      });
    });

    it('starts while one of many is missing', () => {
      const status = statusOf({ ...ha, pods: ha.pods.slice(1) });
      assert.equal(status.phase, 'starting');
      assert.match(status.message ?? '', /2 .*3/u);
    });

    it('runs since the last pod became ready', () => {
      assert.equal(statusOf(ha, { 'pods|5|status|conditions': ready(true) }).since, Date.parse('2026-11-22T13:00:00Z'));
    });

    it('does not fail for pods that an update or an eviction left behind', () => {
      const [first] = ha.pods;
      assert.ok(first);
      const old = changed(first, { 'metadata|name': 'old', 'metadata|deletionTimestamp': '2026-11-22T13:00:00Z' });
      const evicted = changed(first, { 'metadata|name': 'gone', 'status|phase': 'Failed', 'status|reason': 'Evicted' });
      assert.equal(statusOf({ ...ha, pods: [old, evicted, ...ha.pods] }).phase, 'running');
    });

    it('shows those when no other is there', () => {
      const gone = { 'pods|0|status|phase': 'Failed', 'pods|0|status|reason': 'Evicted' };
      assert.equal(brief(statusOf(running, { ...gone, 'pods|0|status|containerStatuses': [] })), 'failing Evicted');
      const leaving = { 'pods|0|metadata|deletionTimestamp': '2026-11-22T13:00:00Z' };
      assert.equal(brief(statusOf(running, leaving)), 'terminating Terminating');
    });

    it('tells when a component is still paused or scaled to zero', () => {
      const withoutEtcd = {
        ...ha,
        pods: ha.pods.filter(({ metadata }) => metadata?.labels?.['app'] !== 'vcluster-etcd'),
      };
      const zero = { 'statefulsets|0|spec|replicas': 0 };
      const status = statusOf(withoutEtcd, { ...zero, [`${annotations}|loft.sh/paused`]: 'true' });
      assert.equal(status.phase, 'starting');
      assert.match(status.message ?? '', /ha-etcd/u);
      assert.equal(statusOf(withoutEtcd, zero).phase, 'pending');
    });
  });
});
