import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { KnownNames } from '../../../src/core/comparison/knownNames.ts';
import type { NameMatch } from '../../../src/core/comparison/nameMatch.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import { cpuMs } from './cpu.ts';
import { checkout, context, legacy, startTeam, type Team } from './team.ts';

const namespace = 'team-checkout';

describe('NameIndex', function () {
  this.timeout(20_000);
  let team: Team;
  let hold: { dispose(): void };

  beforeEach(async () => {
    team = await startTeam();
    hold = team.engine.hosts.open(context)?.hold() ?? assert.fail('no host');
    await team.engine.list(context);
  });

  afterEach(async () => {
    hold.dispose();
    await team.end();
  });

  function hashedPod() {
    const pods = team.playground.api.list(resources.pods, namespace);
    const found = pods.find(({ metadata }) => /--[0-9a-f]{10}$/u.test(metadata?.name ?? ''));
    return found?.metadata ?? assert.fail('a hashed pod');
  }

  it('finds what is behind a hashed name in a text, with its vcluster and namespace', async () => {
    const { name = '', annotations } = hashedPod();
    const found = await team.engine.names.findVirtual(`pod/${name} is not ready`);
    assert.deepEqual(
      found.map((match) => [match.vclusterId, match.key, match.isRegular]),
      [[checkout, `pods/shop/${annotations?.['vcluster.loft.sh/object-name']}`, true]],
    );
    assert.deepEqual(await team.engine.names.findVirtual('nothing-x-of-x-this'), []);
    await team.engine.names.loadNames();
    const typed = await team.engine.names.findVirtual('recommendation-engine');
    assert.ok(typed.some(({ hostName }) => hostName === name));
    assert.deepEqual(await team.engine.names.findVirtual(''), []);
  });

  it('takes the name of a kind that is not synced by default for regular too', async () => {
    const all = await team.engine.names.findVirtual('storefront-x-shop-x-checkout-staging');
    assert.deepEqual(all.map(({ kind, isRegular }) => [kind, isRegular]).toSorted(), [
      ['ingresses', true],
      ['services', true],
    ]);
  });

  it('finds the way back, for regular names and for others', async () => {
    const { name = '', annotations } = hashedPod();
    const inside = annotations?.['vcluster.loft.sh/object-name'] ?? '';
    const { names } = team.engine;
    assert.equal((await names.findHost(checkout, 'pods', 'shop', inside))?.hostName, name);
    assert.equal((await names.findHost(legacy, 'services', 'default', 'wiki'))?.hostName, 'wiki-x-default-x-intranet');
    assert.equal(await names.findHost(checkout, 'pods', 'shop', 'never'), undefined);
    const { api } = team.playground;
    const labels = { 'vcluster.loft.sh/managed-by': 'checkout-staging', 'vcluster.loft.sh/namespace': 'shop' };
    const marks = { 'vcluster.loft.sh/object-name': 'odd', 'vcluster.loft.sh/object-namespace': 'shop' };
    const metadata = { name: 'mapped-otherwise', namespace, labels, annotations: marks };
    api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
    const odd = await names.findHost(checkout, 'configmaps', 'shop', 'odd');
    assert.deepEqual([odd?.hostName, odd?.isRegular], ['mapped-otherwise', false]);
  });

  it('leaves out objects of no known vcluster, and copies that say they are of another name', async () => {
    const { api } = team.playground;
    const labels = { 'vcluster.loft.sh/managed-by': 'nobody', 'vcluster.loft.sh/namespace': 'shop' };
    const annotations = { 'vcluster.loft.sh/object-name': 'a', 'vcluster.loft.sh/object-namespace': 'shop' };
    const metadata = { name: 'foreign', namespace, labels, annotations };
    api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
    const copied = { ...annotations, 'vcluster.loft.sh/object-host-name': 'another' };
    const own = { ...labels, 'vcluster.loft.sh/managed-by': 'checkout-staging' };
    api.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { ...metadata, name: 'copied', labels: own, annotations: copied },
    });
    assert.deepEqual(await team.engine.names.findVirtual('foreign'), []);
    assert.deepEqual(await team.engine.names.findVirtual('copied'), []);
    const known = await team.engine.names.loadNames();
    assert.deepEqual([known.find('foreign'), known.find('copied')], [[], []]);
  });

  it('lists once for many questions, watches nothing, and asks no host that nobody looks at', async () => {
    const { names } = team.engine;
    const before = team.playground.requests.entries.length;
    assert.equal(names.knownNames().size, 0);
    const known = await names.loadNames(context);
    await names.loadNames();
    assert.ok(known.size > 50);
    assert.ok(names.knownNames().findIn(`x ${hashedPod().name}`).length === 1);
    const asked = team.playground.requests.entries.slice(before).filter(({ path }) => path.includes('managed-by'));
    assert.ok(
      asked.every(({ verb }) => verb === 'list'),
      JSON.stringify(asked),
    );
    assert.equal(asked.filter(({ resource }) => resource === 'pods').length, 1);
    assert.equal(names.knownNames('nowhere').size, 0);
    assert.deepEqual(await names.findVirtual('anything', 'nowhere'), []);
  });

  it('says so where a host cannot be asked', async () => {
    team.playground.faults.add({ resource: 'pods', verb: 'list' }, { kind: 'status', code: 500 });
    await assert.rejects(team.engine.names.findVirtual('some-name'), { kind: 'server' });
    await assert.rejects(team.engine.names.loadNames(), { kind: 'server' });
    const asked = () => team.playground.requests.entries.filter(({ path }) => path.includes('managed-by')).length;
    const before = asked();
    for (let line = 0; line < 5; line += 1) {
      assert.equal(team.engine.names.knownNames().size, 0);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(asked(), before, 'a host that cannot be asked is left alone');
    team.playground.faults.clear();
    assert.ok((await team.engine.names.loadNames()).size > 50);
  });

  it('marks what may be listed where some kinds may not', async () => {
    team.playground.faults.add(
      { resource: 'secrets', verb: 'list' },
      { kind: 'status', code: 403, reason: 'Forbidden' },
    );
    const known = await team.engine.names.loadNames();
    assert.ok(known.find(hashedPod().name ?? '').length === 1);
    assert.equal(
      [...known.all].some(({ kind }) => kind === 'secrets'),
      false,
    );
  });
});

