import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { hostName, predict } from '../../../src/core/rewrite/predict.ts';
import { dig, type Raw } from '../../../src/core/vcluster/raw.ts';

const own = 'vcluster.loft.sh';

function target(version: string): { name: string; namespace: string; version: string } {
  return { name: 'vc', namespace: 'ns', version };
}

/** What becomes of an object, in which no drift is seen. */
function host(virtual: Raw, version: string, values: object = {}): Raw {
  const { object } = predict(virtual, target(version), { values });
  assert.ok(object !== null, 'It is not synced.');
  const drift = explain(virtual, object, target(version), { values }).changes.filter(({ kind }) => kind === 'drift');
  assert.deepEqual(drift, []);
  return object;
}

function pod(spec: object = {}, metadata: object = {}): Raw {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'd', ...metadata },
    spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
  };
}

function annotations(virtual: Raw, version: string, values?: object): Raw {
  return dig(host(virtual, version, values), 'metadata', 'annotations') as Raw;
}

function spec(virtual: Raw, version: string, values?: object): Raw {
  return host(virtual, version, values)['spec'] as Raw;
}

suite('What changed between versions of the syncer', () => {
  test('the full name of the API comes first in /etc/hosts since 0.31', () => {
    const names = (version: string): unknown => {
      const [alias] = spec(pod(), version)['hostAliases'] as Raw[];
      return alias?.['hostnames'];
    };
    const short = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
    for (const version of ['0.14.2', '0.19.10', '0.20.4', '0.30.4']) {
      assert.deepEqual(names(version), short, version);
    }
    for (const version of ['0.31.0', '0.36.1', '1.0.0']) {
      assert.deepEqual(names(version), ['kubernetes.default.svc.cluster.local', ...short], version);
    }
  });

  test('EndpointSlices are synced since 0.30', () => {
    const slice = { kind: 'EndpointSlice', apiVersion: 'discovery.k8s.io/v1', name: 'e', namespace: 'd' };
    const values = { sync: { toHost: { endpointSlices: { enabled: true } } } };
    assert.equal(hostName(slice, target('0.29.1'), { values }), undefined);
    assert.equal(hostName(slice, target('0.29.1')), undefined);
    assert.equal(hostName(slice, target('0.30.0')), 'e-x-d-x-vc');
  });

  test('objects name their kind and themselves since 0.21', () => {
    const virtual = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'd', uid: 'u' } };
    const before = { [`${own}/object-name`]: 'c', [`${own}/object-namespace`]: 'd', [`${own}/object-uid`]: 'u' };
    assert.deepEqual(annotations(virtual, '0.20.4'), before);
    assert.deepEqual(annotations(virtual, '0.21.0'), {
      ...before,
      [`${own}/object-host-name`]: 'c-x-d-x-vc',
      [`${own}/object-host-namespace`]: 'ns',
      [`${own}/object-kind`]: '/v1, Kind=ConfigMap',
    });
  });

  const owner = (kind: string, apiVersion = 'apps/v1', controller = true): object => ({
    apiVersion,
    kind,
    name: 'o',
    uid: 'u',
    controller,
  });
  const owned = (ownerReferences: readonly object[], given: object = {}): Raw =>
    pod({}, { ownerReferences, annotations: given });

  test('pods name all their owners since 0.17', () => {
    const virtual = owned([owner('ReplicaSet')]);
    const text = JSON.stringify([owner('ReplicaSet')]);
    for (const [version, expected] of [
      ['0.14.2', undefined],
      ['0.16.4', undefined],
      ['0.17.1', text],
      ['0.19.5', text],
      ['0.36.1', text],
    ] as const) {
      assert.equal(annotations(virtual, version)[`${own}/owner-references`], expected, version);
      assert.equal(annotations(virtual, version)[`${own}/owner-set-kind`], 'ReplicaSet', version);
    }
  });

  test('what a vcluster within this one said of owners and labels is replaced', () => {
    const given = {
      [`${own}/owner-references`]: '[]',
      [`${own}/owner-set-kind`]: 'StatefulSet',
      [`${own}/labels`]: 'inner="a"',
      [`${own}/name`]: 'inner',
    };
    const service = owner('Service', 'v1');
    const found = annotations(owned([service], given), '0.36.1');
    assert.equal(found[`${own}/owner-references`], JSON.stringify([service]));
    assert.equal(found[`${own}/owner-set-kind`], 'StatefulSet');
    assert.equal(found[`${own}/labels`], '');
    assert.equal(found[`${own}/name`], 'inner');
    const alone = annotations(owned([], given), '0.36.1');
    assert.deepEqual([alone[`${own}/owner-references`], alone[`${own}/owner-set-kind`]], [undefined, undefined]);
  });

  test('a pod of a DaemonSet is marked unless somebody said whether it may be evicted', () => {
    const daemon = 'cluster-autoscaler.kubernetes.io/daemonset-pod';
    const evict = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
    for (const version of ['0.14.2', '0.36.1']) {
      const marked = (references: readonly object[], given?: object): unknown =>
        annotations(owned(references, given), version)[daemon];
      assert.equal(marked([owner('DaemonSet')]), 'true');
      assert.equal(marked([owner('DaemonSet', 'example.com/v1')]), 'true');
      assert.equal(marked([owner('DaemonSet', 'apps/v1', false)]), undefined);
      assert.equal(marked([owner('DaemonSet')], { [evict]: 'false' }), undefined);
    }
  });

  test('up to 0.20 annotations that pods get are not among those that are carried over', () => {
    const given = {
      team: 'a',
      'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
      [`${own}/name`]: 'inner',
      [`${own}/token-abcdefgh`]: 'secret',
    };
    const managed = `${own}/managed-annotations`;
    for (const version of ['0.14.2', '0.19.5', '0.20.4']) {
      const found = annotations(pod({}, { annotations: given }), version);
      assert.equal(found[managed], 'team', version);
      assert.equal(found['cluster-autoscaler.kubernetes.io/safe-to-evict'], 'false');
      const { team: _, ...rest } = given;
      assert.equal(annotations(pod({}, { annotations: rest }), version)[managed], undefined, version);
    }
    assert.equal(annotations(pod({}, { annotations: given }), '0.21.0')[managed], Object.keys(given).sort().join('\n'));
  });

  test('to syncers before 0.21 the newer marks of a vcluster within are annotations like any other', () => {
    const given = { [`${own}/object-kind`]: 'inner', [`${own}/managed-labels`]: 'a', [`${own}/object-uid`]: 'inner' };
    const virtual = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'd', annotations: given },
    };
    const before = annotations(virtual, '0.19.5');
    assert.equal(before[`${own}/object-kind`], 'inner');
    assert.equal(before[`${own}/managed-annotations`], `${own}/object-kind`);
    assert.equal(before[`${own}/managed-labels`], undefined);
    const now = annotations(virtual, '0.36.1');
    assert.equal(now[`${own}/object-kind`], '/v1, Kind=ConfigMap');
    assert.equal(now[`${own}/managed-annotations`], undefined);
    assert.equal(now[`${own}/managed-labels`], 'a');
  });

  test('a selector of namespaces replaced that of pods up to 0.19.4', () => {
    const term = {
      topologyKey: 'zone',
      labelSelector: { matchLabels: { app: 'a' } },
      namespaceSelector: { matchLabels: { team: 'b' } },
    };
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
    const keys = (version: string): number => {
      const affinity = spec(pod({ affinity: { podAntiAffinity } }), version)['affinity'];
      const [made] = dig(affinity, 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution') as Raw[];
      return Object.keys(dig(made, 'labelSelector', 'matchLabels') as object).length;
    };
    assert.deepEqual(['0.14.2', '0.18.1', '0.19.4', '0.19.5', '0.20.0', '0.36.1'].map(keys), [2, 2, 2, 3, 3, 3]);
  });

  test('paths of the host are redirected always since 0.16, and the real ones mounted where a mapper needs them', () => {
    const volumes = [{ name: 'logs', hostPath: { path: '/var/log' } }];
    const containers = [{ name: 'c', volumeMounts: [{ name: 'logs', mountPath: '/var/log' }] }];
    const of = (version: string, values?: object): readonly unknown[] => {
      const made = spec(pod({ volumes, containers }), version, values);
      const [container] = made['containers'] as Raw[];
      const [mount] = (container?.['volumeMounts'] ?? []) as Raw[];
      const found = made['volumes'] as Raw[];
      return [dig(found[0], 'hostPath', 'path'), found.length, mount?.['mountPropagation']];
    };
    const there = '/tmp/vcluster/ns/vc/log';
    const mapper = { hostpathMapper: { enabled: true } };
    const flag = (name: string): object => ({ syncer: { extraArgs: [`--${name}=true`] } });
    assert.deepEqual(of('0.15.7'), ['/var/log', 1, undefined]);
    assert.deepEqual(of('0.15.7', mapper), [there, 2, undefined]);
    assert.deepEqual(of('0.15.7', flag('rewrite-host-paths')), [there, 2, undefined]);
    assert.deepEqual(of('0.16.0'), [there, 1, 'HostToContainer']);
    assert.deepEqual(of('0.19.5', mapper), [there, 2, 'HostToContainer']);
    assert.deepEqual(of('0.19.5', flag('mount-physical-host-paths')), [there, 2, 'HostToContainer']);
    const current = (central: boolean): object => ({ controlPlane: { hostPathMapper: { enabled: true, central } } });
    assert.deepEqual(of('0.36.1', current(false)), [there, 2, 'HostToContainer']);
    assert.deepEqual(of('0.36.1', current(true)), [there, 1, 'HostToContainer']);
  });

  test('from 0.23 to 0.27 pods with a scheduler inside saw the address of a made-up node', () => {
    const env = [{ name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }];
    const virtual = pod({ containers: [{ name: 'c', env }] });
    const scheduler = { controlPlane: { advanced: { virtualScheduler: { enabled: true } } } };
    const byHostname = { ...scheduler, networking: { advanced: { proxyKubelets: { byIP: false } } } };
    const of = (version: string, values: object): readonly unknown[] => {
      const made = host(virtual, version, values);
      const [container] = dig(made, 'spec', 'containers') as Raw[];
      const found = ((container?.['env'] ?? []) as Raw[]).find(({ name }) => name === 'NODE');
      return [
        dig(found, 'valueFrom', 'fieldRef', 'fieldPath'),
        dig(made, 'metadata', 'annotations', `${own}/host-ip`) !== undefined,
      ];
    };
    const rewritten = [`metadata.annotations['${own}/host-ip']`, true];
    assert.deepEqual(of('0.25.1', scheduler), rewritten);
    for (const [version, values] of [
      ['0.25.1', {}],
      ['0.25.1', byHostname],
      ['0.22.4', scheduler],
      ['0.28.0', scheduler],
    ] as const) {
      assert.deepEqual(of(version, values), ['status.hostIP', false], version);
    }
  });

  test('a toleration that a pod has already is enforced a second time up to 0.32', () => {
    const toleration = { key: 'a', operator: 'Exists' };
    const tolerations = (version: string): number => {
      const values = { sync: { toHost: { pods: { enforceTolerations: ['a', 'b'] } } } };
      return (spec(pod({ tolerations: [toleration] }), version, values)['tolerations'] as object[]).length;
    };
    assert.deepEqual([tolerations('0.32.0'), tolerations('0.33.0')], [3, 2]);
  });

  test('claims of devices have names of their own since 0.32', () => {
    const virtual = pod({ resourceClaims: [{ name: 'gpu', resourceClaimName: 'mine' }] });
    const name = (version: string): unknown =>
      (spec(virtual, version)['resourceClaims'] as Raw[])[0]?.['resourceClaimName'];
    assert.equal(name('0.31.0'), 'mine');
    assert.match(String(name('0.32.0')), /^v[0-9a-z]{13}$/u);
  });

  test('the registry for the image that writes /etc/hosts brings its slash along up to 0.19', () => {
    const image = (version: string, values: object): readonly unknown[] => {
      const [container] = spec(pod({ subdomain: 's', hostname: 'h' }), version, values)['initContainers'] as Raw[];
      return [container?.['image'], container?.['imagePullPolicy']];
    };
    const plain = 'library/alpine:3.13.1';
    assert.deepEqual(image('0.19.5', { defaultImageRegistry: 'r.example/' }), [`r.example/${plain}`, 'IfNotPresent']);
    assert.deepEqual(image('0.19.5', { defaultImageRegistry: 'r.example' }), [`r.example${plain}`, 'IfNotPresent']);
    const advanced = { defaultImageRegistry: 'r.example/' };
    assert.deepEqual(image('0.26.0', { controlPlane: { advanced } }), [
      'r.example/library/alpine:3.20',
      'IfNotPresent',
    ]);
    const initContainer = (given: unknown): object => ({
      sync: { toHost: { pods: { rewriteHosts: { initContainer: { image: given } } } } },
    });
    assert.deepEqual(image('0.24.0', initContainer('alpine')), ['alpine', 'Always']);
    assert.deepEqual(image('0.24.0', initContainer('alpine:latest')), ['alpine:latest', 'Always']);
    const own = { repository: 'tools/sed', tag: '1' };
    assert.equal(image('0.36.1', {})[0], 'mirror.gcr.io/library/alpine:3.20');
    assert.equal(image('0.36.1', initContainer({ ...own, registry: 'mine' }))[0], 'mine/tools/sed:1');
    assert.equal(image('0.36.1', initContainer({ ...own, registry: '' }))[0], 'tools/sed:1');
    assert.equal(image('0.36.1', initContainer('r.example/sed:1'))[0], 'r.example/sed:1');
    const all = { controlPlane: { advanced: { defaultImageRegistry: 'all.example' } } };
    assert.equal(image('0.36.1', all)[0], 'all.example/library/alpine:3.20');
    assert.equal(
      image('0.36.1', { ...all, ...initContainer({ ...own, registry: 'mine' }) })[0],
      'all.example/tools/sed:1',
    );
    assert.equal(image('0.36.1', { ...all, ...initContainer('r.example/sed:1') })[0], 'all.example/sed:1');
  });
});
