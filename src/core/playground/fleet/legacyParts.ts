import type { KubeObject } from '../../kube/resource.ts';
import type { Tree } from '../tree.ts';
import { chartLabels, chartObject, servicePorts } from './controlPlane.ts';
import { limitRangeSpec, networkPolicySpec, quotaOf } from './isolation.ts';
import type { IsolationParts, VClusterRecipe } from './recipe.ts';

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
  const outside = recipe.exposure === 'Ingress' ? [ingress(recipe, labels)] : [];
  const own = recipe.exposure === 'LoadBalancer' ? [main, balancer] : [main, ...outside];
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
    ...(hasApiParts(recipe) ? [part('api', 6443)] : []),
    part('etcd', 2379),
    headless(`${name}-etcd`, 'vcluster-etcd', [{ name: 'etcd', port: 2379, protocol: 'TCP', targetPort: 2379 }]),
  ];
}

/** Whether API server and controller manager are Deployments of their own: up to 0.18. */
export function hasApiParts({ distro, version }: VClusterRecipe): boolean {
  return ['k8s', 'eks'].includes(distro) && Number(version.split('.')[1] ?? 0) < 19;
}

function ingress(recipe: VClusterRecipe, labels: Readonly<Record<string, string>>): KubeObject {
  const backend = { service: { name: recipe.name, port: { name: 'https' } } };
  const path = { backend, path: '/', pathType: 'ImplementationSpecific' };
  const { host = `${recipe.name}.vclusters.example.com`, className = 'nginx' } = recipe.ingress ?? {};
  const annotations = {
    'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS',
    'nginx.ingress.kubernetes.io/ssl-passthrough': 'true',
  };
  const spec = { ingressClassName: className, rules: [{ host, http: { paths: [path] } }] };
  return chartObject(recipe, 'networking.k8s.io/v1', 'Ingress', recipe.name, { labels, annotations }, { spec });
}

/** What isolation adds in the legacy generation, without labels. */
export function isolation(recipe: VClusterRecipe, parts: IsolationParts): readonly KubeObject[] {
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
  const quota = chartObject(recipe, 'v1', 'ResourceQuota', `${name}-quota`, {}, quotaOf(parts));
  const limits = chartObject(recipe, 'v1', 'LimitRange', `${name}-limit-range`, {}, { spec: limitRangeSpec });
  const policies = [
    policy('workloads', { matchLabels: { 'vcluster.loft.sh/managed-by': name } }),
    policy('control-plane', { matchLabels: { release: name } }),
  ];
  return [
    ...(parts.quota ? [quota] : []),
    ...(parts.limitRange ? [limits] : []),
    ...(parts.networkPolicy ? policies : []),
  ];
}
