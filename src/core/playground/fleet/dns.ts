import type { KubeObject } from '../../kube/resource.ts';
import { deploymentReplicaSet } from '../controllers/podTemplate.ts';
import type { Random } from '../random.ts';
import type { Tree } from '../tree.ts';
import { kept, podsOf, type VirtualObjects } from './workload.ts';

/** The DNS of a vcluster as its charts bring it: its service, whose label and ports differ between generations, and its workload. */
export function virtualDns(current: boolean, random: Random): VirtualObjects & { readonly service: KubeObject } {
  const label = current ? 'vcluster-kube-dns' : 'kube-dns';
  const labels = { 'k8s-app': label };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      namespace: 'kube-system',
      uid: random.uuid(),
      name: 'kube-dns',
      labels: { 'k8s-app': label, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
      annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
    },
    spec: {
      type: 'ClusterIP',
      selector: labels,
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 1053 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 1053 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
    },
  };
  const owner = kept(
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'coredns', namespace: 'kube-system', labels: { ...labels, 'kubernetes.io/name': 'CoreDNS' } },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: dnsPod(current) },
      },
    },
    random,
  );
  const set = kept(deploymentReplicaSet(owner), random);
  return { service, workloads: [owner, set], pods: podsOf(set, 1, random), others: [service], claims: [] };
}

function dnsPod(current: boolean): Tree {
  return {
    serviceAccountName: 'coredns',
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    containers: [
      {
        name: 'coredns',
        image: current ? 'docker.io/coredns/coredns:1.14.2' : 'coredns/coredns:1.9.4',
        args: ['-conf', '/etc/coredns/Corefile'],
      },
    ],
  };
}
