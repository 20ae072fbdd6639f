import type { KubeObject } from '../../kube/resource.ts';
import type { Tree } from '../tree.ts';
import { chartLabels, chartObject, servicePorts } from './controlPlane.ts';
import { limitRangeSpec, networkPolicySpec, quotaHard } from './isolation.ts';
import type { VClusterRecipe } from './recipe.ts';

/** `vcluster-0.14.2` for k3s, which is the default and has no name of its own, else `vcluster-k8s-0.14.2` and so on. */
export function legacyChart({ distro, version }: VClusterRecipe): string {
  return distro === 'k3s' ? `vcluster-${version}` : `vcluster-${distro}-${version}`;
}

/** The services of a legacy vcluster and, where it has them, of its parts. */
export function services(recipe: VClusterRecipe): readonly KubeObject[] {
  const { name, distro } = recipe;
  const chart = legacyChart(recipe);
  const selector = { app: 'vcluster', release: name };
  const https = [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 8443 }];
  const headless = (of: string, app: string, ports: readonly Tree[]) =>
    chartObject(
      recipe,
      'v1',
      'Service',
      `${of}-headless`,
      { labels: chartLabels(recipe, chart, of) },
      { spec: { clusterIP: 'None', selector: { app, release: name }, ports } },
    );
  const labels = chartLabels(recipe, chart);
  const main = chartObject(
    recipe,
    'v1',
    'Service',
    name,
    { labels },
    { spec: { type: recipe.exposure === 'NodePort' ? 'NodePort' : 'ClusterIP', selector, ...servicePorts() } },
  );
  const balancer = chartObject(
    recipe,
    'v1',
    'Service',
    `${name}-lb`,
    { labels },
    { spec: { type: 'LoadBalancer', selector, ports: https } },
  );
  const own = recipe.exposure === 'LoadBalancer' ? [main, balancer] : [main];
  if (distro === 'k3s' || distro === 'k0s') {
    return [...own, headless(name, 'vcluster', https)];
  }
  const part = (suffix: string, port: number) =>
    chartObject(
      recipe,
      'v1',
      'Service',
      `${name}-${suffix}`,
      { labels: chartLabels(recipe, chart, `vcluster-${suffix}`) },
      {
        spec: {
          type: 'ClusterIP',
          selector: { app: `vcluster-${suffix}`, release: name },
          ports: [{ name: 'https', port, protocol: 'TCP', targetPort: port }],
        },
      },
    );
  return [
    ...own,
    part('api', 6443),
    part('etcd', 2379),
    headless(`${name}-etcd`, 'vcluster-etcd', [{ name: 'etcd', port: 2379, protocol: 'TCP', targetPort: 2379 }]),
  ];
}

/** What isolation adds in the legacy generation, without labels. */
export function isolation(recipe: VClusterRecipe): readonly KubeObject[] {
  const { name } = recipe;
  const policy = (suffix: string, podSelector: Tree) =>
    chartObject(
      recipe,
      'networking.k8s.io/v1',
      'NetworkPolicy',
      `${name}-${suffix}`,
      {},
      { spec: networkPolicySpec(podSelector) },
    );
  return [
    chartObject(
      recipe,
      'v1',
      'ResourceQuota',
      `${name}-quota`,
      {},
      { spec: { hard: quotaHard }, status: { hard: quotaHard, used: { 'count/pods': '5' } } },
    ),
    chartObject(recipe, 'v1', 'LimitRange', `${name}-limit-range`, {}, { spec: limitRangeSpec }),
    policy('workloads', { matchLabels: { 'vcluster.loft.sh/managed-by': name } }),
    policy('control-plane', { matchLabels: { release: name } }),
  ];
}
