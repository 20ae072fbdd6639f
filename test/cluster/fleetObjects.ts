import { hostLabelKey, hostName, hostNamespaceLabelKey } from '../../src/core/vcluster/translate.ts';
import type { FleetMember } from './fleetMember.ts';

/** An object to be created, and the collection that it belongs to. */
export interface NewObject {
  readonly path: string;
  readonly object: Readonly<Record<string, unknown>>;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const kubeconfig = base64(
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'my-vcluster', cluster: { server: 'https://localhost:8443' } }],
    users: [{ name: 'my-vcluster', user: {} }],
    contexts: [{ name: 'my-vcluster', context: { cluster: 'my-vcluster', user: 'my-vcluster' } }],
    'current-context': 'my-vcluster',
  }),
);

/** The image of the syncer, which tells the version. */
export function syncerImage({ generation }: FleetMember): string {
  return generation === 'current' ? 'ghcr.io/loft-sh/vcluster-pro:0.36.1' : 'loftsh/vcluster:0.14.2';
}

/** Everything of a vcluster but its namespace, its control-plane pod and its synced pods. */
export function controlPlaneObjects(member: FleetMember): readonly NewObject[] {
  const { name, namespace } = member;
  const core = `/api/v1/namespaces/${namespace}`;
  const ports = [{ name: 'https', port: 443, targetPort: 8443, protocol: 'TCP' }];
  const service = (serviceName: string, spec: object): NewObject => ({
    path: `${core}/services`,
    object: {
      metadata: { name: serviceName, labels: chartLabels(member) },
      spec: { ports, selector: selector(member), ...spec },
    },
  });
  const secret = (secretName: string, data: object, labels = {}): NewObject => ({
    path: `${core}/secrets`,
    object: { metadata: { name: secretName, labels }, type: 'Opaque', data },
  });
  return [
    workload(member),
    service(name, { type: 'ClusterIP' }),
    service(`${name}-headless`, { clusterIP: 'None', publishNotReadyAddresses: true }),
    secret(`vc-${name}`, { config: kubeconfig, 'certificate-authority': base64('fake') }),
    ...(member.generation === 'current'
      ? [secret(`vc-config-${name}`, { 'config.yaml': base64('controlPlane: {}\n') }, chartLabels(member))]
      : []),
  ];
}

/** The control-plane pod, for when no controller makes it. */
export function controlPlanePod(member: FleetMember): NewObject {
  const labels =
    member.workload === 'StatefulSet'
      ? { 'apps.kubernetes.io/pod-index': '0', 'statefulset.kubernetes.io/pod-name': member.pod }
      : { 'pod-template-hash': '7c9d8b6f5' };
  return {
    path: `/api/v1/namespaces/${member.namespace}/pods`,
    object: { metadata: { name: member.pod, labels: { ...selector(member), ...labels } }, spec: podSpec(member) },
  };
}

