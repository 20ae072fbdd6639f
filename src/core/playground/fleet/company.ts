import type { VClusterRecipe, VirtualApp } from './recipe.ts';

function deployment(
  namespace: string,
  name: string,
  image: string,
  replicas = 1,
  more: Partial<VirtualApp> = {},
): VirtualApp {
  return { kind: 'Deployment', name, namespace, image, replicas, ...more };
}

function statefulSet(namespace: string, name: string, image: string, storage: string, replicas = 1): VirtualApp {
  return { kind: 'StatefulSet', name, namespace, image, replicas, storage, service: 'ClusterIP', port: 5432 };
}

const shop: readonly VirtualApp[] = [
  deployment('shop', 'storefront', 'ghcr.io/example/storefront:4.12.0', 3, {
    port: 8080,
    service: 'ClusterIP',
    host: 'shop.example.com',
    configured: true,
  }),
  deployment('shop', 'cart', 'ghcr.io/example/cart:2.3.1', 2, { port: 8080, service: 'ClusterIP', configured: true }),
  // Its pods' names are longer than 63 with their namespace and vcluster, so that they are hashed on the host.
  deployment('shop', 'product-recommendation-engine-experiment', 'ghcr.io/example/recommend:0.9.0', 1, {
    port: 8080,
    service: 'ClusterIP',
  }),
  statefulSet('data', 'postgres', 'postgres:16.9', '20Gi'),
  deployment('data', 'redis', 'redis:7.4', 1, { port: 6379, service: 'ClusterIP' }),
];

const payments: readonly VirtualApp[] = [
  deployment('payments', 'ledger', 'ghcr.io/example/ledger:7.0.3', 3, {
    port: 9000,
    service: 'LoadBalancer',
    configured: true,
  }),
  deployment('payments', 'fraud-check', 'ghcr.io/example/fraud:1.18.2', 2, { port: 9000, service: 'ClusterIP' }),
  statefulSet('payments', 'ledger-db', 'postgres:16.9', '50Gi', 3),
];

const notebooks: readonly VirtualApp[] = [
  deployment('notebooks', 'jupyterhub', 'quay.io/jupyterhub/k8s-hub:4.2.0', 1, {
    port: 8081,
    service: 'ClusterIP',
    host: 'notebooks.example.com',
    configured: true,
  }),
  statefulSet('pipelines', 'minio', 'quay.io/minio/minio:RELEASE.2025-06-13T11-33-47Z', '100Gi', 2),
];

const intranet: readonly VirtualApp[] = [
  deployment('default', 'wiki', 'ghcr.io/requarks/wiki:2.5', 1, { port: 3000, service: 'NodePort', configured: true }),
  statefulSet('default', 'wiki-db', 'postgres:15', '10Gi'),
];

const small: readonly VirtualApp[] = [
  deployment('default', 'web', 'nginx:1.27', 2, { port: 80, service: 'ClusterIP' }),
];

const current = { version: '0.36.1', distro: 'k8s', kubernetes: 'v1.36.0' } as const;
const middle = { version: '0.30.4', distro: 'k8s', kubernetes: 'v1.33.4' } as const;
const early = { version: '0.24.1', distro: 'k8s', kubernetes: 'v1.32.1' } as const;
const old = { version: '0.14.2', kubernetes: 'v1.26.1' } as const;

/** The vclusters of the sample fleet: a company with both generations and every state in it. */
export const company: readonly VClusterRecipe[] = [
  {
    ...current,
    name: 'payments-prod',
    namespace: 'team-payments',
    state: 'running',
    replicas: 3,
    exposure: 'LoadBalancer',
    ageDays: 212,
    apps: payments,
  },
  {
    ...current,
    name: 'checkout-staging',
    namespace: 'team-checkout',
    state: 'running',
    exposure: 'Ingress',
    ageDays: 43,
    apps: shop,
  },
  {
    ...middle,
    name: 'data-science',
    namespace: 'data-science',
    state: 'running',
    isolated: true,
    ageDays: 98,
    apps: notebooks,
  },
  {
    ...early,
    name: 'search',
    namespace: 'team-search',
    state: 'running',
    deployedEtcd: true,
    exposure: 'NodePort',
    ageDays: 301,
    apps: small,
  },
  { ...current, name: 'pr-1423', namespace: 'preview-pr-1423', state: 'paused', ageDays: 4, apps: small },
  { ...current, name: 'pr-1431', namespace: 'preview-pr-1431', state: 'pending', ageDays: 0.1, apps: small },
  { ...middle, name: 'mobile-dev', namespace: 'team-mobile', state: 'sleeping', ageDays: 61, apps: small },
  { ...current, name: 'office', namespace: 'team-office', state: 'workloads-sleeping', ageDays: 27, apps: small },
  { ...current, name: 'nightly', namespace: 'qa', state: 'crashing', ageDays: 1.4, apps: small },
  { ...middle, name: 'partner-sandbox', namespace: 'partners', state: 'image-pull', ageDays: 0.6, apps: small },
  { ...early, name: 'demo', namespace: 'sales-demo', state: 'scaled-down', ageDays: 150, apps: small },
  { ...old, distro: 'k3s', name: 'intranet', namespace: 'legacy-apps', state: 'running', ageDays: 640, apps: intranet },
  {
    ...old,
    distro: 'k8s',
    name: 'billing',
    namespace: 'legacy-apps',
    state: 'running',
    replicas: 2,
    ageDays: 588,
    apps: small,
  },
  {
    ...old,
    distro: 'eks',
    name: 'warehouse',
    namespace: 'team-warehouse',
    state: 'running',
    exposure: 'LoadBalancer',
    ageDays: 402,
    apps: small,
  },
  { ...old, distro: 'k0s', name: 'edge-lab', namespace: 'edge', state: 'paused', ageDays: 377, apps: small },
  {
    version: '0.19.7',
    distro: 'k3s',
    kubernetes: 'v1.29.0',
    name: 'build-farm',
    namespace: 'ci',
    state: 'running',
    isolated: true,
    ageDays: 233,
    apps: small,
  },
];
