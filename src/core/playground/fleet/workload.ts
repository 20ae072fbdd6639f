import type { KubeObject } from '../../kube/resource.ts';
import { deploymentReplicaSet, replicaSetPod, statefulSetPod } from '../controllers/podTemplate.ts';
import { withInitialValues } from '../defaults.ts';
import type { Random } from '../random.ts';
import { servedObject } from '../resolution.ts';
import { withAccessVolume } from '../serviceAccountAdmission.ts';
import { listAt, nameOf, type Tree, treeAt } from '../tree.ts';
import type { VirtualApp } from './recipe.ts';

/** The objects of an app as they are inside its vcluster. */
export interface VirtualObjects {
  /** What is not synced: the workload and, of a Deployment, its ReplicaSet. */
  readonly workloads: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
  readonly others: readonly KubeObject[];
  readonly claims: readonly KubeObject[];
}

/** PostgreSQL and Redis speak no HTTP. */
const databasePorts = new Set([5432, 6379]);

/** As its API server keeps it: with its defaults, on which the hash of its template depends, and a uid. */
export function kept(object: KubeObject, random: Random): KubeObject {
  const { status: _status, ...dressed } = withInitialValues(servedObject(object), object);
  return { ...dressed, metadata: { ...object.metadata, uid: random.uuid() } };
}

function container({ name, image, port, configured, storage }: VirtualApp): Tree {
  return {
    name: name.split('-')[0],
    image,
    resources: { requests: { cpu: '50m', memory: '64Mi' } },
    ...(port
      ? { ports: [{ ...(databasePorts.has(port) ? {} : { name: 'http' }), containerPort: port, protocol: 'TCP' }] }
      : {}),
    ...(configured
      ? { envFrom: [{ configMapRef: { name: `${name}-config` } }, { secretRef: { name: `${name}-credentials` } }] }
      : {}),
    ...(storage ? { volumeMounts: [{ name: 'data', mountPath: '/data' }] } : {}),
  };
}

function workload(app: VirtualApp, replicas: number): KubeObject {
  const { name, namespace, kind, storage } = app;
  const labels = { app: name };
  const claim = {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
  };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container(app)] } },
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      ...(storage ? { volumeClaimTemplates: [claim] } : {}),
    },
  };
}

function claim({ namespace, storage }: VirtualApp, pod: KubeObject, random: Random): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: `data-${nameOf(pod)}`, namespace, uid: random.uuid() },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
  };
}

/** The pods of a workload, each new. */
export function podsOf(owner: KubeObject, replicas: number, random: Random): readonly KubeObject[] {
  return Array.from({ length: replicas }, (_, ordinal) => {
    const pod = owner.kind === 'StatefulSet' ? statefulSetPod(owner, ordinal) : replicaSetPod(owner, random.letters(5));
    return withAccessVolume({ ...pod, metadata: { ...pod.metadata, uid: random.uuid() } }, random);
  });
}

function withClaim(pod: KubeObject): KubeObject {
  const claimed = { name: 'data', persistentVolumeClaim: { claimName: `data-${nameOf(pod)}` } };
  return { ...pod, spec: { ...treeAt(pod, 'spec'), volumes: [claimed, ...listAt(pod, 'spec', 'volumes')] } };
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

/** Everything of an app that is inside its vcluster. While it sleeps, its workload is scaled down. */
export function virtualObjects(app: VirtualApp, random: Random, asleep = false): VirtualObjects {
  const owner = kept(workload(app, asleep ? 0 : app.replicas), random);
  const set = owner.kind === 'Deployment' ? kept(deploymentReplicaSet(owner), random) : undefined;
  const pods = podsOf(set ?? owner, app.replicas, random);
  return {
    workloads: set ? [owner, set] : [owner],
    pods: app.storage ? pods.map(withClaim) : pods,
    others: [
      ...(app.configured ? configuration(app, random) : []),
      ...(app.service ? [service(app, random)] : []),
      ...(app.host ? [ingress(app, random)] : []),
    ],
    claims: app.storage ? pods.map((pod) => claim(app, pod, random)) : [],
  };
}