describe('KnownNames', () => {
  const match = (hostName: string): NameMatch => ({
    vclusterId: 'c/n/vc',
    context: 'c',
    key: 'pods/shop/web',
    kind: 'pods',
    hostName,
    virtualName: 'web',
    virtualNamespace: 'shop',
    isRegular: true,
  });
  const names = new KnownNames([match('web-x-shop-x-vc'), match('cert.pem-x-shop-x-vc')]);
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ['pod/web-x-shop-x-vc failed', ['web-x-shop-x-vc']],
    ['http://web-x-shop-x-vc.team.svc:80/', ['web-x-shop-x-vc']],
    ['"web-x-shop-x-vc" and cert.pem-x-shop-x-vc.', ['web-x-shop-x-vc', 'cert.pem-x-shop-x-vc']],
    ['web-x-shop-x-vc-2 my-web-x-shop-x-vc', []],
    ['', []],
    ['x'.repeat(5_000), []],
  ];
  for (const [line, found] of lines) {
    it(`finds names in: ${line.slice(0, 60)}`, () => {
      assert.deepEqual(
        names.findIn(line).map(({ start, length }) => line.slice(start, start + length)),
        found,
      );
    });
  }

  it('takes microseconds for a line among 10,000 names', () => {
    const many = new KnownNames(Array.from({ length: 10_000 }, (_, at) => match(`pod-${at}-x-shop-x-vc`)));
    const text = `2026-01-01T00:00:00Z INFO some words about pod-77-x-shop-x-vc and ${'more '.repeat(30)}`;
    const each = cpuMs(() => {
      for (let line = 0; line < 1_000; line += 1) {
        many.findIn(text);
      }
    });
    assert.ok(each < 300, `${each} µs`);
  });
});
