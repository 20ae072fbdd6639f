import type { KubeObject } from '../../kube/resource.ts';
import type { Random } from '../random.ts';
import type { VirtualApp } from './recipe.ts';

/** The objects of an app as they are inside its vcluster, as far as they are synced. */
export interface VirtualObjects {
  readonly pods: readonly KubeObject[];
  readonly others: readonly KubeObject[];
  /** Names and sizes of its volume claims. */
  readonly claims: readonly { readonly name: string; readonly storage: string }[];
}

/** PostgreSQL and Redis speak no HTTP. */
const databasePorts = new Set([5432, 6379]);

/** A new pod of an app, as it is inside its vcluster; `ordinal` counts the pods of a StatefulSet. */
export function virtualPod(app: VirtualApp, ordinal: number, random: Random, hash: string): KubeObject {
  const { name, namespace, kind, port } = app;
  const ordered = kind === 'StatefulSet';
  const podName = ordered ? `${name}-${ordinal}` : `${name}-${hash}-${random.letters(5)}`;
  const owner = {
    apiVersion: 'apps/v1',
    kind: ordered ? 'StatefulSet' : 'ReplicaSet',
    name: ordered ? name : `${name}-${hash}`,
  };
  const labels = ordered
    ? {
        'apps.kubernetes.io/pod-index': String(ordinal),
        'controller-revision-hash': `${name}-${hash}`,
        'statefulset.kubernetes.io/pod-name': podName,
      }
    : { 'pod-template-hash': hash };
  const container = {
    name: name.split('-')[0],
    image: app.image,
    resources: { requests: { cpu: '50m', memory: '64Mi' } },
    ...(port
      ? { ports: [{ ...(databasePorts.has(port) ? {} : { name: 'http' }), containerPort: port, protocol: 'TCP' }] }
      : {}),
    ...(app.configured
      ? { envFrom: [{ configMapRef: { name: `${name}-config` } }, { secretRef: { name: `${name}-credentials` } }] }
      : {}),
    ...(app.storage ? { volumeMounts: [{ name: 'data', mountPath: '/data' }] } : {}),
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podName,
      namespace,
      uid: random.uuid(),
      labels: { app: name, ...labels },
      ownerReferences: [
        { ...owner, uid: random.uuid(), controller: true, blockOwnerDeletion: true } as { kind: string },
      ],
    },
    spec: {
      containers: [container],
      ...(app.storage ? { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: `data-${podName}` } }] } : {}),
    },
  };
}

function configuration({ name, namespace }: VirtualApp, random: Random): readonly KubeObject[] {
  const metadata = (suffix: string) => ({
    name: `${name}-${suffix}`,
    namespace,
    uid: random.uuid(),
    labels: { app: name },
  });
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata('config'),
      data: { LOG_LEVEL: 'info', REGION: 'eu-west-1' },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: metadata('credentials'),
      type: 'Opaque',
      data: { password: Buffer.from('playground').toString('base64') },
    },
  ];
}

function service({ name, namespace, port = 80, service: type = 'ClusterIP' }: VirtualApp, random: Random): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, uid: random.uuid(), labels: { app: name } },
    spec: { type, selector: { app: name }, ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: port }] },
  };
}

function ingress({ name, namespace, host }: VirtualApp, random: Random): KubeObject {
  const backend = { service: { name, port: { name: 'http' } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace, uid: random.uuid(), labels: { app: name } },
    spec: {
      ingressClassName: 'nginx',
      rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  };
}

/** Everything of an app that its vcluster syncs to the host. */
export function virtualObjects(app: VirtualApp, random: Random): VirtualObjects {
  const hash = random.letters(10);
  const pods = Array.from({ length: app.replicas }, (_, ordinal) => virtualPod(app, ordinal, random, hash));
  const { storage } = app;
  return {
    pods,
    others: [
      ...(app.configured ? configuration(app, random) : []),
      ...(app.service ? [service(app, random)] : []),
      ...(app.host ? [ingress(app, random)] : []),
    ],
    claims: storage ? pods.map((pod) => ({ name: `data-${pod.metadata?.name}`, storage })) : [],
  };
}

/** The DNS of a vcluster: its service, whose label and ports differ between generations, and its pod. */
export function virtualDns(
  current: boolean,
  random: Random,
): { readonly service: KubeObject; readonly pod: KubeObject } {
  const label = current ? 'vcluster-kube-dns' : 'kube-dns';
  const hash = random.letters(9);
  const metadata = { namespace: 'kube-system', uid: random.uuid() };
  return {
    service: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        ...metadata,
        name: 'kube-dns',
        labels: { 'k8s-app': label, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
        annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
      },
      spec: {
        type: 'ClusterIP',
        selector: { 'k8s-app': label },
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP', targetPort: 1053 },
          { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 1053 },
          { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
        ],
      },
    },
    pod: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...metadata,
        uid: random.uuid(),
        name: `coredns-${hash}-${random.letters(5)}`,
        labels: { 'k8s-app': label, 'pod-template-hash': hash },
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            name: `coredns-${hash}`,
            uid: random.uuid(),
            controller: true,
            blockOwnerDeletion: true,
          } as { kind: string },
        ],
      },
      spec: {
        serviceAccountName: 'coredns',
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        containers: [
          {
            name: 'coredns',
            image: current ? 'docker.io/coredns/coredns:1.14.2' : 'coredns/coredns:1.9.4',
            args: ['-conf', '/etc/coredns/Corefile'],
          },
        ],
      },
    },
  };
}
