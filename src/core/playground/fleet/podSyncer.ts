import type { KubeObject } from '../../kube/resource.ts';
import { hostNamespaceLabelKey } from '../../vcluster/translate.ts';
import type { Random } from '../random.ts';
import { isTree, listAt, nameOf, namespaceOf, type Tree, textAt, treeAt, withAt } from '../tree.ts';
import { withReferences } from './podReferences.ts';
import { copied, type SyncTarget, type Texts, translated } from './syncedObject.ts';

const marker = 'vcluster.loft.sh';

function apiEnvironment(ip: string): readonly Tree[] {
  const url = `tcp://${ip}:443`;
  const variables: Texts = {
    KUBERNETES_PORT: url,
    KUBERNETES_PORT_443_TCP: url,
    KUBERNETES_PORT_443_TCP_ADDR: ip,
    KUBERNETES_PORT_443_TCP_PORT: '443',
    KUBERNETES_PORT_443_TCP_PROTO: 'tcp',
    KUBERNETES_SERVICE_HOST: ip,
    KUBERNETES_SERVICE_PORT: '443',
    KUBERNETES_SERVICE_PORT_HTTPS: '443',
  };
  return Object.entries(variables).map(([name, value]) => ({ name, value }));
}

function hostContainer(container: unknown, apiIP: string): unknown {
  if (!isTree(container)) {
    return container;
  }
  const own = listAt(container, 'env').map(hostVariable);
  const names = new Set(own.map((variable) => textAt(variable, 'name')));
  const added = apiEnvironment(apiIP).filter((variable) => !names.has(textAt(variable, 'name')));
  return { ...container, env: [...added, ...own] };
}

/** What a pod asks of its own metadata stands in annotations on the host. */
const asked: Texts = {
  'metadata.name': 'name',
  'metadata.namespace': 'namespace',
  'metadata.uid': 'uid',
  'metadata.labels': 'labels',
  'spec.serviceAccountName': 'service-account-name',
};

function hostVariable(variable: unknown): unknown {
  const key = asked[textAt(variable, 'valueFrom', 'fieldRef', 'fieldPath') ?? ''];
  const path = ['valueFrom', 'fieldRef', 'fieldPath'];
  return key && isTree(variable) ? withAt(variable, path, `metadata.annotations['${marker}/${key}']`) : variable;
}

/** The volume by which a pod gets the token, certificate and namespace of its vcluster instead of the host's. */
function accessVolume(name: string, token: string, namespace: string, target: SyncTarget): Tree {
  const annotation = (key: string) => ({ apiVersion: 'v1', fieldPath: `metadata.annotations['${marker}/${key}']` });
  return {
    name,
    projected: {
      defaultMode: 420,
      sources: [
        { downwardAPI: { items: [{ fieldRef: annotation(token), mode: 420, path: 'token' }] } },
        {
          configMap: {
            items: [{ key: 'ca.crt', path: 'ca.crt' }],
            name: translated(target, namespace, 'kube-root-ca.crt'),
          },
        },
        { downwardAPI: { items: [{ fieldRef: annotation('namespace'), path: 'namespace' }] } },
      ],
    },
  };
}

function podAnnotations(pod: KubeObject, token: string, target: SyncTarget): Texts {
  const labels = Object.entries(pod.metadata?.labels ?? {}).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const owners = pod.metadata?.ownerReferences ?? [];
  const kind = owners[0]?.kind;
  return {
    'cluster-autoscaler.kubernetes.io/safe-to-evict': String(owners.length > 0),
    [`${marker}/labels`]: labels.sort().join('\n'),
    [`${marker}/name`]: nameOf(pod),
    [`${marker}/namespace`]: namespaceOf(pod),
    [`${marker}/uid`]: pod.metadata?.uid ?? '',
    [`${marker}/service-account-name`]: textAt(pod, 'spec', 'serviceAccountName') ?? 'default',
    [`${marker}/${token}`]: 'playground',
    ...(kind === 'ReplicaSet' || kind === 'StatefulSet' ? { [`${marker}/owner-set-kind`]: kind } : {}),
    ...(target.generation === 'current' && owners.length > 0
      ? { [`${marker}/owner-references`]: JSON.stringify(owners) }
      : {}),
  };
}

/** The host's copy of a virtual pod: names, environment, DNS, token and account rewritten. */
export function hostPod(pod: KubeObject, target: SyncTarget, random: Random): KubeObject {
  const namespace = namespaceOf(pod);
  const copy = copied(pod, target);
  const token = `token-${random.letters(8)}`;
  const apiIP = textAt(target.service, 'spec', 'clusterIP') ?? '';
  const aliases = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
  const access = `kube-api-access-${random.letters(5)}`;
  const mount = { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: access, readOnly: true };
  const { subdomain: _subdomain, nodeName: _node, ...given } = treeAt(pod, 'spec');
  const spec = withReferences(given, (_kind, name) => translated(target, namespace, name));
  const contained = (list: string) =>
    listAt(spec, list).map((one) => {
      const container = hostContainer(one, apiIP);
      return isTree(container)
        ? { ...container, volumeMounts: [...listAt(container, 'volumeMounts'), mount] }
        : container;
    });
  const initContainers = contained('initContainers');
  return {
    ...copy,
    metadata: {
      ...copy.metadata,
      labels: {
        ...copy.metadata?.labels,
        [hostNamespaceLabelKey('kubernetes.io/metadata.name', target.name)]: namespace,
      },
      annotations: { ...copy.metadata?.annotations, ...podAnnotations(pod, token, target) },
    },
    spec: {
      ...spec,
      containers: contained('containers'),
      ...(initContainers.length > 0 ? { initContainers } : {}),
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      serviceAccountName: `vc-workload-${target.name}`,
      hostname: nameOf(pod).slice(0, 63).replaceAll('.', '-').replace(/-$/, ''),
      dnsPolicy: 'None',
      dnsConfig: {
        nameservers: [target.dnsIP],
        options: [{ name: 'ndots', value: '5' }],
        searches: [`${namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local'],
      },
      hostAliases: [
        {
          hostnames: target.generation === 'current' ? ['kubernetes.default.svc.cluster.local', ...aliases] : aliases,
          ip: apiIP,
        },
      ],
      volumes: [...listAt(spec, 'volumes'), accessVolume(access, token, namespace, target)],
    },
  };
}
