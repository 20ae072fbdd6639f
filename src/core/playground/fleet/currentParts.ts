import type { KubeObject } from '../../kube/resource.ts';
import type { Tree } from '../tree.ts';
import { chartLabels, chartObject, servicePorts } from './controlPlane.ts';
import { limitRangeSpec, networkPolicySpec, quotaOf } from './isolation.ts';
import type { IsolationParts, VClusterRecipe } from './recipe.ts';

/** The services of a vcluster and, where it is asked for, its Ingress. */
export function exposure(recipe: VClusterRecipe, chart: string): readonly KubeObject[] {
  const { name } = recipe;
  const labels = chartLabels(recipe, chart);
  const selector = { app: 'vcluster', release: name };
  const type = recipe.exposure === 'LoadBalancer' || recipe.exposure === 'NodePort' ? recipe.exposure : 'ClusterIP';
  const headless = {
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    selector,
    ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 8443 }],
  };
  const backend = { service: { name, port: { name: 'https' } } };
  const rules = [
    {
      host: recipe.ingress?.host || `${name}.vclusters.example.com`,
      http: { paths: [{ path: '/', pathType: 'ImplementationSpecific', backend }] },
    },
  ];
  const annotations = {
    'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS',
    'nginx.ingress.kubernetes.io/ssl-passthrough': 'true',
  };
  return [
    chartObject(
      recipe,
      'v1',
      'Service',
      name,
      { labels: { ...labels, 'vcluster.loft.sh/service': 'true' } },
      { spec: { type, selector, ...servicePorts() } },
    ),
    chartObject(recipe, 'v1', 'Service', `${name}-headless`, { labels }, { spec: headless }),
    ...(recipe.exposure === 'Ingress'
      ? [
          chartObject(
            recipe,
            'networking.k8s.io/v1',
            'Ingress',
            name,
            { labels, annotations },
            { spec: { ingressClassName: recipe.ingress?.className || 'nginx', rules } },
          ),
        ]
      : []),
  ];
}

/** What the policies of the current generation add. */
export function isolation(recipe: VClusterRecipe, chart: string, parts: IsolationParts): readonly KubeObject[] {
  const { name } = recipe;
  const labels = chartLabels(recipe, chart);
  const policy = (prefix: string, podSelector: Tree) =>
    chartObject(
      recipe,
      'networking.k8s.io/v1',
      'NetworkPolicy',
      `${prefix}-${name}`,
      { labels },
      { spec: networkPolicySpec(podSelector) },
    );
  const quota = chartObject(recipe, 'v1', 'ResourceQuota', `vc-${name}`, { labels }, quotaOf(parts));
  const limits = chartObject(recipe, 'v1', 'LimitRange', `vc-${name}`, { labels }, { spec: limitRangeSpec });
  const policies = [
    policy('vc-work', { matchLabels: { 'vcluster.loft.sh/managed-by': name } }),
    policy('vc-cp', { matchLabels: { release: name } }),
    policy('vc-kube-dns', { matchLabels: { 'k8s-app': 'vcluster-kube-dns' } }),
  ];
  return [
    ...(parts.quota ? [quota] : []),
    ...(parts.limitRange ? [limits] : []),
    ...(parts.networkPolicy ? policies : []),
  ];
}
