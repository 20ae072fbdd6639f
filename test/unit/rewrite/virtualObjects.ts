import fc from 'fast-check';

type Arbitrary = fc.Arbitrary<unknown>;

const word = fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/u);
const dotted = fc.oneof({ weight: 4, arbitrary: word }, fc.stringMatching(/^[a-z]([a-z0-9.-]{0,70}[a-z0-9])?$/u));
const namespace = fc.constantFrom(
  'default',
  'kube-system',
  'team-a',
  'a-namespace-with-a-quite-long-name-pushing-over-the-limit',
);
const labelKey = fc.oneof(
  word,
  fc.constantFrom(
    'release',
    'app.kubernetes.io/name',
    'vcluster.loft.sh/managed-by',
    'vcluster.loft.sh/label-my-vcluster-x-a4d451ec23',
    '__proto__',
    'constructor',
  ),
);
const labels = fc.dictionary(labelKey, fc.oneof(word, fc.constant('')), { maxKeys: 4 });
const selector = some({
  matchLabels: labels,
  matchExpressions: list(fc.record({ key: labelKey, operator: fc.constantFrom('In', 'Exists') })),
});

function some(fields: Record<string, Arbitrary>): Arbitrary {
  return fc.record(fields, { requiredKeys: [] });
}

function list(item: Arbitrary, maxLength = 3): Arbitrary {
  return fc.array(item, { minLength: 1, maxLength });
}

function named(fields: Record<string, Arbitrary>): Arbitrary {
  return fc.record({ name: word, ...fields }, { requiredKeys: ['name'] });
}

function distinct(item: Arbitrary, key: string, maxLength = 3): Arbitrary {
  return fc.uniqueArray(item, { minLength: 1, maxLength, selector: (one) => (one as Record<string, unknown>)[key] });
}

