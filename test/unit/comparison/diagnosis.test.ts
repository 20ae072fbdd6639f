import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Comparison } from '../../../src/core/comparison/comparison.ts';
import { merged } from '../../../src/core/comparison/happening.ts';
import { isAbout } from '../../../src/core/comparison/syncerLog.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { checkout, operation, row, startTeam, type Team, until } from './team.ts';

const namespace = 'team-checkout';

describe('diagnose', function () {
  this.timeout(20_000);
  let team: Team;
  let comparison: Comparison;

  beforeEach(async () => {
    team = await startTeam();
    comparison = team.engine.comparisons.open(checkout);
    await comparison.openVirtual(operation());
    await until(
      () => comparison.head.virtual.state === 'live',
      'the inside',
      () => comparison.head,
    );
  });

  afterEach(async () => {
    comparison.dispose();
    await team.end();
  });

  function event(name: string, object: object, more: object): object {
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: object,
      type: 'Warning',
      ...more,
    };
  }

  it('merges what happened on both sides and what the syncer says, in time, with secrets masked', async () => {
    const pod = comparison.rows.find(({ kind, virtualNamespace }) => kind === 'pods' && virtualNamespace === 'shop');
    const [host, inner] = [pod?.hostName ?? '', pod?.virtualName ?? ''];
    const uid = team.playground.api.get(resources.pods, namespace, host).metadata?.uid;
    const of = { apiVersion: 'v1', kind: 'Pod', name: host, namespace, uid };
    const later = new Date(Date.now() + 60_000).toISOString();
    const past = '2026-01-01T00:00:00Z';
    const { api, logs } = team.playground;
    api.create(
      event('b', of, { reason: 'BackOff', message: `back-off \u202e${host}`, lastTimestamp: later, count: 7 }) as never,
    );
    api.create(event('a', of, { reason: 'Pulled', message: 'pulled', lastTimestamp: past, type: 'Normal' }) as never);
    api.create(event('c', { ...of, uid: 'of-an-earlier-one' }, { reason: 'Killed', message: 'old' }) as never);
    logs.append(namespace, 'checkout-staging-0', 'syncer', `ERROR syncer cannot update ${host} token=abcdef123456`);
    logs.append(namespace, 'checkout-staging-0', 'syncer', `INFO syncer "namespace": "shop", "name": "${inner}"`);
    logs.append(namespace, 'checkout-staging-0', 'syncer', `ERROR about ${inner}-other in shop`);
    const { timeline, conditions, findings } = await comparison.diagnose(pod?.key ?? '');
    const own = timeline.filter(({ title }) => ['Pulled', 'BackOff', 'Killed', 'Log of the syncer'].includes(title));
    assert.deepEqual(
      own.map(({ title, side, severity, count }) => [title, side, severity, count ?? 1]),
      [
        ['Pulled', 'host', 'normal', 1],
        ['Log of the syncer', 'syncer', 'error', 1],
        ['Log of the syncer', 'syncer', 'normal', 1],
        ['BackOff', 'host', 'warning', 7],
      ],
    );
    assert.doesNotMatch(JSON.stringify(timeline), /abcdef123456|\u202e/u);
    assert.ok(conditions.some(({ type, status }) => type === 'Ready' && status === 'True'));
    assert.deepEqual(findings, []);
  });

  it('finds why a pod waits: what it refers to is not there', async () => {
    await team.engine.connections.connect(checkout, operation(), { mode: 'private' });
    const way = team.engine.connections.client(checkout) ?? assert.fail('no client');
    const container = { name: 'main', image: 'nginx', envFrom: [{ configMapRef: { name: 'nowhere' } }] };
    const body = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'lost', namespace: 'shop' },
      spec: { containers: [container] },
    };
    await way.request('POST', '/api/v1/namespaces/shop/pods', body);
    const key = 'pods/shop/lost';
    await until(() => row(comparison, key) !== undefined, 'the pod');
    const { findings } = await comparison.diagnose(key);
    assert.deepEqual(
      findings.filter(({ rule }) => rule === 'reference.missing').map(({ message }) => message),
      ['It refers to what does not exist inside: ConfigMap nowhere.'],
    );
  });

  it('says what cannot be read, and goes on with the rest', async () => {
    team.playground.faults.add({ resource: 'events' }, { kind: 'status', code: 403, reason: 'Forbidden' });
    team.playground.faults.add(
      { resource: 'pods', subresource: 'log' },
      { kind: 'status', code: 403, reason: 'Forbidden' },
    );
    const pod = comparison.rows.find(({ kind, virtualNamespace }) => kind === 'pods' && virtualNamespace === 'shop');
    const { timeline, conditions } = await comparison.diagnose(pod?.key ?? '');
    const failed = timeline.filter(({ message }) => message.startsWith('Cannot be read'));
    assert.deepEqual(failed.map(({ title, side }) => `${side} ${title}`).toSorted(), [
      'host Events',
      'syncer Log of the syncer',
    ]);
    assert.ok(conditions.length > 0);
    await assert.rejects(comparison.diagnose('pods/shop/never'), { kind: 'gone' });
  });
});

describe('the timeline', () => {
  it('tells an event once that the syncer has copied to the inside', () => {
    const entry = { severity: 'normal', title: 'Pulled', time: 5 } as const;
    const both = [
      { ...entry, side: 'virtual', message: 'web is up' },
      { ...entry, side: 'host', message: 'web-x-shop-x-vc is up' },
      { ...entry, side: 'virtual', message: 'something else', time: 4 },
    ] as const;
    const sides = merged(both, { host: 'web-x-shop-x-vc', virtual: 'web' }).map(
      ({ side, message }) => `${side} ${message}`,
    );
    assert.deepEqual(sides, ['virtual something else', 'host web-x-shop-x-vc is up']);
  });

  const subject = { virtual: { name: 'web', namespace: 'shop' }, hostName: 'web-x-shop-x-vc' };
  const lines: readonly (readonly [string, boolean])[] = [
    ['create physical pod team/web-x-shop-x-vc', true],
    ['sync {"namespace":"shop","name":"web"}', true],
    ['sync shop/web done', true],
    ['sync shop/web-2', false],
    ['sync shop/my-web', false],
    ['sync other/web', false],
    ['web-x-shop-x-vc-2', false],
    ['workshop web', false],
    ['', false],
  ];
  for (const [line, is] of lines) {
    it(`${is ? 'takes' : 'leaves'} the line: ${line}`, () => {
      assert.equal(isAbout(line, subject), is);
    });
  }
});
