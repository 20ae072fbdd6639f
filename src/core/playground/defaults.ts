import type { KubeObject } from '../kube/resource.ts';
import type { Served } from './catalogue.ts';
import { at, isTree, listAt, nameOf, numberAt, type Tree, textAt, treeAt, withAt } from './tree.ts';

function withDefaults<T extends Tree>(object: T, path: readonly string[], values: Tree): T {
  return withAt(object, path, { ...values, ...treeAt(object, ...path) });
}

function container(given: unknown): unknown {
  if (!isTree(given)) {
    return given;
  }
  const image = textAt(given, 'image') ?? '';
  const latest = image.endsWith(':latest') || !/[:@]/.test(image.slice(image.lastIndexOf('/') + 1));
  return {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: latest ? 'Always' : 'IfNotPresent',
    ...given,
  };
}

function podSpec(given: Tree): Tree {
  const account = textAt(given, 'serviceAccountName') ?? 'default';
  const initContainers = listAt(given, 'initContainers');
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...given,
    serviceAccountName: account,
    serviceAccount: account,
    containers: listAt(given, 'containers').map(container),
    ...(initContainers.length > 0 ? { initContainers: initContainers.map(container) } : {}),
  };
}

function pod(object: KubeObject): KubeObject {
  const spec = {
    enableServiceLinks: true,
    priority: 0,
    preemptionPolicy: 'PreemptLowerPriority',
    ...podSpec(treeAt(object, 'spec')),
  };
  return { ...object, spec, status: { phase: 'Pending', qosClass: qosClass(spec) } };
}

/** The quality-of-service class that follows from a pod's requests and limits. */
export function qosClass(spec: Tree): string {
  const all = [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')];
  const some = all.some(
    (one) =>
      Object.keys(treeAt(one, 'resources', 'requests')).length +
        Object.keys(treeAt(one, 'resources', 'limits')).length >
      0,
  );
  const full = all.every((one) =>
    ['cpu', 'memory'].every((what) => {
      const limit = at(one, 'resources', 'limits', what);
      return limit !== undefined && [undefined, limit].includes(at(one, 'resources', 'requests', what) as typeof limit);
    }),
  );
  return full ? 'Guaranteed' : some ? 'Burstable' : 'BestEffort';
}

function template(object: KubeObject): KubeObject {
  return withAt(object, ['spec', 'template', 'spec'], podSpec(treeAt(object, 'spec', 'template', 'spec')));
}

function service(object: KubeObject): KubeObject {
  const ports = listAt(object, 'spec', 'ports').map((port) =>
    isTree(port) ? { protocol: 'TCP', targetPort: numberAt(port, 'port'), ...port } : port,
  );
  const defaults = {
    type: 'ClusterIP',
    sessionAffinity: 'None',
    internalTrafficPolicy: 'Cluster',
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
  };
  const spec = { ...defaults, ...treeAt(object, 'spec'), ...(ports.length > 0 ? { ports } : {}) };
  return { ...object, spec, status: { loadBalancer: {} } };
}

function secret(object: KubeObject): KubeObject {
  const { stringData, ...rest } = object;
  const encoded = Object.entries(treeAt({ stringData }, 'stringData')).map(
    ([key, value]) => [key, Buffer.from(String(value)).toString('base64')] as const,
  );
  const data = { ...treeAt(object, 'data'), ...Object.fromEntries(encoded) };
  return { type: 'Opaque', ...rest, ...(Object.keys(data).length > 0 ? { data } : {}) };
}

function namespace(object: KubeObject): KubeObject {
  const labels = { ...object.metadata?.labels, 'kubernetes.io/metadata.name': nameOf(object) };
  return {
    ...object,
    metadata: { ...object.metadata, labels },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

const rollingUpdate = { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } };

/** An object with the values that kube-apiserver fills in on creation. The status, if the kind has one, is the initial one. */
export function withInitialValues(type: Served, object: KubeObject): KubeObject {
  switch (type.plural) {
    case 'pods':
      return pod(object);
    case 'services':
      return service(object);
    case 'secrets':
      return secret(object);
    case 'namespaces':
      return namespace(object);
    case 'statefulsets':
      return withDefaults({ ...template(object), status: { replicas: 0, availableReplicas: 0 } }, ['spec'], {
        replicas: 1,
        podManagementPolicy: 'OrderedReady',
        revisionHistoryLimit: 10,
        serviceName: '',
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      });
    case 'deployments':
      return withDefaults({ ...template(object), status: {} }, ['spec'], {
        replicas: 1,
        strategy: rollingUpdate,
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
      });
    case 'replicasets':
      return withDefaults({ ...template(object), status: { replicas: 0 } }, ['spec'], { replicas: 1 });
    case 'persistentvolumeclaims':
      return { ...withDefaults(object, ['spec'], { volumeMode: 'Filesystem' }), status: { phase: 'Pending' } };
    default:
      return type.status ? { ...object, status: {} } : object;
  }
}

/** What is filled in on every write: a Secret's `stringData` becomes `data`. */
export function withUpdatedValues(type: Served, object: KubeObject): KubeObject {
  return type.plural === 'secrets' && object['stringData'] !== undefined ? secret(object) : object;
}
