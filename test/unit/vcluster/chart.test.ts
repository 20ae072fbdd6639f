import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isVClusterChart, parseChart } from '../../../src/core/vcluster/chart.ts';

describe('parseChart', () => {
  const cases: readonly [string | undefined, string, string][] = [
    ['vcluster-0.14.2', 'vcluster', '0.14.2'],
    ['vcluster-k8s-0.14.2', 'vcluster-k8s', '0.14.2'],
    ['vcluster-0.20.0-alpha.1', 'vcluster', '0.20.0-alpha.1'],
    ['vcluster-pro-k0s-0.19.0-beta.2', 'vcluster-pro-k0s', '0.19.0-beta.2'],
    ['vcluster-0.30.0-rc.1_build.7', 'vcluster', '0.30.0-rc.1+build.7'],
    ['vcluster-0.36.1-next-0.1.2', 'vcluster', '0.36.1-next-0.1.2'],
    ['vcluster-v0.36.1', 'vcluster', '0.36.1'],
  ];
  for (const [label, name, version] of cases) {
    it(String(label), () => assert.deepEqual(parseChart(label), { name, version }));
  }

  it('gives nothing for what is not NAME-VERSION', () => {
    assert.deepEqual(
      [undefined, '', 'vcluster', '0.14.2', '-0.14.2', 'vcluster-1.2'].map(parseChart),
      Array(6).fill(undefined),
    );
  });

  it('knows the charts of vcluster from those that bring it along', () => {
    const own = ['vcluster', 'vcluster-k0s', 'vcluster-k8s', 'vcluster-eks', 'vcluster-pro', 'vcluster-pro-k8s'];
    const others = ['my-vcluster', 'vcluster-k3d', 'vcluster-platform', 'Vcluster'];
    const known = (name: string) => isVClusterChart({ name, version: '1.0.0' });
    assert.ok(own.every(known));
    assert.ok(!others.some(known));
  });
});
