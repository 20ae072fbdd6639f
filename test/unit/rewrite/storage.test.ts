import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { predict } from '../../../src/core/rewrite/predict.ts';
import { dig, type Raw } from '../../../src/core/vcluster/raw.ts';

const old = { name: 'vc', namespace: 'ns', version: '0.14.2' };
const between = { ...old, version: '0.20.2' };
const current = { ...old, version: '0.36.1' };
const targets = [old, between, current];

function on(...keys: readonly string[]): object {
  const toHost = Object.fromEntries(keys.map((key) => [key, { enabled: true }]));
  return { sync: { ...Object.fromEntries(keys.map((key) => [key.toLowerCase(), { enabled: true }])), toHost } };
}

function claim(spec: object, annotations?: object): Raw {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'team', ...(annotations === undefined ? {} : { annotations }) },
    spec,
  };
}

function spec(virtual: Raw, target: typeof old, values: object): unknown {
  const { object } = predict(virtual, target, { values });
  if (object === null) {
    return null;
  }
  const drift = explain(virtual, object, target, { values }).changes.filter(({ kind }) => kind === 'drift');
  assert.deepEqual(drift, []);
  return object['spec'];
}

suite('Storage on the host', () => {
  const both = on('persistentVolumes', 'storageClasses');

  test('versions up to 0.15 refuse a claim only where nothing says which volume it wants', () => {
    const named = { storageClassName: '', volumeName: 'pv' };
    assert.equal(spec(claim({}), old, both), null);
    assert.equal(spec(claim({}), { ...old, version: '0.15.7' }, both), null);
    assert.notEqual(spec(claim({}), { ...old, version: '0.16.0' }, both), null);
    assert.notEqual(spec(claim({}), between, both), null);
    assert.deepEqual(spec(claim(named), old, both), { storageClassName: '', volumeName: 'vcluster-pv-x-ns-x-vc' });
    assert.notEqual(spec(claim({ selector: { matchLabels: { a: 'b' } } }), old, both), null);
    assert.deepEqual(spec(claim({}, { 'volume.beta.kubernetes.io/storage-class': 'fast' }), old, both), {
      storageClassName: 'vcluster-fast-x-ns-x-vc',
    });
  });

  test('the old annotation for the class becomes the field', () => {
    const virtual = claim({}, { 'volume.beta.kubernetes.io/storage-class': 'fast' });
    for (const target of targets) {
      const { object } = predict(virtual, target, { values: on('storageClasses') });
      assert.equal(dig(object, 'spec', 'storageClassName'), 'vcluster-fast-x-ns-x-vc');
      assert.equal(dig(object, 'metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class'), undefined);
    }
  });

  test('a claim that chooses its volume gets the class of the vcluster even if classes are not synced', () => {
    const volumes = on('persistentVolumes');
    for (const target of targets) {
      assert.deepEqual(spec(claim({ storageClassName: 'fast', volumeName: 'pv' }), target, volumes), {
        storageClassName: 'vcluster-fast-x-ns-x-vc',
        volumeName: 'vcluster-pv-x-ns-x-vc',
      });
      const virtual = claim({ storageClassName: 'fast' });
      assert.deepEqual(spec(virtual, target, volumes), { storageClassName: 'fast' });
      const drift = (storageClassName: string): number => {
        const { object } = predict(virtual, target, { values: volumes });
        const host = { ...object, spec: { storageClassName } };
        return explain(virtual, host, target, { values: volumes }).changes.filter(({ kind }) => kind === 'drift')
          .length;
      };
      assert.deepEqual([drift('vcluster-fast-x-ns-x-vc'), drift('slow')], [0, 1]);
    }
  });

  test('a claim can say that its names are the host’s', () => {
    const given = {
      volumeName: 'pv',
      selector: { matchLabels: { release: 'x' } },
      dataSource: { kind: 'PersistentVolumeClaim', name: 'other' },
    };
    const virtual = claim(given, { 'vcluster.loft.sh/skip-translate': 'true' });
    for (const target of targets) {
      assert.deepEqual(spec(virtual, target, on('persistentVolumes')), given);
    }
  });

  test('what a claim is a copy of has another name, where the syncer knows the kind', () => {
    const of = (kind: string, target: typeof old, values: object = {}): unknown =>
      dig(spec(claim({ dataSource: { kind, name: 'a' } }), target, values), 'dataSource', 'name');
    for (const target of targets) {
      assert.equal(of('PersistentVolumeClaim', target), 'a-x-team-x-vc');
    }
    assert.equal(of('Populator', between), 'a-x-team-x-vc');
    assert.equal(of('Populator', current), 'a');
    assert.equal(of('VolumeSnapshot', current), 'a');
    assert.equal(of('VolumeSnapshot', current, on('volumeSnapshots')), 'a-x-team-x-vc');
    const elsewhere = claim({ dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'a', namespace: 'other' } });
    assert.equal(dig(spec(elsewhere, current, {}), 'dataSourceRef', 'name'), 'a-x-other-x-vc');
  });

  test('labels in the selector of a claim are those of volumes', () => {
    const selector = (target: typeof old): object =>
      dig(
        spec(claim({ selector: { matchLabels: { app: 'a', release: 'b' } } }), target, on('persistentVolumes')),
        'selector',
        'matchLabels',
      ) as object;
    assert.ok(Object.keys(selector(old)).every((key) => key.startsWith('vcluster.loft.sh/label-ns-x-vc-x-')));
    assert.deepEqual(selector(current), { app: 'a', 'vcluster.loft.sh/label-vc-x-a4d451ec23': 'b' });
  });

  test('snapshots name claims and contents of the host', () => {
    const snapshot = (kind: string, given: object, metadata: object = {}): Raw => ({
      apiVersion: 'snapshot.storage.k8s.io/v1',
      kind,
      metadata: { name: 's', namespace: 'team', ...metadata },
      spec: given,
    });
    for (const target of [old, current]) {
      const values = on('volumeSnapshots', 'volumeSnapshotContents');
      const of = (given: object): unknown => spec(snapshot('VolumeSnapshot', { source: given }), target, values);
      assert.deepEqual(of({ persistentVolumeClaimName: 'data' }), {
        source: { persistentVolumeClaimName: 'data-x-team-x-vc' },
      });
      assert.deepEqual(of({ volumeSnapshotContentName: 'c' }), {
        source: { volumeSnapshotContentName: 'vcluster-c-x-ns-x-vc' },
      });
      const content = snapshot(
        'VolumeSnapshotContent',
        { volumeSnapshotRef: { kind: 'VolumeSnapshot', name: 's', namespace: 'team', uid: 'u' } },
        { namespace: undefined },
      );
      assert.deepEqual(spec(content, target, values), {
        volumeSnapshotRef: { name: 's-x-team-x-vc', namespace: 'ns' },
      });
      assert.equal(dig(predict(content, target, { values }).object, 'metadata', 'name'), 'vcluster-s-x-ns-x-vc');
    }
  });

  test('the class of a volume is always renamed up to 0.20', () => {
    const volume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'pv' },
      spec: { storageClassName: 'fast' },
    };
    for (const target of [old, between]) {
      assert.deepEqual(spec(volume, target, on('persistentVolumes')), { storageClassName: 'vcluster-fast-x-ns-x-vc' });
    }
    assert.deepEqual(spec(volume, current, on('persistentVolumes')), { storageClassName: 'fast' });
    assert.deepEqual(spec(volume, current, both), { storageClassName: 'vcluster-fast-x-ns-x-vc' });
  });

  test('a volume that the host provisioned is not the syncer’s: it carries no marks, and is bound to the twin of the claim', () => {
    const claimRef = {
      kind: 'PersistentVolumeClaim',
      name: 'data',
      namespace: 'team',
      uid: 'inside',
      resourceVersion: '7',
    };
    const annotations = { 'vcluster.loft.sh/host-pv': 'pvc-1', 'pv.kubernetes.io/provisioned-by': 'csi' };
    const volume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'pvc-1', annotations, labels: { zone: 'a' } },
      spec: { claimRef, storageClassName: 'standard', csi: { driver: 'csi' } },
    };
    const host = {
      ...volume,
      metadata: { name: 'pvc-1', annotations: { 'pv.kubernetes.io/provisioned-by': 'csi' }, labels: { zone: 'a' } },
      spec: {
        ...volume.spec,
        claimRef: {
          ...claimRef,
          name: 'data-x-team-x-vc',
          namespace: 'ns',
          uid: '016af191-9588-42cb-89ab-99222f5c2bd3',
          resourceVersion: '1234',
        },
      },
    };
    for (const target of targets) {
      const options = { values: on('persistentVolumes') };
      const { changes } = explain(volume, host, target, options);
      assert.deepEqual(new Set(changes.map(({ kind }) => kind)), new Set(['rewritten']));
      const { object, unknown } = predict(volume, target, options);
      assert.equal(dig(object, 'spec', 'claimRef', 'name'), 'data-x-team-x-vc');
      assert.equal(dig(object, 'metadata', 'labels', 'vcluster.loft.sh/managed-by'), undefined);
      assert.ok(unknown.includes('/spec/claimRef/uid'));
      const moved = { ...host, spec: { ...host.spec, csi: { driver: 'other' } } };
      assert.ok(
        explain(volume, moved, target, options).changes.some(
          ({ kind, path }) => kind === 'drift' && path === '/spec/csi/driver',
        ),
      );
    }
  });
});
