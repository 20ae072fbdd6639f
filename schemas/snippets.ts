/** A block that completion offers as the value of a key. */
export interface Snippet {
  /** The key, without steps into lists and maps. */
  readonly path: string;
  readonly label: string;
  readonly description: string;
  /** The value as JSON, with `$1` and so on for the places to fill in; of a list, one item. */
  readonly body: unknown;
}

/** Blocks that people write often, in the form of the newest version; offered in every version that has the key. */
export const snippets: readonly Snippet[] = [
  {
    path: 'networking.replicateServices.toHost',
    label: 'Copy to the host',
    description: 'A Service of the virtual cluster that gets a copy on the host.',
    body: { from: '$1/$2', to: '$3' },
  },
  {
    path: 'networking.replicateServices.fromHost',
    label: 'Copy from the host',
    description: 'A Service of the host that gets a copy inside of the virtual cluster.',
    body: { from: '$1/$2', to: '$3/$4' },
  },
  {
    path: 'networking.resolveDNS',
    label: 'Name for a Service of the host',
    description: 'Answers for a name with a Service of the host.',
    body: { hostname: '$1', target: { hostService: '$2/$3' } },
  },
  {
    path: 'sync.fromHost.nodes',
    label: 'Real nodes by label',
    description: 'Shows nodes of the host that have a label; pods run on these only.',
    body: { enabled: true, selector: { labels: { $1: '$2' } } },
  },
  {
    path: 'sync.fromHost.configMaps',
    label: 'ConfigMap of the host',
    description: 'Shows one ConfigMap of the host inside of the virtual cluster.',
    body: { enabled: true, mappings: { byName: { '$1/$2': '$3/$4' } } },
  },
  {
    path: 'sync.fromHost.secrets',
    label: 'Secret of the host',
    description: 'Shows one Secret of the host inside of the virtual cluster.',
    body: { enabled: true, mappings: { byName: { '$1/$2': '$3/$4' } } },
  },
  {
    path: 'sync.toHost.customResources',
    label: 'Custom resource',
    description: 'Syncs a custom resource to the host.',
    body: { '$1.$2': { enabled: true } },
  },
  {
    path: 'sync.toHost.namespaces',
    label: 'Namespaces of their own',
    description: 'Gives each virtual namespace a namespace of its own on the host.',
    body: { enabled: true, mappings: { byName: { $1: '$2' } } },
  },
  {
    path: 'policies',
    label: 'Isolation',
    description: 'Network policies, a quota and a limit range, with the baseline level of Pod Security.',
    body: {
      podSecurityStandard: 'baseline',
      networkPolicy: { enabled: true },
      resourceQuota: { enabled: true },
      limitRange: { enabled: true },
    },
  },
  {
    path: 'controlPlane.statefulSet.highAvailability',
    label: 'Three replicas',
    description: 'Needs an etcd or an external database as backing store.',
    body: { replicas: 3 },
  },
  {
    path: 'controlPlane.backingStore',
    label: 'Deployed etcd',
    description: 'Keeps the data in an etcd of three members in pods of their own.',
    body: { etcd: { deploy: { enabled: true, statefulSet: { highAvailability: { replicas: 3 } } } } },
  },
  {
    path: 'controlPlane.backingStore',
    label: 'Embedded etcd',
    description: 'Keeps the data in an etcd inside of the control plane. Needs the Pro image.',
    body: { etcd: { embedded: { enabled: true } } },
  },
  {
    path: 'controlPlane.backingStore',
    label: 'External database',
    description: 'Keeps the data in a MySQL or PostgreSQL that you run yourself. Needs the Pro image.',
    body: { database: { external: { enabled: true, dataSource: '$1' } } },
  },
  {
    path: 'controlPlane.ingress',
    label: 'Ingress',
    description: 'An Ingress that leads to the API server.',
    body: { enabled: true, host: '$1' },
  },
  {
    path: 'controlPlane.service',
    label: 'Load balancer',
    description: 'A load balancer that leads to the API server.',
    body: { spec: { type: 'LoadBalancer' } },
  },
  {
    path: 'sleep.auto',
    label: 'Sleep when idle',
    description: 'Puts the workloads to sleep after an hour without requests.',
    body: { afterInactivity: '1h' },
  },
  {
    path: 'exportKubeConfig.additionalSecrets',
    label: 'Kubeconfig in a Secret',
    description: 'Writes the kubeconfig to a further Secret on the host.',
    body: { name: '$1', namespace: '$2' },
  },
];
