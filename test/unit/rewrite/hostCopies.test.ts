import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { pairItem } from '../../../src/core/rewrite/identity.ts';
import { pairObjects } from '../../../src/core/rewrite/pair.ts';
import { hostName, predict } from '../../../src/core/rewrite/predict.ts';
import { dig, type Raw } from '../../../src/core/vcluster/raw.ts';

const old = { name: 'vc', namespace: 'ns', version: '0.14.2' };
const between = { ...old, version: '0.19.5' };
const current = { ...old, version: '0.36.1' };
const storage = 'storage.k8s.io/v1';

function drift(virtual: Raw, host: Raw, target: typeof old, values: object): readonly string[] {
  return explain(virtual, host, target, { values })
    .changes.filter(({ kind }) => kind === 'drift')
    .map(({ path }) => path);
}

suite('Copies of what the host has', () => {
  test('of a storage capacity are in kube-system, and say whose they are', () => {
    const fromHost = { csiStorageCapacities: { enabled: 'true' } };
    const values = { sync: { fromHost, csistoragecapacities: { enabled: true } } };
    const host = {
      apiVersion: storage,
      kind: 'CSIStorageCapacity',
      metadata: {
        name: 'csisc-a',
        namespace: 'storage',
        generateName: 'csisc-',
        labels: { 'csi.storage.k8s.io/drivername': 'd' },
        ownerReferences: [{ kind: 'Deployment', name: 'provisioner' }],
      },
      storageClassName: 'fast',
      capacity: '1Gi',
    };
    const copy = (labels: object, annotations: object): Raw => ({
      ...host,
      metadata: {
        name: 'csisc-a-x-storage',
        namespace: 'kube-system',
        labels,
        annotations: {
          'vcluster.loft.sh/object-name': 'csisc-a',
          'vcluster.loft.sh/object-namespace': 'storage',
          'vcluster.loft.sh/object-uid': 'u',
          ...annotations,
        },
      },
    });
    const marks = { 'vcluster.loft.sh/managed-by': 'vc', 'vcluster.loft.sh/namespace': 'storage' };
    const now = copy(
      { ...host.metadata.labels, ...marks },
      {
        'vcluster.loft.sh/object-host-name': 'csisc-a-x-storage',
        'vcluster.loft.sh/object-host-namespace': 'kube-system',
        'vcluster.loft.sh/object-kind': 'storage.k8s.io/v1, Kind=CSIStorageCapacity',
      },
    );
    const before = copy({ 'vcluster.loft.sh/label-vc-x-0123456789': 'd', ...marks }, {});
    for (const [virtual, target] of [
      [now, current],
      [before, old],
    ] as const) {
      assert.deepEqual(drift(virtual, host, target, values), [], target.version);
      assert.deepEqual(drift(virtual, { ...host, capacity: '2Gi' }, target, values), ['/capacity']);
      assert.equal(dig(predict(virtual, target, { values }).object, 'metadata', 'namespace'), 'storage');
      const [pair] = pairObjects({
        virtual: [pairItem(virtual)].filter((one) => one !== undefined),
        host: [pairItem(host)].filter((one) => one !== undefined),
        target,
        options: { values },
      });
      assert.equal(pair?.state, 'synced');
    }
    const name = (given: string): string | undefined =>
      hostName({ kind: 'CSIStorageCapacity', apiVersion: storage, name: given, namespace: 'kube-system' }, current, {
        values,
      });
    assert.equal(name('csisc-a-x-storage'), 'csisc-a');
    assert.equal(name('a-x-b-x-c'), undefined);
    const classes = { sync: { fromHost, toHost: { storageClasses: { enabled: true } } } };
    assert.equal(dig(predict(now, current, { values: classes }).object, 'storageClassName'), 'vcluster-fast-x-ns-x-vc');
  });

  test('of a snapshot’s content that the host made carry no marks there', () => {
    const snapshots = { enabled: true };
    const toHost = { volumeSnapshots: snapshots, volumeSnapshotContents: snapshots };
    const values = { sync: { volumesnapshots: snapshots, toHost } };
    const reference = { kind: 'VolumeSnapshot', name: 's', namespace: 'team', uid: 'inside', resourceVersion: '7' };
    const virtual = {
      apiVersion: 'snapshot.storage.k8s.io/v1',
      kind: 'VolumeSnapshotContent',
      metadata: {
        name: 'snapcontent-1',
        annotations: {
          'vcluster.loft.sh/host-volumesnapshotcontent': 'snapcontent-1',
          'snapshot.storage.kubernetes.io/volumesnapshot-being-created': 'yes',
          a: 'b',
        },
        finalizers: ['vcluster.loft.sh/physical-volumesnapshotcontent-gc'],
      },
      spec: { driver: 'd', deletionPolicy: 'Delete', volumeSnapshotRef: reference },
    };
    const volumeSnapshotRef = {
      ...reference,
      name: 's-x-team-x-vc',
      namespace: 'ns',
      uid: '016af191-9588-42cb-89ab-99222f5c2bd3',
      resourceVersion: '1234',
    };
    const host = {
      ...virtual,
      metadata: { name: 'snapcontent-1', annotations: { a: 'b' } },
      spec: { ...virtual.spec, volumeSnapshotRef },
    };
    for (const target of [old, current]) {
      assert.deepEqual(drift(virtual, host, target, values), []);
      assert.deepEqual(drift(virtual, { ...host, spec: { ...host.spec, driver: 'e' } }, target, values), [
        '/spec/driver',
      ]);
    }
  });

  test('come with their snapshots up to 0.20, and need a switch since', () => {
    const content = { kind: 'VolumeSnapshotContent', apiVersion: 'snapshot.storage.k8s.io/v1', name: 'c' };
    const values = { sync: { toHost: { volumeSnapshots: { enabled: true } } } };
    assert.equal(hostName(content, { ...old, version: '0.20.4' }, { values }), 'vcluster-c-x-ns-x-vc');
    assert.equal(hostName(content, { ...old, version: '0.24.0' }, { values }), undefined);
  });

  test('of a node note the taints of the host, and lack what pods tolerate anyway', () => {
    const node = (taints: readonly object[], annotations: object = {}): Raw => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n', annotations },
      spec: { taints, providerID: 'p' },
    });
    const gpu = { key: 'gpu', value: 'yes', effect: 'NoSchedule' };
    const added = { key: 'added', effect: 'NoSchedule' };
    const noted = { 'vcluster.loft.sh/original-taints': JSON.stringify([JSON.stringify(gpu)]) };
    const nodes = { sync: { fromHost: { nodes: { enabled: true } }, nodes: { enabled: true } } };
    for (const target of [old, between, current]) {
      assert.deepEqual(drift(node([added], noted), node([gpu]), target, nodes), [], target.version);
      assert.deepEqual(drift(node([gpu], noted), node([added]), target, nodes).length > 0, true);
    }
    assert.deepEqual(drift(node([added]), node([]), current, nodes), []);
    const tolerant = { ...nodes, syncer: { extraArgs: ['--enforce-toleration=gpu'] } };
    assert.deepEqual(drift(node([]), node([gpu]), old, tolerant), []);
    assert.deepEqual(drift(node([]), node([gpu]), old, nodes), ['/spec/taints/0']);
  });

  test('lack the owners of what they are copies of, and keep the marks of other vclusters', () => {
    const values = { sync: { fromHost: { csiNodes: { enabled: 'true' }, storageClasses: { enabled: 'true' } } } };
    const virtual = { apiVersion: storage, kind: 'CSINode', metadata: { name: 'n' }, spec: { drivers: [] } };
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: 'n' }];
    assert.deepEqual(drift(virtual, { ...virtual, metadata: { name: 'n', ownerReferences } }, current, values), []);
    const own = { ...virtual, metadata: { name: 'n', labels: { 'vcluster.loft.sh/managed-by': 'vc' } } };
    assert.deepEqual(drift(own, virtual, current, values), []);
    const labels = { 'vcluster.loft.sh/managed-by': 'ns-x-other' };
    const other = { apiVersion: storage, kind: 'StorageClass', metadata: { name: 's', labels }, provisioner: 'p' };
    assert.deepEqual(drift(other, other, current, values), []);
  });
});

