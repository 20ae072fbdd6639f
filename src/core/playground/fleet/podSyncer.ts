import type { KubeObject } from '../../kube/resource.ts';
import { hostNamespaceLabelKey } from '../../vcluster/translate.ts';
import type { Random } from '../random.ts';
import { at, isTree, listAt, nameOf, namespaceOf, type Tree, textAt, treeAt, withAt } from '../tree.ts';
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

function hostContainer(container: unknown, namespace: string, target: SyncTarget, apiIP: string): unknown {
  if (!isTree(container)) {
    return container;
  }
  const envFrom = listAt(container, 'envFrom').map((source) => {
    const kind = at(source, 'secretRef') === undefined ? 'configMapRef' : 'secretRef';
    return isTree(source)
      ? withAt(source, [kind, 'name'], translated(target, namespace, at(source, kind, 'name')))
      : source;
  });
  return {
    ...container,
    env: [...apiEnvironment(apiIP), ...listAt(container, 'env')],
    ...(envFrom.length > 0 ? { envFrom } : {}),
  };
}

function hostVolume(volume: unknown, namespace: string, target: SyncTarget): unknown {
  if (isTree(volume) && isTree(volume['persistentVolumeClaim'])) {
    const claim = at(volume, 'persistentVolumeClaim', 'claimName');
    return withAt(volume, ['persistentVolumeClaim', 'claimName'], translated(target, namespace, claim));
  }
  return volume;
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
  const containers = listAt(pod, 'spec', 'containers').map((one) => {
    const container = hostContainer(one, namespace, target, apiIP);
    return isTree(container)
      ? { ...container, volumeMounts: [...listAt(container, 'volumeMounts'), mount] }
      : container;
  });
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
      ...treeAt(pod, 'spec'),
      containers,
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
      volumes: [
        ...listAt(pod, 'spec', 'volumes').map((volume) => hostVolume(volume, namespace, target)),
        accessVolume(access, token, namespace, target),
      ],
    },
  };
}
