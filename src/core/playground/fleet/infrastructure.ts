import type { KubeObject } from '../../kube/resource.ts';
import { kubernetesVersion } from '../discovery.ts';
import type { Tree } from '../tree.ts';
import type { Seeder } from './seeder.ts';

const dayMs = 86_400_000;
const ageMs = 700 * dayMs;

/** A node that is ready and has plenty of room. */
export function node(name: string, number: number, labels: Readonly<Record<string, string>> = {}): KubeObject {
  const resources = { cpu: '16', memory: '64Gi', 'ephemeral-storage': '200Gi', pods: '110' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/os': 'linux',
        'kubernetes.io/hostname': name,
        'topology.kubernetes.io/zone': `eu-west-1${'abc'[number % 3]}`,
        ...labels,
      },
    },
    spec: { podCIDR: `10.244.${number}.0/24`, podCIDRs: [`10.244.${number}.0/24`], providerID: `playground://${name}` },
    status: {
      addresses: [
        { type: 'InternalIP', address: `10.0.0.${number + 1}` },
        { type: 'Hostname', address: name },
      ],
      capacity: resources,
      allocatable: { ...resources, cpu: '15800m' },
      conditions: [
        { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
      ],
      nodeInfo: {
        kubeletVersion: kubernetesVersion.gitVersion,
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        kernelVersion: '6.1.0-37-amd64',
        containerRuntimeVersion: 'containerd://2.1.4',
        architecture: 'amd64',
        operatingSystem: 'linux',
      },
    },
  };
}

function storageClass(name: string, byDefault: boolean): KubeObject {
  const annotations = byDefault ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : {};
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations },
    provisioner: 'playground.example.com/disk',
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
  };
}

function workload(
  kind: 'Deployment' | 'StatefulSet',
  namespace: string,
  name: string,
  image: string,
  replicas = 1,
  port?: number,
): KubeObject {
  const labels = { app: name };
  const ports = port === undefined ? {} : { ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }] };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      template: {
        metadata: { labels },
        spec: { containers: [{ name, image, ...ports, resources: { requests: { cpu: '50m', memory: '64Mi' } } }] },
      },
    },
  };
}

function service(namespace: string, name: string, port: number, more: Tree = {}): KubeObject {
  const spec = { selector: { app: name }, ports: [{ port, protocol: 'TCP', targetPort: port }], ...more };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace, labels: { app: name } }, spec };
}

/** The least that a cluster has: its own namespaces, one node, a storage class and the service of its API. */
export function seedBareCluster(seeder: Seeder, nodes = 1): void {
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) {
    seeder.namespace(name, ageMs);
  }
  for (let number = 1; number <= nodes; number += 1) {
    seeder.object(node(`worker-${number}`, number), ageMs);
  }
  seeder.object(storageClass('standard', true), ageMs);
  seeder.object(storageClass('fast', false), ageMs);
  seeder.object(
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'kubernetes',
        namespace: 'default',
        labels: { component: 'apiserver', provider: 'kubernetes' },
      },
      spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
    },
    ageMs,
  );
}

/** What runs on the sample host cluster beside vclusters. */
export function seedOrdinaryWorkloads(seeder: Seeder): void {
  for (const name of ['monitoring', 'ingress-nginx', 'website']) {
    seeder.namespace(name, ageMs);
  }
  seeder.object(
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    },
    ageMs,
  );
  seeder.workload(
    workload('Deployment', 'kube-system', 'coredns', 'registry.k8s.io/coredns/coredns:v1.12.0', 2),
    ageMs,
  );
  seeder.workload(
    workload(
      'Deployment',
      'ingress-nginx',
      'ingress-nginx-controller',
      'registry.k8s.io/ingress-nginx/controller:v1.13.2',
    ),
    90 * dayMs,
  );
  seeder.object(service('ingress-nginx', 'ingress-nginx-controller', 443, { type: 'LoadBalancer' }), 90 * dayMs);
  seeder.workload(
    workload('StatefulSet', 'monitoring', 'prometheus', 'quay.io/prometheus/prometheus:v3.5.0', 2),
    200 * dayMs,
  );
  seeder.workload(
    workload('Deployment', 'monitoring', 'grafana', 'docker.io/grafana/grafana:12.1.1', 1, 3000),
    200 * dayMs,
  );
  seeder.object(service('monitoring', 'grafana', 3000), 200 * dayMs);
  seeder.workload(workload('Deployment', 'website', 'website', 'nginx:1.27', 2, 80), 15 * dayMs);
  seeder.object(service('website', 'website', 80), 15 * dayMs);
}
