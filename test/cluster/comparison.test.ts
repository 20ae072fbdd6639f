import assert from 'node:assert/strict';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Comparison } from '../../src/core/comparison/comparison.ts';
import { createEngine, type Engine } from '../../src/core/engine.ts';
import { vclusterId } from '../../src/core/vcluster/id.ts';
import { hostName } from '../../src/core/vcluster/translate.ts';
import { engineOptions } from '../unit/engineOptions.ts';
import { ControlPlane } from './host/controlPlane.ts';
import { StandIn } from './standIn/standIn.ts';
import { until } from './until.ts';

const namespace = 'team-b';
const name = 'dev';
const id = vclusterId({ context: 'host', namespace, name });
const labels = { app: 'vcluster', release: name };
const long = 'a-pod-with-a-name-that-is-hashed-on-the-host-7d9f8b6c5d-abcde';
const hashed = hostName(long, 'shop', name);

/** One API server as the host, and another as the vcluster; what a syncer would write is written by the test. */
describe('a comparison of real clusters', function () {
  this.timeout(60_000);
  let host: ControlPlane;
  let inside: ControlPlane;
  let standIn: StandIn;
  let config: string;
  let engine: Engine;
  let comparison: Comparison;

  before(async function () {
    this.timeout(900_000);
    host = await ControlPlane.start({ progress: console.log });
    inside = await ControlPlane.start({ controllerManager: false });
    standIn = await StandIn.start(host, { progress: console.log });
    await standIn.createNamespace(namespace);
    await createVCluster();
    await createPair();
    await createWidgets();
    await createCopies();
    config = join(host.folder, 'user.kubeconfig');
    await copyFile(host.kubeconfigPath, config);
    engine = await createEngine(engineOptions({ kubeconfig: () => [config], storageFolder: host.folder }));
    comparison = engine.comparisons.open(id);
    await comparison.openVirtual({ signal: new AbortController().signal, report: () => undefined });
    await until('the inside', () => comparison.head.virtual.state === 'live');
  });

  after(async () => {
    comparison?.dispose();
    await engine?.close();
    engine?.dispose();
    await standIn?.stop();
    await inside?.stop();
    await host?.stop();
  });

  async function createVCluster(): Promise<void> {
    const template = standIn.template({ labels, ports: { 8443: new URL(inside.server).host } });
    const containers = [{ name: 'syncer', image: 'ghcr.io/loft-sh/vcluster-pro:0.36.1' }];
    await host.api.create(`/apis/apps/v1/namespaces/${namespace}/statefulsets`, {
      metadata: { name, labels: { ...labels, chart: 'vcluster-0.36.1' } },
      spec: {
        replicas: 1,
        serviceName: `${name}-headless`,
        selector: { matchLabels: labels },
        template: { ...template, spec: { ...template.spec, containers } },
      },
    });
    const kubeconfig = inside.kubeconfig({ token: inside.adminToken }, { server: 'https://localhost:8443' });
    await host.api.create(`/api/v1/namespaces/${namespace}/secrets`, {
      metadata: { name: `vc-${name}` },
      stringData: { config: kubeconfig },
    });
    const pod = `/api/v1/namespaces/${namespace}/pods/${name}-0`;
    await until('the pod of the vcluster', () =>
      host.api.get(pod).then(
        () => true,
        () => false,
      ),
    );
    await standIn.podCondition(namespace, `${name}-0`, 'Ready', true);
  }

  /** A pod with its copy, and one that waits because of a quota. */
  async function createPair(): Promise<void> {
    await inside.api.create('/api/v1/namespaces', { metadata: { name: 'shop', labels: { team: 'a' } } });
    const spec = { containers: [{ name: 'main', image: 'nginx:1.27' }], automountServiceAccountToken: false };
    const pods = '/api/v1/namespaces/shop/pods';
    await inside.api.create('/api/v1/namespaces/shop/serviceaccounts', { metadata: { name: 'default' } });
    const made = (await inside.api.create(pods, { metadata: { name: long }, spec })) as { metadata: { uid: string } };
    await inside.api.create(pods, { metadata: { name: 'waits' }, spec });
    await inside.api.create('/api/v1/namespaces/shop/events', {
      metadata: { name: 'waits.1' },
      involvedObject: { apiVersion: 'v1', kind: 'Pod', name: 'waits', namespace: 'shop' },
      type: 'Warning',
      reason: 'SyncError',
      message: 'Error syncing: pods "waits-x-shop-x-dev" is forbidden: exceeded quota: vc-dev, requested: pods=1',
      lastTimestamp: new Date().toISOString(),
    });
    const mark = 'vcluster.loft.sh';
    await host.api.create(`/api/v1/namespaces/${namespace}/pods`, {
      metadata: {
        name: hashed,
        labels: { [`${mark}/managed-by`]: name, [`${mark}/namespace`]: 'shop' },
        annotations: {
          [`${mark}/object-name`]: long,
          [`${mark}/object-namespace`]: 'shop',
          [`${mark}/object-uid`]: made.metadata.uid,
          [`${mark}/object-host-name`]: hashed,
          [`${mark}/object-kind`]: '/v1, Kind=Pod',
        },
      },
      spec,
    });
  }

  /** What the vcluster is told to bring in from the host, as the syncer would have done. */
  async function createCopies(): Promise<void> {
    const provisioner = { provisioner: 'example.com/disk', parameters: { type: 'ssd' } };
    const controller = { spec: { controller: 'example.com/web' } };
    for (const { api } of [host, inside]) {
      await api.create('/apis/storage.k8s.io/v1/storageclasses', { metadata: { name: 'fast' }, ...provisioner });
      await api.create('/apis/networking.k8s.io/v1/ingressclasses', { metadata: { name: 'web' }, ...controller });
    }
    await inside.api.create('/api/v1/nodes', { metadata: { name: standIn.node } });
  }

  /** A custom resource that the vcluster is told to sync, with an object on each side. */
  async function createWidgets(): Promise<void> {
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
        versions: [{ name: 'v1alpha1', served: true, storage: true, schema }],
      },
    };
    const path = (of: string) => `/apis/example.com/v1alpha1/namespaces/${of}/widgets`;
    for (const { api } of [host, inside]) {
      await api.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition);
    }
    const marks = {
      labels: { 'vcluster.loft.sh/managed-by': name, 'vcluster.loft.sh/namespace': 'shop' },
      annotations: { 'vcluster.loft.sh/object-name': 'gear', 'vcluster.loft.sh/object-namespace': 'shop' },
    };
    const widget = { apiVersion: 'example.com/v1alpha1', kind: 'Widget', spec: { size: 1 } };
    await served(() => inside.api.create(path('shop'), { ...widget, metadata: { name: 'gear' } }));
    await served(() => inside.api.create(path('shop'), { ...widget, metadata: { name: 'cog' } }));
    const copy = { ...widget, metadata: { name: hostName('gear', 'shop', name), ...marks } };
    await served(() => host.api.create(path(namespace), copy));
    const values = [
      'sync:',
      '  toHost: {customResources: {widgets.example.com: {enabled: true}}}',
      '  fromHost: {storageClasses: {enabled: true}, ingressClasses: {enabled: true}, nodes: {enabled: true}}',
      '',
    ].join('\n');
    await host.api.create(`/api/v1/namespaces/${namespace}/secrets`, {
      metadata: { name: `vc-config-${name}`, labels },
      stringData: { 'config.yaml': values },
    });
  }

  /** A new resource takes a moment until it is served. */
  function served(create: () => Promise<unknown>): Promise<void> {
    return until('a new resource', () =>
      create().then(
        () => true,
        () => false,
      ),
    );
  }

  it('pairs custom resources that the vcluster is told to sync', async () => {
    const state = (of: string) => comparison.rows.find(({ key }) => key === `widgets.example.com/shop/${of}`)?.state;
    await until('the widgets', () => state('gear') === 'synced' && state('cog') === 'waiting');
    const { lines, changes } = await comparison.detail('widgets.example.com/shop/gear');
    assert.ok(lines.some(({ left, right }) => left === '  size: 1' && right === '  size: 1'));
    assert.ok(changes.some(({ rule }) => rule === 'metadata.name'));
  });

  it('shows beside its original what comes from the host, and says when that is gone', async () => {
    const key = 'storageclasses/fast';
    const isCopy = (of: string) => comparison.rows.find((row) => row.key === of)?.state === 'fromHost';
    const others = ['ingressclasses.networking.k8s.io/web', `nodes/${standIn.node}`];
    await until('the copies', () => [key, ...others].every(isCopy));
    for (const other of others) {
      assert.ok((await comparison.detail(other)).lines.some(({ left, right }) => left === right));
    }
    const { lines, changes, stateReason } = await comparison.detail(key);
    assert.match(stateReason, /^Comes from the host/u);
    assert.ok(lines.some(({ left, right }) => left === '  type: ssd' && right === '  type: ssd'));
    assert.deepEqual(
      changes.filter(({ kind }) => kind === 'drift'),
      [],
    );
    await host.api.remove('/apis/storage.k8s.io/v1/storageclasses/fast');
    assert.match((await comparison.detail(key)).stateReason, /where it is no more/u);
  });

  it('pairs what is on both sides, by metadata where that is enough, and leaves the kubeconfig alone', async () => {
    assert.equal(await readFile(config, 'utf8'), await readFile(host.kubeconfigPath, 'utf8'));
    const rows = new Map(comparison.rows.map((row) => [row.key, row]));
    assert.deepEqual(
      [rows.get(`pods/shop/${long}`)?.state, rows.get(`pods/shop/${long}`)?.hashed, rows.get('pods/shop/waits')?.state],
      ['synced', true, 'waiting'],
    );
    assert.equal(rows.get(`host:pods/${namespace}/${name}-0`)?.state, 'hostOnly');
    assert.equal(rows.get(`host:secrets/${namespace}/vc-${name}`)?.state, 'hostOnly');
    assert.ok(rows.has('namespaces/shop'));
    assert.equal(comparison.head.virtual.state, 'live');
  });

  it('explains the pair, and why the other waits', async () => {
    const { changes, lines } = await comparison.detail(`pods/shop/${long}`);
    assert.ok(changes.some(({ rule }) => rule === 'metadata.name'));
    assert.ok(lines.some(({ left, right }) => left === `  name: ${long}` && right === `  name: ${hashed}`));
    const { timeline, findings } = await comparison.diagnose('pods/shop/waits');
    assert.deepEqual(
      timeline.filter(({ side }) => side === 'virtual').map(({ title }) => title),
      ['SyncError'],
    );
    assert.equal(findings[0]?.rule, 'quota.exceeded');
  });

  it('finds the object behind the hashed name, and the way back', async () => {
    const [found] = await engine.names.findVirtual(hashed);
    assert.deepEqual([found?.vclusterId, found?.key, found?.isRegular], [id, `pods/shop/${long}`, true]);
    assert.equal((await engine.names.findHost(id, 'pods', 'shop', long))?.hostName, hashed);
    assert.deepEqual((await engine.names.loadNames()).findIn(`at ${hashed}.`).length, 1);
  });

  it('follows what is deleted on either side', async () => {
    await comparison.detail(`pods/shop/${long}`);
    const told: string[] = [];
    comparison.onDidChangeDetail((key) => told.push(key));
    await host.api.remove(`/api/v1/namespaces/${namespace}/pods/${hashed}?gracePeriodSeconds=0`);
    const state = () => comparison.rows.find(({ key }) => key === `pods/shop/${long}`)?.state;
    await until('the end of the copy', () => state() === 'waiting');
    await inside.api.remove(`/api/v1/namespaces/shop/pods/${long}?gracePeriodSeconds=0`);
    await until('the end of the pod', () => state() === undefined);
    assert.ok(told.includes(`pods/shop/${long}`));
  });
});