/** A pod as the syncer of this generation writes it to the host. The first is CoreDNS; the rest spread over two namespaces. */
export function syncedPod(member: FleetMember, index: number): NewObject {
  const { name: vcluster, namespace: host } = member;
  const dns = index === 0;
  const namespace = dns ? 'kube-system' : index % 2 === 0 ? 'team-a' : 'default';
  const name = dns ? 'coredns-7585c88d99-fcsbz' : `web-${String(index).padStart(4, '0')}`;
  const own = dns ? { 'k8s-app': 'kube-dns' } : { app: 'web' };
  const translated = hostName(name, namespace, vcluster);
  const labels = {
    ...(member.generation === 'current' ? own : hashedLabels(own, vcluster)),
    'vcluster.loft.sh/managed-by': vcluster,
    'vcluster.loft.sh/namespace': namespace,
    [hostNamespaceLabelKey('kubernetes.io/metadata.name', vcluster)]: namespace,
  };
  const mark = 'vcluster.loft.sh';
  const annotations = {
    [`${mark}/name`]: name,
    [`${mark}/namespace`]: namespace,
    [`${mark}/object-name`]: name,
    [`${mark}/object-namespace`]: namespace,
    [`${mark}/object-uid`]: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    [`${mark}/service-account-name`]: 'default',
    ...(member.generation === 'current'
      ? {
          [`${mark}/object-kind`]: '/v1, Kind=Pod',
          [`${mark}/object-host-name`]: translated,
          [`${mark}/object-host-namespace`]: host,
        }
      : {}),
  };
  const spec = {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    hostname: name,
    dnsPolicy: 'None',
    dnsConfig: { nameservers: ['10.96.0.10'], searches: [`${namespace}.svc.cluster.local`, 'svc.cluster.local'] },
    hostAliases: [{ ip: '10.96.0.11', hostnames: ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'] }],
    containers: [{ name: 'app', image: dns ? 'coredns/coredns:1.11.3' : 'nginx', env: apiEnvironment }],
  };
  return {
    path: `/api/v1/namespaces/${host}/pods`,
    object: { metadata: { name: translated, labels, annotations }, spec },
  };
}

const apiEnvironment = [
  { name: 'KUBERNETES_PORT', value: 'tcp://10.96.0.11:443' },
  { name: 'KUBERNETES_SERVICE_HOST', value: '10.96.0.11' },
  { name: 'KUBERNETES_SERVICE_PORT', value: '443' },
  { name: 'KUBERNETES_SERVICE_PORT_HTTPS', value: '443' },
];

function hashedLabels(labels: Readonly<Record<string, string>>, vcluster: string): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [hostLabelKey(key, vcluster), value]));
}

function selector({ name }: FleetMember): Record<string, string> {
  return { app: 'vcluster', release: name };
}

function chartLabels(member: FleetMember): Record<string, string> {
  const chart = { current: 'vcluster-0.36.1', legacy: 'vcluster-0.14.2' }[member.generation];
  const own = member.workload === 'Deployment' ? 'vcluster-k8s-0.14.2' : chart;
  return { ...selector(member), chart: own, heritage: 'Helm' };
}

function workload(member: FleetMember): NewObject {
  const { name, namespace, state, generation } = member;
  const paused = {
    'loft.sh/paused': 'true',
    'loft.sh/paused-replicas': '1',
    ...(generation === 'current' ? { 'loft.sh/paused-date': '2026-03-02T10:00:00.000Z' } : {}),
  };
  const template = { metadata: { labels: selector(member) }, spec: podSpec(member) };
  const forStatefulSets = { serviceName: `${name}-headless`, podManagementPolicy: 'Parallel' };
  return {
    path: `/apis/apps/v1/namespaces/${namespace}/${member.workload === 'StatefulSet' ? 'statefulsets' : 'deployments'}`,
    object: {
      metadata: { name, labels: chartLabels(member), annotations: state === 'paused' ? paused : {} },
      spec: {
        replicas: state === 'running' || state === 'pending' ? 1 : 0,
        selector: { matchLabels: selector(member) },
        template,
        ...(member.workload === 'StatefulSet' ? forStatefulSets : {}),
      },
    },
  };
}

function podSpec(member: FleetMember): object {
  const probe = (path: string) => ({ httpGet: { path, port: 8443, scheme: 'HTTPS' }, periodSeconds: 2 });
  return {
    terminationGracePeriodSeconds: 10,
    automountServiceAccountToken: false,
    containers: [
      {
        name: 'syncer',
        image: syncerImage(member),
        args: [`--name=${member.name}`],
        env: [{ name: 'VCLUSTER_NAME', value: member.name }],
        resources: { limits: { memory: '2Gi' }, requests: { cpu: '200m', memory: '256Mi' } },
        livenessProbe: { ...probe('/healthz'), failureThreshold: 60 },
        readinessProbe: { ...probe('/readyz'), failureThreshold: 60 },
      },
    ],
  };
}