const fieldPath = fc.constantFrom(
  'metadata.name',
  'metadata.labels',
  "metadata.labels['app']",
  'status.podIP',
  'status.hostIP',
  'spec.serviceAccountName',
);
const fieldRef = fc.record({ apiVersion: fc.constant('v1'), fieldPath });
const variable = named({
  value: fc.string(),
  valueFrom: fc.oneof(
    fc.record({ configMapKeyRef: fc.record({ name: dotted, key: word }) }),
    fc.record({ secretKeyRef: fc.record({ name: dotted, key: word }) }),
    fc.record({ fieldRef }),
  ),
});
const container = named({
  image: fc.constantFrom('nginx', 'nginx:1.25', 'busybox'),
  env: distinct(fc.oneof(variable, fc.record({ name: fc.constant('KUBERNETES_PORT'), value: word })), 'name'),
  envFrom: list(
    fc.oneof(
      fc.record({ configMapRef: fc.record({ name: dotted }) }),
      fc.record({ secretRef: fc.record({ name: dotted }) }),
    ),
  ),
  volumeMounts: distinct(
    fc.record({ name: word, mountPath: fc.constantFrom('/a', '/b', '/var/log', '/etc/x') }),
    'mountPath',
  ),
  restartPolicy: fc.constant('Always'),
  resources: some({ requests: fc.record({ cpu: fc.constant('10m') }) }),
});
const source = fc.oneof(
  fc.record({ serviceAccountToken: fc.record({ path: word }) }),
  fc.record({ configMap: fc.record({ name: dotted }) }),
  fc.record({ secret: fc.record({ name: dotted }) }),
  fc.record({ downwardAPI: fc.record({ items: distinct(fc.record({ path: word, fieldRef }), 'path') }) }),
);
const volume = named({
  configMap: fc.record({ name: dotted }),
  secret: fc.record({ secretName: dotted }),
  persistentVolumeClaim: fc.record({ claimName: word }),
  ephemeral: fc.record({ volumeClaimTemplate: fc.constant({}) }),
  hostPath: fc.record({ path: fc.constantFrom('/var/log', '/var/log/pods/', '/data') }),
  projected: fc.record({ sources: list(source) }),
  csi: fc.record({ driver: word, nodePublishSecretRef: fc.record({ name: word }) }),
});
const term = some({
  topologyKey: word,
  labelSelector: selector,
  namespaceSelector: selector,
  namespaces: list(namespace),
  matchLabelKeys: list(word),
});
const podSpec = some({
  containers: distinct(container, 'name'),
  initContainers: distinct(container, 'name'),
  volumes: distinct(volume, 'name'),
  imagePullSecrets: distinct(named({}), 'name'),
  affinity: some({
    podAffinity: some({ requiredDuringSchedulingIgnoredDuringExecution: list(term) }),
    podAntiAffinity: some({
      preferredDuringSchedulingIgnoredDuringExecution: list(fc.record({ weight: fc.nat(100), podAffinityTerm: term })),
    }),
  }),
  topologySpreadConstraints: distinct(fc.record({ topologyKey: word, labelSelector: selector }), 'topologyKey'),
  dnsPolicy: fc.constantFrom('ClusterFirst', 'Default', 'None', 'ClusterFirstWithHostNet'),
  dnsConfig: some({ nameservers: list(fc.ipV4()), searches: list(word), options: list(named({})) }),
  hostAliases: distinct(fc.record({ ip: fc.ipV4(), hostnames: list(word) }), 'ip'),
  hostNetwork: fc.boolean(),
  hostname: word,
  subdomain: word,
  serviceAccountName: word,
  priorityClassName: word,
  priority: fc.nat(),
  enableServiceLinks: fc.boolean(),
  nodeSelector: labels,
  tolerations: distinct(fc.record({ key: word, operator: fc.constant('Exists') }), 'key'),
  nodeName: word,
});
const peer = some({
  podSelector: selector,
  namespaceSelector: selector,
  ipBlock: fc.record({ cidr: fc.constant('10.0.0.0/8') }),
});
const backend = fc.record({ service: fc.record({ name: dotted, port: fc.record({ number: fc.nat() }) }) });
const specs: Readonly<Record<string, readonly [apiVersion: string, body: Arbitrary]>> = {
  Pod: ['v1', some({ spec: podSpec, status: some({ phase: word }) })],
  Service: [
    'v1',
    some({
      spec: some({
        selector: labels,
        type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
        clusterIP: fc.oneof(fc.ipV4(), fc.constant('None')),
        ipFamilies: fc.constant(['IPv4', 'IPv6']),
        ipFamilyPolicy: fc.constant('RequireDualStack'),
        ports: distinct(fc.record({ port: fc.nat(65535), protocol: fc.constantFrom('TCP', 'UDP') }), 'port'),
      }),
    }),
  ],
  ConfigMap: ['v1', some({ data: fc.dictionary(word, fc.string()) })],
  Secret: [
    'v1',
    some({
      type: fc.constantFrom('Opaque', 'kubernetes.io/service-account-token'),
      data: fc.dictionary(word, fc.base64String()),
    }),
  ],
  ServiceAccount: ['v1', some({ secrets: list(named({})), imagePullSecrets: distinct(named({}), 'name') })],
  PersistentVolumeClaim: [
    'v1',
    some({
      spec: some({
        storageClassName: word,
        volumeName: word,
        selector,
        dataSource: fc.record({ kind: fc.constant('PersistentVolumeClaim'), name: word }),
      }),
    }),
  ],
  Endpoints: [
    'v1',
    some({
      subsets: list(
        some({
          addresses: list(
            some({
              ip: fc.ipV4(),
              targetRef: fc.record({ kind: fc.constant('Pod'), name: word, namespace, uid: fc.uuid() }),
            }),
          ),
        }),
      ),
    }),
  ],
  Ingress: [
    'networking.k8s.io/v1',
    some({
      spec: some({
        defaultBackend: backend,
        rules: list(
          some({ host: word, http: fc.record({ paths: list(fc.record({ path: fc.constant('/'), backend })) }) }),
        ),
        tls: list(some({ secretName: word, hosts: list(word) })),
      }),
    }),
  ],
  NetworkPolicy: [
    'networking.k8s.io/v1',
    some({
      spec: some({
        podSelector: selector,
        ingress: list(some({ from: list(peer) })),
        egress: list(some({ to: list(peer) })),
      }),
    }),
  ],
  PodDisruptionBudget: ['policy/v1', some({ spec: some({ selector, minAvailable: fc.nat() }) })],
  PersistentVolume: ['v1', some({ spec: some({ storageClassName: word, claimRef: named({ namespace }) }) })],
  StorageClass: ['storage.k8s.io/v1', some({ provisioner: word })],
  PriorityClass: ['scheduling.k8s.io/v1', some({ value: fc.nat(), globalDefault: fc.boolean() })],
  Deployment: ['apps/v1', some({ spec: some({ replicas: fc.nat() }) })],
};
const clusterWide: ReadonlySet<string> = new Set(['PersistentVolume', 'StorageClass', 'PriorityClass']);

const ownAnnotation = fc.constantFrom(
  'nginx.ingress.kubernetes.io/auth-secret',
  'cluster-autoscaler.kubernetes.io/safe-to-evict',
  'vcluster.loft.sh/name',
  'vcluster.loft.sh/labels',
  'vcluster.loft.sh/object-kind',
  'vcluster.loft.sh/owner-references',
  'vcluster.loft.sh/managed-labels',
  'vcluster.loft.sh/block-deletion',
);

