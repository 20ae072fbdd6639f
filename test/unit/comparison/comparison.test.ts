import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Comparison } from '../../../src/core/comparison/comparison.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { marks } from '../../../src/core/vcluster/marks.ts';
import { hostName } from '../../../src/core/vcluster/translate.ts';
import { helmSecret } from '../deploy/helmSecret.ts';
import { checkout, legacy, operation, paused, row, startTeam, type Team, tally, until } from './team.ts';

const namespace = 'team-checkout';
const name = 'checkout-staging';

/** On the sample fleet, whose vclusters have APIs and syncers. */
describe('Comparison', function () {
  this.timeout(20_000);
  let team: Team;
  let comparison: Comparison;

  beforeEach(async () => {
    team = await startTeam();
    comparison = team.engine.comparisons.open(checkout);
  });

  afterEach(async () => {
    comparison.dispose();
    await team.end();
  });

  /** Waits until everything of both sides has been read. */
  async function live(): Promise<void> {
    await comparison.openVirtual(operation());
    await until(
      () => comparison.head.virtual.state === 'live',
      'the inside',
      () => comparison.head,
    );
    await until(
      () => comparison.rows.some(({ kind }) => kind === 'storageclasses' || kind === 'namespaces'),
      'all rows',
    );
    await new Promise((resolve) => setTimeout(resolve, 150));
  }

  function onHost(of: string, inside: string): string {
    return hostName(of, inside, name);
  }

  /** A pod inside, made there and synced by the playground's syncer. */
  async function insidePod(of: string, spec: object = {}): Promise<void> {
    const way = await inside();
    await way.request('POST', '/api/v1/namespaces/shop/pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: of, namespace: 'shop' },
      spec: { containers: [{ name: 'main', image: 'nginx:1.27' }], ...spec },
    });
  }

  /** A client of the inside that is none of the comparison's. */
  async function inside() {
    if (team.engine.connections.client(checkout) === undefined) {
      await team.engine.connections.connect(checkout, operation(), { mode: 'private' });
    }
    return team.engine.connections.client(checkout) ?? assert.fail('no client');
  }

  it('shows what the annotations of the host say before the inside is opened', async () => {
    await until(() => comparison.rows.filter(({ kind }) => kind === 'pods').length > 9, 'the pods');
    assert.equal(comparison.head.virtual.state, 'closed');
    await until(() => comparison.head.version !== '', 'the version');
    assert.deepEqual([comparison.head.version, comparison.head.generation], ['0.36.1', 'current']);
    const hashed = comparison.rows.find((one) => one.kind === 'pods' && one.hashed) ?? assert.fail('a hashed name');
    assert.match(hashed.virtualName ?? '', /^product-recommendation-engine-experiment-/u);
    assert.equal(hashed.state, 'synced');
    assert.ok(row(comparison, `host:pods/${namespace}/${name}-0`)?.state === 'hostOnly', 'the control plane');
    const { stateReason, lines, changes } = await comparison.detail(hashed.key);
    assert.match(stateReason, /Open the inside/u);
    assert.ok(lines.length > 20 && lines.every(({ left }) => left === undefined));
    assert.deepEqual(changes, []);
  });

  it('is seen on both sides through a way of its own, which leaves kubeconfig and connections as they were', async () => {
    const before = await team.kubeconfig();
    const changed: number[] = [];
    comparison.onDidChangeRows((change) => changed.push(change.changed.length));
    await live();
    assert.equal(await team.kubeconfig(), before);
    assert.deepEqual(team.engine.connections.views, []);
    const counts = tally(comparison);
    assert.deepEqual(
      [counts['pods synced'], counts['services synced'], counts['deployments virtualOnly'], counts['pods waiting']],
      [9, 7, 5, undefined],
    );
    assert.equal(row(comparison, 'services/default/kubernetes')?.hostName, name);
    assert.equal(row(comparison, `host:secrets/${namespace}/vc-${name}`)?.state, 'hostOnly');
    const { lines } = await comparison.detail(`host:secrets/${namespace}/vc-${name}`);
    assert.ok(lines.some(({ masked }) => masked));
    assert.doesNotMatch(JSON.stringify(lines), /LS0tLS1CRUdJTi|PRIVATE|apiVersion: v1\\n/u);
    assert.ok(changed.length < comparison.rows.length / 2, `${changed.length} batches`);
  });

  it('explains a pair, with nothing of its secrets', async () => {
    await live();
    const pod = comparison.rows.find(({ kind, virtualNamespace }) => kind === 'pods' && virtualNamespace === 'shop');
    const { lines, changes, state } = await comparison.detail(pod?.key ?? '');
    assert.equal(state, 'synced');
    assert.ok(changes.some(({ rule, link }) => rule === 'metadata.name' && link?.startsWith('https://')));
    assert.ok(lines.some(({ change, left, right }) => change !== undefined && left !== right));
    assert.equal(typeof row(comparison, pod?.key ?? '')?.drift, 'number');
    const client = await inside();
    await client.request('POST', '/api/v1/namespaces/shop/secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'hidden', namespace: 'shop', annotations: { 'vcluster.loft.sh/force-sync': 'true' } },
      data: { password: Buffer.from('hunter2').toString('base64') },
    });
    const key = 'secrets/shop/hidden';
    await until(() => row(comparison, key) !== undefined, 'the Secret');
    const secret = JSON.stringify(await comparison.detail(key)) + (await comparison.yaml(key, 'virtual'));
    assert.doesNotMatch(secret, /hunter2|aHVudGVyMg/u);
    assert.match(secret, /••••••/u);
    assert.equal(await comparison.reveal(key, 'virtual', '/data/password'), 'hunter2');
    await assert.rejects(comparison.reveal(key, 'virtual', '/metadata/name'), { kind: 'invalid' });
    await assert.rejects(comparison.reveal(key, 'virtual', '/data/other'), { kind: 'invalid' });
  });

  it('finds what drifts without being asked, and what no longer does', async function () {
    // It rests in between, the longer the busier the computer is.
    this.timeout(60_000);
    await live();
    const pods = () => comparison.rows.filter(({ kind, state }) => kind === 'pods' && state === 'synced');
    await until(
      () => pods().every(({ drift }) => drift === 0),
      'all pods to be compared',
      () => pods(),
    );
    await until(() => comparison.rows.some(({ kind, drift }) => kind === 'services' && drift === 0), 'the Services');
    assert.ok(comparison.rows.every(({ kind, drift }) => kind !== 'secrets' || drift === undefined));
    const [pod] = pods();
    const drift = () => row(comparison, pod?.key ?? '')?.drift;
    const patch = (stranger: string | null) =>
      team.playground.api.patch(resources.pods, namespace, pod?.hostName ?? '', {
        metadata: { annotations: { stranger } },
      });
    patch('x');
    await until(() => drift() === 1, 'the drift', drift);
    patch(null);
    await until(() => drift() === 0, 'the drift to end', drift);
    const quiet = team.playground.requests.entries.length;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    assert.ok(team.playground.requests.entries.length - quiet < 5);
  });

  it('says of drift and of secrets on the host nothing but that they are', async () => {
    await live();
    const pod = comparison.rows.find(({ kind, virtualNamespace }) => kind === 'pods' && virtualNamespace === 'shop');
    const key = pod?.key ?? '';
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
    team.playground.api.patch(resources.pods, namespace, pod?.hostName ?? '', {
      metadata: { annotations: { 'vcluster.loft.sh/token-abcdefgh': token, stranger: 'x' } },
    });
    const detail = await comparison.detail(key);
    assert.ok(detail.changes.some(({ path }) => path === '/metadata/annotations/stranger'));
    assert.doesNotMatch(JSON.stringify(detail), /eyJ/u);
    assert.equal(await comparison.reveal(key, 'host', '/metadata/annotations/vcluster.loft.sh~1token-abcdefgh'), token);
  });

  it('follows single changes: one row each, and the detail that is shown', async () => {
    await live();
    const batches: (readonly string[])[] = [];
    const details: string[] = [];
    comparison.onDidChangeRows(({ changed, removed }) => batches.push([...changed.map(({ key }) => key), ...removed]));
    comparison.onDidChangeDetail((key) => details.push(key));
    await insidePod('extra');
    const key = 'pods/shop/extra';
    await until(
      () => row(comparison, key)?.status === 'Running',
      'the pod',
      () => row(comparison, key),
    );
    assert.equal(row(comparison, key)?.state, 'synced');
    assert.deepEqual(new Set(batches.flat()), new Set([key]));
    assert.deepEqual(details, []);
    await comparison.detail(key);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = details.length;
    team.playground.api.patch(resources.pods, namespace, onHost('extra', 'shop'), { metadata: { labels: { x: 'y' } } });
    await until(() => details.length > before, 'the change of the detail');
    assert.deepEqual(new Set(details), new Set([key]));
  });

  it('says that what is shown was deleted on one side, then on both', async () => {
    await insidePod('extra');
    await live();
    const key = 'pods/shop/extra';
    await until(() => row(comparison, key)?.hostName !== undefined, 'the pod');
    await comparison.detail(key);
    const told: string[] = [];
    comparison.onDidChangeDetail((changed) => told.push(changed));
    const fault = team.playground.faults.add({ resource: 'pods', verb: 'watch' }, { kind: 'silence' });
    team.playground.api.delete(resources.pods, namespace, onHost('extra', 'shop'));
    const path = '/api/v1/namespaces/shop/pods/extra';
    const client = await inside();
    // The playground's syncer may have been quicker.
    await client.request('DELETE', path).catch((error: unknown) => assert.ok(KubeError.is(error, 'notFound')));
    fault.remove();
    await until(
      () => row(comparison, key) === undefined,
      'its end',
      () => row(comparison, key),
    );
    assert.ok(told.includes(key));
    await assert.rejects(comparison.detail(key), { kind: 'gone' });
    await assert.rejects(comparison.yaml('pods/shop/never', 'host'), { kind: 'gone' });
  });

  it('does not resume a paused vcluster, and says what would help', async () => {
    const other = team.engine.comparisons.open(paused);
    await assert.rejects(other.openVirtual(operation()), { kind: 'refused' });
    assert.deepEqual(other.head.virtual.state === 'failed' && other.head.virtual.fix, 'vcluster.resume');
    const workload = team.playground.api.get(resources.statefulsets, 'preview-pr-1423', 'pr-1423');
    assert.equal(workload.metadata?.annotations?.[marks.paused], 'true');
    other.dispose();
  });

  it('leaves nothing open when it is cancelled or disposed of while it opens', async () => {
    const fault = team.playground.faults.add({ resource: 'secrets', verb: 'get' }, { kind: 'stall' });
    const controller = new AbortController();
    const opening = comparison.openVirtual({ signal: controller.signal, report: () => undefined });
    await until(() => comparison.head.virtual.state === 'opening', 'the opening');
    controller.abort();
    await assert.rejects(opening, { kind: 'cancelled' });
    assert.equal(comparison.head.virtual.state, 'closed');
    const again = comparison.openVirtual(operation());
    comparison.dispose();
    team.engine.comparisons.dispose();
    await assert.rejects(again, { kind: 'cancelled' });
    fault.remove();
  });

  it('shares the connection that the user has, and goes back to the annotations when that ends', async () => {
    await team.engine.connections.connect(checkout, operation(), { mode: 'private' });
    await until(
      () => comparison.head.virtual.state === 'live',
      'the inside',
      () => comparison.head,
    );
    await until(() => row(comparison, 'deployments/shop/cart') !== undefined, 'a Deployment');
    await team.engine.connections.disconnect(checkout);
    await until(
      () => comparison.head.virtual.state === 'closed',
      'the end',
      () => comparison.head,
    );
    await until(() => row(comparison, 'deployments/shop/cart') === undefined, 'the end of the Deployment');
    assert.ok(comparison.rows.some(({ kind, state }) => kind === 'pods' && state === 'synced'));
  });

  it('names kinds that may not be read, and goes on with the rest', async () => {
    comparison.dispose();
    team.engine.comparisons.dispose();
    team.playground.faults.add({ resource: 'services' }, { kind: 'status', code: 403, reason: 'Forbidden' });
    comparison = team.engine.comparisons.open(checkout);
    await live();
    assert.match(comparison.head.hostNotice ?? '', /Services/u);
    assert.equal(row(comparison, 'services/shop/cart')?.state, 'waiting');
    const { stateReason, lines } = await comparison.detail('services/shop/cart');
    assert.match(stateReason, /cannot be told/u);
    assert.ok(lines.length > 5);
    assert.equal(tally(comparison)['pods synced'], 9);
  });

  it('shows what a user sees who may look into one namespace only, and complains of nothing that is not synced', async () => {
    comparison.dispose();
    await team.end();
    team = await startTeam({ namespace });
    comparison = team.engine.comparisons.open(checkout);
    await live();
    assert.equal(tally(comparison)['pods synced'], 9);
    assert.equal(comparison.head.hostNotice, undefined);
  });

  it('keeps its rows while the host is asked again with other credentials', async () => {
    await live();
    const keys = (): readonly string[] => comparison.rows.map(({ key, state }) => `${key} ${state}`).toSorted();
    const before = keys();
    let fewest = before.length;
    comparison.onDidChangeRows(() => {
      fewest = Math.min(fewest, comparison.rows.length);
    });
    const asked = team.playground.requests.entries.length;
    await team.signInAnew();
    const lists = () => team.playground.requests.entries.slice(asked).filter(({ verb }) => verb === 'list');
    await until(() => lists().some(({ resource }) => resource === 'priorityclasses'), 'the lists');
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(keys(), before);
    assert.ok(fewest > before.length / 2, `${fewest} of ${before.length}`);
    assert.ok((await comparison.detail('services/shop/cart')).changes.length > 0);
  });

  it('says that its context is gone, and begins anew when that is back', async () => {
    const text = await team.kubeconfig();
    await team.setKubeconfig('{}');
    await until(
      () => /no usable context/u.test(comparison.head.hostNotice ?? ''),
      'the notice',
      () => comparison.head,
    );
    await team.setKubeconfig(text);
    const second = team.engine.comparisons.open(checkout);
    await until(() => second.rows.some(({ kind }) => kind === 'pods'), 'the pods');
    assert.equal(second.head.hostNotice, undefined);
    second.dispose();
  });

  it('takes the defaults where the configuration cannot be read, and says so', async () => {
    comparison.dispose();
    team.engine.comparisons.dispose();
    team.playground.faults.add(
      { resource: 'secrets', verb: 'list' },
      { kind: 'status', code: 403, reason: 'Forbidden' },
    );
    comparison = team.engine.comparisons.open(checkout);
    await until(
      () => comparison.head.hostNotice?.includes('defaults of its version') === true,
      'the notice',
      () => comparison.head,
    );
    await until(() => comparison.rows.some(({ kind }) => kind === 'pods'), 'the pods');
  });

  it('says of a version that cannot be read that the newest rules count', async () => {
    const statefulSet = team.playground.api.get(resources.statefulsets, namespace, name);
    team.playground.api.update({
      ...statefulSet,
      metadata: { ...statefulSet.metadata, labels: { app: 'vcluster', release: name } },
      spec: JSON.parse(JSON.stringify(statefulSet['spec']).replaceAll(/(vcluster[\w/-]*):[\w.]+"/gu, '$1:canary"')),
    });
    await until(
      () => comparison.head.hostNotice?.includes('version cannot be read') === true,
      'the notice',
      () => comparison.head,
    );
    await live();
    const pod = comparison.rows.find(({ kind, virtualNamespace }) => kind === 'pods' && virtualNamespace === 'shop');
    assert.ok((await comparison.detail(pod?.key ?? '')).changes.length > 5);
  });

  it('pairs what a syncer of the older generation wrote', async () => {
    const old = team.engine.comparisons.open(legacy);
    await old.openVirtual(operation());
    await until(
      () => old.head.virtual.state === 'live',
      'the inside',
      () => old.head,
    );
    await until(
      () => tally(old)['deployments virtualOnly'] !== undefined,
      'all rows',
      () => tally(old),
    );
    assert.equal(old.head.generation, 'legacy');
    assert.equal(tally(old)['pods waiting'], undefined);
    assert.ok((tally(old)['pods synced'] ?? 0) > 1);
    old.dispose();
  });

  it('looks where the configuration puts workloads, if that is not beside the control plane', async () => {
    const { api } = team.playground;
    const [own, elsewhere, syncer] = ['legacy-apps', 'legacy-workloads', 'intranet'];
    const config = { syncer: { extraArgs: [`--target-namespace=${elsewhere}`] } };
    const release = helmSecret({ name: syncer, namespace: own, chart: 'vcluster', version: '0.19.7', config });
    api.patch(resources.secrets, own, `sh.helm.release.v1.${syncer}.v1`, { data: release['data'] });
    api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: elsewhere } });
    const metadata = {
      name: hostName('plain', 'shop', syncer),
      namespace: elsewhere,
      labels: { [marks.managedBy]: syncer },
      annotations: { [marks.objectName]: 'plain', [marks.objectNamespace]: 'shop' },
    };
    api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
    api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'stranger', namespace: elsewhere } });
    const old = team.engine.comparisons.open(legacy);
    const key = 'configmaps/shop/plain';
    await until(
      () => row(old, key) !== undefined,
      'the ConfigMap',
      () => tally(old),
    );
    assert.equal(row(old, key)?.hostNamespace, elsewhere);
    assert.match(JSON.stringify((await old.detail(key)).lines), /namespace: legacy-workloads/u);
    assert.ok(old.rows.every(({ hostName: one }) => one !== 'stranger'));
    old.dispose();
  });

  it('follows a vcluster into the namespaces of the host that stand for its own, as they come and go', async () => {
    await until(() => comparison.rows.some(({ kind }) => kind === 'configmaps'), 'the ConfigMaps');
    const { api } = team.playground;
    const mapped = 'vcluster-0a1b2c3d-4e5f6a7b';
    const labels = { [marks.managedBy]: `${namespace}-x-${name}` };
    const space = { name: mapped, labels, annotations: { [marks.objectName]: 'elsewhere' } };
    api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: space });
    const annotations = { [marks.objectName]: 'plain', [marks.objectNamespace]: 'elsewhere' };
    api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'plain', namespace: mapped, annotations } });
    const key = 'configmaps/elsewhere/plain';
    await until(() => row(comparison, key) !== undefined, 'the ConfigMap');
    assert.deepEqual([row(comparison, key)?.hostNamespace, row(comparison, key)?.hashed], [mapped, undefined]);
    const [found] = await team.engine.names.findVirtual('plain');
    assert.equal(found?.key, key);
    api.delete(resources.namespaces, undefined, mapped);
    await until(() => row(comparison, key) === undefined, 'its end');
  });

  it('goes on while anybody looks, and holds no watch afterwards', async () => {
    const second = team.engine.comparisons.open(checkout);
    await live();
    comparison.dispose();
    assert.ok(second.rows.length > 50);
    second.dispose();
    team.engine.comparisons.dispose();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const count = team.playground.requests.entries.length;
    team.playground.faults.dropWatches({ resource: 'configmaps' });
    team.playground.faults.dropWatches({ resource: 'persistentvolumes' });
    await new Promise((resolve) => setTimeout(resolve, 700));
    const later = team.playground.requests.entries.slice(count);
    assert.deepEqual(
      later.filter(({ resource }) => resource === 'configmaps' || resource === 'persistentvolumes'),
      [],
    );
  });

  it('refuses what is no vcluster', () => {
    assert.throws(() => team.engine.comparisons.open('nonsense'), { kind: 'invalid' });
    assert.throws(() => team.engine.comparisons.open('nowhere/a/b'), { kind: 'kubeconfig' });
  });
});
