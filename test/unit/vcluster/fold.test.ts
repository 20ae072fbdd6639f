import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { foldVCluster } from '../../../src/core/vcluster/fold.ts';
import type { VCluster } from '../../../src/core/vcluster/model.ts';
import { changed, fixture, foldFixture, partsOf } from './fixture.ts';
import { inZone } from './zone.ts';

const golden: Readonly<Record<string, VCluster>> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/vcluster/golden.json'), 'utf8'),
);

describe('foldVCluster', () => {
  for (const [name, expected] of Object.entries(golden)) {
    it(`shows ${name} as it is`, () => inZone('UTC', () => assert.deepEqual(foldFixture(fixture(name)), expected)));
  }

  it('gives nothing without the workload of a syncer', () => {
    const { deployments, ...rest } = fixture('legacy-ha-running');
    assert.equal(foldVCluster(partsOf({ ...rest, deployments: deployments.slice(1) })), undefined);
  });

  it('takes the StatefulSet of two workloads with one release, else the one named like it', () => {
    const objects = fixture('current-running');
    const [set] = objects.statefulsets;
    assert.ok(set);
    const other = changed(set, { 'metadata|name': 'aaa' });
    const both = foldFixture({
      ...objects,
      statefulsets: [changed(set, { 'metadata|name': 'zzz' })],
      deployments: [set],
    });
    assert.deepEqual(both.workload, { kind: 'StatefulSet', name: 'zzz' });
    assert.equal(foldFixture({ ...objects, statefulsets: [other, set] }).workload.name, 'pr-0003');
    assert.equal(foldFixture({ ...objects, statefulsets: [], deployments: [other, set] }).workload.name, 'pr-0003');
  });

  it('is named by its label, not by its workload', () => {
    const objects = changed(fixture('current-running'), { 'statefulsets|0|metadata|name': 'other' });
    const { name, id, workload } = foldFixture(objects);
    assert.deepEqual([name, id, workload.name], ['pr-0003', 'host/vcluster-pr-0003/pr-0003', 'other']);
  });

  it('reads the version from images with a registry port or a digest', () => {
    const at = (image: string) =>
      foldFixture(
        changed(fixture('current-running'), { 'statefulsets|0|spec|template|spec|containers|0|image': image }),
      ).version;
    assert.equal(at('registry.local:5000/loft-sh/vcluster-pro:v0.30.2'), '0.30.2');
    assert.equal(at('a:5000/vcluster-pro:0.31.0@sha256:00'), '0.31.0');
    assert.equal(at('ghcr.io/loft-sh/vcluster-pro@sha256:00'), '0.36.1', 'the chart, when the image has no tag');
  });

  it('counts what is ready from the workload where pods cannot be read', () => {
    const denied = { podAccess: { state: 'denied', message: 'no' } } as const;
    assert.deepEqual(foldFixture(fixture('current-running'), { ...denied, pods: [] }).replicas, {
      wanted: 1,
      ready: 1,
    });
  });

  it('tells high availability of a paused one by what it had', () => {
    const { statefulsets } = fixture('current-paused');
    const paused = (replicas: string) =>
      foldFixture(
        changed(
          { ...fixture('current-paused'), statefulsets },
          {
            'statefulsets|0|metadata|annotations|loft.sh/paused-replicas': replicas,
          },
        ),
      ).highlyAvailable;
    assert.deepEqual(['3', '1', 'many', '-2'].map(paused), [true, false, false, false]);
  });

  it('survives anything in place of anything', () => {
    const junk = [undefined, null, 7, 'text', [], [null, 7, [{}]], {}, { a: 1 }, '\ud800', true];
    const objects = fixture('current-running');
    const paths = [
      ['spec', 'status', 'metadata|annotations', 'metadata|creationTimestamp', 'metadata|labels|chart'],
      ['spec|template', 'spec|template|spec|containers', 'spec|replicas', 'status|readyReplicas', 'status|conditions'],
      ['metadata|annotations|loft.sh/paused-replicas', 'metadata|deletionTimestamp', 'metadata|uid'],
    ].flat();
    for (const value of junk) {
      for (const path of paths) {
        const broken = changed(objects, { [`statefulsets|0|${path}`]: value });
        assert.equal(foldFixture(broken).name, 'pr-0003', `${path} = ${JSON.stringify(value)}`);
      }
      for (const resource of ['pods', 'services', 'secrets', 'ingresses'] as const) {
        const all = [
          { metadata: value },
          { metadata: { labels: value } },
          { spec: value, status: value },
          { spec: { ports: value } },
        ];
        assert.equal(foldFixture({ ...objects, [resource]: all } as typeof objects).name, 'pr-0003');
      }
    }
  });
});