function metadata(kind: string): Arbitrary {
  const owner = fc.record({
    apiVersion: fc.constantFrom('apps/v1', 'batch/v1'),
    kind: fc.constantFrom('ReplicaSet', 'Job', 'DaemonSet'),
    name: word,
    uid: fc.uuid(),
    controller: fc.boolean(),
  });
  return fc.record(
    {
      name: dotted,
      ...(clusterWide.has(kind) ? {} : { namespace }),
      uid: fc.uuid(),
      labels,
      annotations: fc.dictionary(fc.oneof(word, ownAnnotation), fc.string(), { maxKeys: 3 }),
      ownerReferences: list(owner, 1),
      finalizers: list(word),
    },
    { requiredKeys: ['name', 'uid', ...(clusterWide.has(kind) ? [] : ['namespace' as never])] },
  );
}

/** An object as people make them inside a vcluster, odd ones among them. */
export const virtualObject = fc.constantFrom(...Object.keys(specs)).chain((kind) => {
  const [apiVersion, body] = specs[kind] ?? ['v1', fc.constant({})];
  return fc
    .tuple(metadata(kind), body)
    .map(
      ([meta, rest]) =>
        ({ apiVersion, kind, metadata: meta as { name: string; namespace?: string }, ...(rest as object) }) as Readonly<
          Record<string, unknown>
        > & { metadata: { name: string; namespace?: string } },
    );
});

const legacyValues = some({
  sync: fc.dictionary(
    fc.constantFrom(
      'ingresses',
      'networkpolicies',
      'persistentvolumes',
      'storageclasses',
      'serviceaccounts',
      'priorityclasses',
      'poddisruptionbudgets',
    ),
    fc.record({ enabled: fc.boolean() }),
  ),
  multiNamespaceMode: fc.record({ enabled: fc.boolean() }),
  isolation: fc.record({ enabled: fc.boolean() }),
  syncer: fc.record({
    extraArgs: fc.subarray([
      '--enforce-toleration=a=b:NoSchedule',
      '--translate-image=nginx=other',
      '--set-owner=false',
      '--sync-labels=app,app.kubernetes.io/*',
      '--enable-scheduler=true',
      '--service-account-token-secrets=true',
      '--rewrite-host-paths=true',
      '--mount-physical-host-paths=true',
      '--node-selector=disk=ssd',
      '--target-namespace=work',
      '--override-hosts=false',
    ]),
  }),
});
const podOptions = some({
  priorityClassName: fc.constant('team'),
  runtimeClassName: fc.constant('kata'),
  useSecretsForSATokens: fc.boolean(),
  rewriteHosts: fc.record({ enabled: fc.boolean() }),
  patches: fc.subarray([
    { path: 'metadata.labels["release"]', expression: '"x"' },
    { path: 'spec.containers[*].image', expression: 'value' },
    { path: 'spec.hostname', reverseExpression: 'value' },
  ]),
});
const currentValues = some({
  controlPlane: some({
    distro: fc.record({ k8s: fc.record({ scheduler: fc.record({ enabled: fc.boolean() }) }) }),
    hostPathMapper: fc.record({ enabled: fc.boolean() }),
  }),
  sync: some({
    toHost: fc
      .tuple(
        fc.dictionary(
          fc.constantFrom(
            'ingresses',
            'networkPolicies',
            'persistentVolumes',
            'storageClasses',
            'serviceAccounts',
            'priorityClasses',
            'podDisruptionBudgets',
            'namespaces',
          ),
          fc.record(
            {
              enabled: fc.boolean(),
              mappings: fc.constant({ byName: { 'team-*': 'host-*' } }),
              mappingsOnly: fc.boolean(),
            },
            { requiredKeys: ['enabled'] },
          ),
        ),
        podOptions,
      )
      .map(([kinds, pods]) => ({ ...kinds, pods })),
    fromHost: fc.dictionary(
      fc.constantFrom('nodes', 'storageClasses', 'priorityClasses'),
      fc.record({ enabled: fc.boolean() }),
    ),
  }),
  policies: some({ podSecurityStandard: fc.constant('baseline'), limitRange: fc.record({ enabled: fc.boolean() }) }),
});

/** A vcluster of either generation and what it is configured to. */
export const configuration = fc.oneof(
  fc.record({ target: target('0.14.2', '0.16.4', '0.19.5'), options: some({ values: legacyValues }) }),
  fc.record({ target: target('0.20.0', '0.24.1', '0.31.0', '0.36.1'), options: some({ values: currentValues }) }),
) as fc.Arbitrary<{ target: { name: string; namespace: string; version: string }; options: { values?: object } }>;

function target(...versions: readonly string[]): Arbitrary {
  return fc.record({
    name: fc.constantFrom('my-vcluster', 'v', 'a-vcluster-whose-name-is-long'),
    namespace: fc.constantFrom('ns', 'vcluster-my-vcluster'),
    version: fc.constantFrom(...versions),
  });
}
