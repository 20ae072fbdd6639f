import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import { kubernetesOf } from '../../../src/core/vcluster/distro.ts';
import { generationOf, versionOf } from '../../../src/core/vcluster/generation.ts';
import { type WorkloadRecord, workloadProjection } from '../../../src/core/vcluster/workload.ts';

interface Shape {
  readonly chart?: string;
  readonly app?: string;
  /** `name=image` */
  readonly containers?: readonly string[];
  readonly init?: readonly string[];
}

function containers(all: readonly string[]): unknown {
  return all.map((one) => {
    const [name, image] = one.split('=');
    return { name, image };
  });
}

function workload({ chart, app = 'vcluster', containers: main = [], init = [] }: Shape): WorkloadRecord {
  const spec = { containers: containers(main), initContainers: containers(init) };
  const object: KubeObject = {
    metadata: { name: 'v', namespace: 'n', labels: { app, release: 'v', ...(chart && { chart }) } },
    spec: { template: { spec } },
  };
  return workloadProjection('StatefulSet')(object);
}

function generation(shape: Shape, configSecret = false, components: readonly WorkloadRecord[] = []): string {
  return generationOf({ main: workload(shape), components, configSecret });
}

const api = workload({ app: 'vcluster-api', containers: ['kube-apiserver=registry.k8s.io/kube-apiserver:v1.26.1'] });

describe('generationOf', () => {
  it('believes the version of the chart first', () => {
    assert.equal(generation({ chart: 'vcluster-0.19.9', containers: ['syncer=vcluster:0.36.1'] }, true), 'legacy');
    assert.equal(
      generation({ chart: 'vcluster-0.20.0-alpha.1', containers: ['syncer=loftsh/vcluster:0.14.2'] }),
      'current',
    );
    assert.equal(generation({ chart: 'vcluster-1.0.0' }), 'current');
    assert.equal(generation({ chart: 'vcluster-k8s-0.15.0' }), 'legacy');
  });

  it('then the tag of the syncer image', () => {
    const others = {
      chart: 'my-umbrella-3.1.4',
      containers: ['vcluster=rancher/k3s:v1.26.0-k3s1', 'syncer=loftsh/vcluster:0.15.1'],
    };
    assert.equal(generation(others, true), 'legacy');
    assert.equal(generation({ containers: ['syncer=a:5000/loft-sh/vcluster-pro:0.30.0@sha256:0'] }), 'current');
    assert.equal(generation({ containers: ['syncer=mine/syncer:0.1.0'] }, true), 'current', 'not a tag of vcluster');
  });

  it('then the config Secret, where versions prove nothing', () => {
    const source = { chart: 'vcluster-0.0.1', containers: ['vcluster=rancher/k3s', 'syncer=vcluster:0.0.1'] };
    assert.equal(generation(source, true), 'current');
    assert.equal(generation(source, false), 'legacy');
  });

  it('then the shape', () => {
    assert.equal(generation({ containers: ['syncer=vcluster:dev'] }), 'current');
    assert.equal(generation({ containers: ['syncer=vcluster:dev'] }, false, [api]), 'legacy');
    assert.equal(generation({}), 'current');
  });
});

describe('the syncer', () => {
  it('is the container with that name, else one that runs it', () => {
    assert.equal(workload({ containers: ['a=b', 'syncer=x'] }).image, 'x');
    assert.equal(
      workload({ containers: ['a=b', 'main=ghcr.io/loft-sh/vcluster-oss:1'] }).image,
      'ghcr.io/loft-sh/vcluster-oss:1',
    );
    assert.equal(workload({ containers: ['a=b'] }).image, undefined);
  });

  it('has a version without v, else that of the chart, if it is one of vcluster', () => {
    assert.equal(versionOf(workload({ containers: ['syncer=vcluster:v0.36.1'] })), '0.36.1');
    assert.equal(versionOf(workload({ chart: 'vcluster-0.36.0', containers: ['syncer=vcluster'] })), '0.36.0');
    assert.equal(versionOf(workload({ chart: 'platform-4.0.0' })), undefined);
  });
});

describe('kubernetesOf', () => {
  const cases: readonly [string, Shape, string][] = [
    ['k3s', { containers: ['vcluster=rancher/k3s:v1.26.0-k3s1', 'syncer=loftsh/vcluster:0.14.2'] }, 'k3s 1.26.0'],
    ['a mirror', { containers: ['vcluster=a:5000/rancher/k3s:v1.27.4-k3s1'] }, 'k3s 1.27.4'],
    ['k0s', { containers: ['vcluster=k0sproject/k0s:v1.26.0-k0s.0'] }, 'k0s 1.26.0'],
    ['one image', { init: ['kubernetes=ghcr.io/loft-sh/kubernetes:v1.36.0'] }, 'k8s 1.36.0'],
    ['an init container', { init: ['kube-apiserver=registry.k8s.io/kube-apiserver:v1.30.2'] }, 'k8s 1.30.2'],
    ['a digest', { init: ['kubernetes=ghcr.io/loft-sh/kubernetes@sha256:0'] }, 'k8s undefined'],
    ['its chart', { chart: 'vcluster-eks-0.14.2' }, 'eks undefined'],
    ['the first chart', { chart: 'vcluster-0.14.2' }, 'k3s undefined'],
    ['nothing', { chart: 'else-1.0.0', containers: ['a=b'] }, 'undefined undefined'],
  ];
  for (const [name, shape, expected] of cases) {
    it(`by ${name}`, () => {
      const main = workload(shape);
      const { distro, version } = kubernetesOf(main, [], generationOf({ main, components: [], configSecret: false }));
      assert.equal(`${distro} ${version}`, expected);
    });
  }

  it('by the api component', () => {
    const eks = workload({
      app: 'vcluster-api',
      containers: ['kube-apiserver=public.ecr.aws/eks-distro/kubernetes/kube-apiserver:v1.25.6-eks-1-25-8'],
    });
    const main = workload({ chart: 'vcluster-eks-0.14.2', containers: ['syncer=loftsh/vcluster:0.14.2'] });
    assert.deepEqual(kubernetesOf(main, [eks], 'legacy'), { distro: 'eks', version: '1.25.6' });
    assert.deepEqual(kubernetesOf(main, [api], 'legacy'), { distro: 'k8s', version: '1.26.1' });
  });
});
