import { type CreateChoices, defaultChoices } from '../../../src/core/create/choices.ts';

export const host = 'kind-dev';

/** The defaults of a generation under the name `shop`, with changes. */
export function current(change: Partial<CreateChoices> = {}): CreateChoices {
  return { ...defaultChoices(host, 'shop'), ...change };
}

export function legacy(change: Partial<CreateChoices> = {}): CreateChoices {
  return { ...defaultChoices(host, 'shop', 'legacy'), ...change };
}

const { availability, isolation, storage } = current();
export const available = { ...availability, enabled: true };
export const isolated = {
  podSecurityStandard: 'baseline',
  quota: true,
  limitRange: true,
  networkPolicy: true,
} as const;
export const opened = isolation;
export const plainStorage = storage;

const mappings = {
  fromHost: [
    { from: 'monitoring/prometheus', to: 'observability/prometheus' },
    { from: 'postgres', to: 'data/db' },
  ],
  fromVirtual: [{ from: 'web/frontend', to: 'shop-frontend' }],
} as const;

const everything: Partial<CreateChoices> = {
  namespace: 'team-shop',
  exposure: { kind: 'Ingress', host: 'shop.example.com', className: 'nginx' },
  availability: available,
  isolation: { ...isolated, podSecurityStandard: 'restricted', nodePorts: 4 },
  storage: { persistentVolumes: true, storageClasses: 'toHost', storageClass: 'fast' },
  nodes: { kind: 'labels', selector: 'pool=dev,disk=ssd' },
  scheduler: true,
  ...mappings,
};

/** What may be chosen, by name; each is a golden text. */
export const samples: Readonly<Record<string, CreateChoices>> = {
  'current-default': current(),
  'current-everything': current({ ...everything, store: { kind: 'deployed-etcd' }, kubernetesVersion: '1.33.4' }),
  'current-0.24-everything': current({
    ...everything,
    chartVersion: '0.24.0',
    store: { kind: 'deployed-etcd' },
    kubernetesVersion: 'v1.31.1',
  }),
  'current-embedded-etcd': current({ store: { kind: 'embedded-etcd' }, availability: available }),
  'current-external-etcd': current({
    store: { kind: 'external-etcd', endpoint: 'https://etcd.example.com:2379' },
    availability: available,
  }),
  'current-external-database': current({
    store: { kind: 'external-database', dataSource: 'postgres://shop:secret@db:5432/shop' },
    storage: { ...plainStorage, storageClass: 'fast' },
  }),
  'current-balancer-isolated': current({
    exposure: { kind: 'LoadBalancer' },
    isolation: { ...isolated, nodePorts: 2 },
    nodes: { kind: 'real' },
  }),
  'current-limits-only': current({ isolation: { ...opened, limitRange: true }, exposure: { kind: 'NodePort' } }),
  'current-all-nodes': current({
    nodes: { kind: 'all' },
    scheduler: true,
    storage: { ...plainStorage, storageClasses: 'fromHost', storageClass: 'fast' },
  }),
  'current-odd-context': current({ context: `arn:aws:eks:eu-west-1:1234:cluster/it's "prod" $HOME` }),
  'current-values-file': current({
    values: { name: 'team.yaml', text: '# ours\nsync:\n  toHost:\n    ingresses: {enabled: yes} # on\n' },
  }),
  'legacy-default': legacy(),
  'legacy-0.14-k8s-everything': legacy({ ...everything, chartVersion: '0.14.2', distro: 'k8s' }),
  'legacy-0.19-k8s-everything': legacy({ ...everything, distro: 'k8s' }),
  'legacy-0.14-eks-available': legacy({ chartVersion: 'v0.14.2', distro: 'eks', availability: available }),
  'legacy-0.14-k3s-class': legacy({
    chartVersion: '0.14.2',
    storage: { ...plainStorage, storageClasses: 'fromHost', storageClass: 'fast' },
  }),
  'legacy-0.19-k3s-class': legacy({ storage: { ...plainStorage, storageClass: 'fast' }, nodes: { kind: 'all' } }),
  'legacy-k0s-node-port': legacy({ distro: 'k0s', exposure: { kind: 'NodePort' }, nodes: { kind: 'real' } }),
  'legacy-policy-only': legacy({ isolation: { ...opened, networkPolicy: true } }),
};
