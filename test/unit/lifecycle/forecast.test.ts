import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type KubeObject, resources } from '../../../src/core/kube/resource.ts';
import { forecastPause, forecastText } from '../../../src/core/lifecycle/forecast.ts';
import { podOwnership } from '../../../src/core/lifecycle/ownership.ts';
import { quantityBytes, sizeText } from '../../../src/core/lifecycle/quantity.ts';
import { syncedFixtures } from '../vcluster/fixture.ts';
import { LifecycleBench } from './bench.ts';

describe('forecastPause', () => {
  let lab: LifecycleBench;
  const forecast = (name: string, client = lab.client) =>
    forecastPause(client, lab.address(name), new AbortController().signal);
  const bare = (name: string, namespace: string, vcluster: string, phase = 'Running'): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-x-default-x-${vcluster}`,
      namespace,
      labels: { 'vcluster.loft.sh/managed-by': vcluster, 'vcluster.loft.sh/namespace': 'default' },
      annotations: { 'vcluster.loft.sh/object-name': name, 'vcluster.loft.sh/object-namespace': 'default' },
      ownerReferences: [{ kind: 'Service', name: vcluster, uid: 'x', controller: false } as { kind: string }],
    },
    spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] },
    status: { phase, containerStatuses: [{ name: 'main' }] },
  });

  beforeEach(async () => {
    lab = await LifecycleBench.start();
  });
  afterEach(() => lab.end());

  it('counts what goes and what stays', async () => {
    const { namespace } = lab.address('payments-prod');
    lab.playground.api.seed(bare('debug', namespace, 'payments-prod'));
    lab.playground.api.seed(bare('done', namespace, 'payments-prod', 'Succeeded'));
    const found = await forecast('payments-prod');
    assert.deepEqual(found, {
      name: 'payments-prod',
      controlPlanePods: 3,
      staying: [],
      syncedPods: 11,
      barePods: ['default/debug'],
      uncertainPods: 0,
      volumes: { count: 6, bytes: (3 * 5 + 3 * 50) * 2 ** 30, unsized: 0 },
      hidden: [],
    });
    assert.equal(
      forecastText(found),
      'Pods of payments-prod that end: 3 of its control plane and 11 that run inside it. ' +
        'No controller makes the pod default/debug anew, so what runs in it is lost. ' +
        'Pods that have a controller come back when it is resumed. ' +
        'Its volumes stay and still cost: 6, with 165 GiB.',
    );
  });

  it('knows every shape, and agrees with what pausing does', async () => {
    for (const name of ['search', 'billing', 'warehouse', 'intranet', 'pr-1423', 'demo']) {
      const address = lab.address(name);
      const found = await forecast(name);
      assert.equal(found.controlPlanePods, lab.controlPlanePods(address).length, name);
      assert.equal(found.syncedPods, lab.syncedPods(address).length, name);
      assert.deepEqual(found.barePods, []);
    }
    assert.match(forecastText(await forecast('demo')), /^demo has no pods at the moment/u);
  });

  it('looks into the namespaces of a multi-namespace vcluster, and says what it cannot tell', async () => {
    const { api } = lab.playground;
    const labels = { 'vcluster.loft.sh/managed-by': 'legacy-apps-x-intranet' };
    api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'vcluster-1-a', labels } });
    const { metadata, ...pod } = bare('job', 'vcluster-1-a', 'intranet');
    api.seed({
      ...pod,
      metadata: { name: 'job', namespace: 'vcluster-1-a', annotations: metadata?.annotations ?? {} },
    });
    const before = lab.syncedPods(lab.address('intranet')).length;
    const found = await forecast('intranet');
    assert.deepEqual([found.syncedPods, found.uncertainPods, found.barePods], [before + 1, 1, []]);
    assert.match(forecastText(found), /does not show whether a controller makes them anew: 1\./u);
  });

  it('tells what may not be seen, and what goes on', async () => {
    const { namespace } = lab.address('intranet');
    const selector = { app: 'vcluster-scheduler', release: 'intranet' };
    lab.playground.api.seed({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'intranet-scheduler-0', namespace, labels: selector },
      spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] },
    });
    const rules = [
      { apiGroups: ['apps'], resources: ['statefulsets', 'deployments'], verbs: ['list'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
    ];
    const client = lab.clientFor(lab.playground.tokens.issue({ user: 'jane', rules }));
    const found = await forecast('intranet', client);
    assert.deepEqual(found.staying, ['scheduler']);
    assert.deepEqual(found.hidden.map(({ detail }) => detail.permission?.resource).toSorted(), [
      'namespaces',
      'persistentvolumeclaims',
    ]);
    assert.equal(found.volumes.count, 0);
    const text = forecastText(found);
    assert.match(text, /go on, as with the vcluster CLI: scheduler\./u);
    assert.equal(text.split('could not be seen').length, 3, text);
  });

  it('is gone with its vcluster', async () => {
    const address = { ...lab.address('office'), name: 'nobody' };
    await assert.rejects(forecastPause(lab.client, address, new AbortController().signal), { kind: 'gone' });
  });

  it('names a few of many bare pods, none of them whole if they are hostile', async () => {
    const found = await forecast('office');
    const barePods = ['a/\u202eevil\n', ...Array.from({ length: 7 }, (_, index) => `a/b${index}`)];
    const text = forecastText({ ...found, barePods });
    assert.match(text, /lost: a\/\ufffdevil, a\/b0, a\/b1, a\/b2, a\/b3 and 3 more\./u);
    assert.match(forecastText({ ...found, volumes: { count: 2, bytes: 0, unsized: 2 } }), /still cost: 2\./u);
    assert.match(forecastText({ ...found, volumes: { count: 2, bytes: 5 * 2 ** 30, unsized: 1 } }), /more than 5 GiB/u);
  });
});

describe('podOwnership', () => {
  const pod = (annotations: Readonly<Record<string, string>>, owner?: object): KubeObject => ({
    metadata: { annotations, ...(owner ? { ownerReferences: [{ kind: 'Service', name: 'vc', ...owner }] } : {}) },
  });
  const references = 'vcluster.loft.sh/owner-references';

  it('reads what the syncers wrote', () => {
    const found = Object.entries(syncedFixtures())
      .filter(([key]) => key.includes('/pods/'))
      .map(([key, object]) => [key, podOwnership(object)]);
    assert.ok(found.length > 3);
    for (const [key = '', ownership] of found) {
      const name = key.split('/').at(-1) ?? '';
      const expected = /^p\d\d/u.test(name) ? ['bare', 'unknown'] : ['controlled', 'bare'];
      assert.ok(expected.includes(ownership ?? ''), `${key}: ${ownership}`);
    }
    const db = syncedFixtures()['legacy/pods/db-0'];
    assert.equal(db && podOwnership(db), 'controlled');
  });

  it('takes the strongest evidence, and admits where there is none', () => {
    const controller = JSON.stringify([{ kind: 'Job', controller: true }]);
    const cases: readonly (readonly [KubeObject, string])[] = [
      [pod({ 'vcluster.loft.sh/owner-set-kind': 'DaemonSet' }), 'controlled'],
      [pod({ [references]: controller }), 'controlled'],
      [pod({ [references]: '[{"kind":"Thing"}]' }), 'bare'],
      [pod({ [references]: 'no json' }, { controller: true }), 'controlled'],
      [pod({ [references]: 'no json' }), 'unknown'],
      [pod({}, { controller: true }), 'controlled'],
      [pod({}, { controller: false }), 'bare'],
      [pod({}, {}), 'bare'],
      [pod({ 'vcluster.loft.sh/object-host-name': 'x' }), 'bare'],
      [pod({}), 'unknown'],
      [{}, 'unknown'],
    ];
    for (const [object, expected] of cases) {
      assert.equal(podOwnership(object), expected, JSON.stringify(object));
    }
  });
});

describe('quantities', () => {
  it('are read as Kubernetes reads them', () => {
    const cases = {
      '5Gi': 5 * 2 ** 30,
      '10G': 1e10,
      '1.5Ti': 1.5 * 2 ** 40,
      '1e9': 1e9,
      '.5Ki': 512,
      '100': 100,
      '2k': 2000,
    };
    for (const [text, bytes] of Object.entries(cases)) {
      assert.equal(quantityBytes(text), bytes, text);
    }
    for (const wrong of ['', 'Gi', '5gi', '-1Gi', '1e999', '5 Gi', 7, undefined, null]) {
      assert.equal(quantityBytes(wrong), undefined, String(wrong));
    }
  });

  it('are said in units of 1024', () => {
    const cases = [0, 1023, 1536, 5 * 2 ** 30, 1.5 * 2 ** 40, 185 * 2 ** 30 + 7, 2 ** 61].map(sizeText);
    assert.deepEqual(cases, ['0 B', '1023 B', '1.5 KiB', '5 GiB', '1.5 TiB', '185 GiB', '2048 PiB']);
  });
});

describe('paused vclusters', () => {
  it('keep their claims', async () => {
    const lab = await LifecycleBench.start();
    try {
      const { namespace } = lab.address('pr-1423');
      const claims = lab.playground.api.list(resources.persistentvolumeclaims, namespace).length;
      const found = await forecastPause(lab.client, lab.address('pr-1423'), new AbortController().signal);
      assert.equal(found.volumes.count, claims);
    } finally {
      await lab.end();
    }
  });
});
