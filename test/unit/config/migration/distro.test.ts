import assert from 'node:assert/strict';
import { convertConfig, convertDocument } from '../../../../src/core/config/migration/conversion.ts';
import { recogniseDistro } from '../../../../src/core/config/migration/recogniseDistro.ts';
import { configFixture } from '../schema/csv.ts';
import { dataOf, leavesOf, problemsOf } from './checks.ts';
import { defaultFile, distros } from './legacyFiles.ts';

describe('recogniseDistro', () => {
  for (const distro of distros) {
    it(`knows the values.yaml of ${distro} by its keys and images`, () => {
      assert.equal(recogniseDistro(defaultFile(distro)), distro);
    });
  }

  for (const [text, distro] of [
    ['vcluster: {image: "registry.example.com:5000/rancher/k3s:v1.26"}', 'k3s'],
    ['vcluster: {image: "k0sproject/k0s:v1.26.0-k0s.0"}', 'k0s'],
    ['vcluster: {command: [k0s]}', 'k0s'],
    ['config: "apiVersion: k0s.k0sproject.io/v1beta1"', 'k0s'],
    ['storage: {size: 10Gi}', 'k3s'],
    ['etcd: {replicas: 3}', 'k8s'],
    ['etcd: {image: "public.ecr.aws/eks-distro/etcd-io/etcd:v3.5.6-eks-1-24-7"}', 'eks'],
    ['coredns: {image: "public.ecr.aws/eks-distro/coredns/coredns:v1"}', 'eks'],
    ['sync: {nodes: {enabled: true}}', undefined],
    ['controlPlane: {distro: {k3s: {enabled: true}}}', undefined],
    ['', undefined],
    ['[', undefined],
  ] as const) {
    it(`takes ${text || 'nothing'} for ${distro ?? 'any of them'}`, () => {
      assert.equal(recogniseDistro(text), distro);
    });
  }
});

/** What is left of a values.yaml that somebody copied as a whole, beside what the distro became. */
const left: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  k3s: {
    'controlPlane.coredns.deployment.resources.requests.cpu': '3m',
    'controlPlane.coredns.deployment.resources.requests.memory': '16Mi',
  },
  k0s: { 'controlPlane.coredns.deployment.resources.limits.memory': '512Mi' },
  k8s: {
    'controlPlane.backingStore.etcd.deploy.enabled': true,
    'controlPlane.coredns.deployment.resources.requests.cpu': '3m',
    'controlPlane.coredns.deployment.resources.requests.memory': '16Mi',
  },
  eks: {
    'controlPlane.backingStore.etcd.deploy.enabled': true,
    'controlPlane.coredns.deployment.resources.limits.memory': '512Mi',
  },
};

describe('the defaults of an old chart', () => {
  for (const distro of distros) {
    it(`are not written again where the new chart has the same: ${distro}`, () => {
      const { text, notes } = convertConfig(defaultFile(distro), { distro });
      assert.deepEqual(Object.fromEntries(leavesOf(dataOf(text))), {
        'controlPlane.distro.k8s.enabled': true,
        'controlPlane.statefulSet.scheduling.podManagementPolicy': 'OrderedReady',
        ...left[distro],
      });
      assert.deepEqual(problemsOf(text, '0.36.1'), []);
      assert.deepEqual(
        notes.filter(({ kind }) => kind === 'unsupported'),
        [],
      );
    });
  }

  it('are written where somebody wants what the old chart did not', () => {
    const { text } = convertConfig(
      'coredns: {resources: {requests: {cpu: 20m}}}\nsync: {services: {enabled: false}}\n',
      { distro: 'k3s' },
    );
    assert.equal(leavesOf(dataOf(text)).get('controlPlane.coredns.deployment.resources.requests.cpu'), '20m');
    assert.equal(leavesOf(dataOf(text)).get('sync.toHost.services.enabled'), false);
  });
});

describe('a distro that is gone', () => {
  const first = (distro: 'k3s' | 'k0s' | 'k8s' | 'eks', version: string) => {
    const { text, notes } = convertConfig('labels: {a: b}\n', { distro, version });
    const { distro: kept } = (dataOf(text) as { controlPlane: { distro: object } }).controlPlane;
    return [Object.keys(kept)[0], notes.some(({ path, kind }) => path === '' && kind === 'changed')];
  };

  it('becomes k8s from the version on that has it no more, which is said', () => {
    assert.deepEqual(first('k3s', '0.32.0'), ['k3s', false]);
    assert.deepEqual(first('k3s', '0.33.0'), ['k8s', true]);
    assert.deepEqual(first('k0s', '0.25.0'), ['k0s', false]);
    assert.deepEqual(first('k0s', '0.26.0'), ['k8s', true]);
    assert.deepEqual(first('eks', '0.20.0'), ['k8s', true]);
    assert.deepEqual(first('k8s', '0.36.1'), ['k8s', false]);
  });
});

describe('a file that is a vcluster.yaml already', () => {
  it('is left as it is, and said to be one', () => {
    const text = configFixture('migration/from-0.24.old.yaml');
    const made = convertConfig(text, { distro: 'k3s' });
    assert.equal(made.text, text);
    assert.deepEqual(
      made.notes.map(({ kind, path }) => [kind, path]),
      [['unchanged', '']],
    );
  });
});

describe('a file with keys of both generations', () => {
  it('has those of the new one carried over', () => {
    const { text, notes } = convertDocument(
      'syncer: {replicas: 2}\nexportKubeConfig: {context: blue}\nembeddedEtcd: {enabled: true}\n',
      { distro: 'k3s' },
    );
    assert.deepEqual(dataOf(text), {
      controlPlane: {
        distro: { k8s: { enabled: true } },
        statefulSet: { scheduling: { podManagementPolicy: 'OrderedReady' }, highAvailability: { replicas: 2 } },
        backingStore: { etcd: { embedded: { enabled: true } } },
      },
      exportKubeConfig: { context: 'blue' },
    });
    assert.ok(notes.some(({ path, kind }) => path === 'exportKubeConfig' && kind === 'changed'));
  });
});