suite('Namespaces on the host', () => {
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'team', annotations: { 'scheduler.alpha.kubernetes.io/node-selector': 'a=b', c: 'd' } },
  };
  const values = {
    multiNamespaceMode: { enabled: true },
    experimental: { multiNamespaceMode: { enabled: true, namespaceLabels: { tier: 'x' } } },
    syncer: { extraArgs: ['--namespace-labels=tier=x,zone=y'] },
    sync: { toHost: { namespaces: { enabled: true, mappings: { byName: { team: 'host-team' } } } } },
  };

  test('say whose they are, and do not move pods', () => {
    for (const target of [old, { ...old, version: '0.24.0' }, current]) {
      const { object } = predict(namespace, target, { values });
      const labels = dig(object, 'metadata', 'labels') as Raw;
      assert.equal(labels['tier'], 'x', target.version);
      assert.equal(labels['vcluster.loft.sh/vcluster-name'], target === old ? undefined : 'vc');
      assert.equal(labels['vcluster.loft.sh/vcluster-namespace'], target === old ? undefined : 'ns');
      assert.equal(dig(object, 'metadata', 'annotations', 'vcluster.loft.sh/managed-annotations'), 'c');
      assert.equal(dig(object, 'metadata', 'annotations', 'scheduler.alpha.kubernetes.io/node-selector'), undefined);
      assert.deepEqual(drift(namespace, object ?? {}, target, values), []);
    }
  });
});
