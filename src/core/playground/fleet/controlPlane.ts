import type { KubeObject, ObjectMeta } from '../../kube/resource.ts';
import type { Tree } from '../tree.ts';
import { isUp, type VClusterRecipe } from './recipe.ts';

/** The labels of the objects of a chart. */
export function chartLabels(
  { name }: VClusterRecipe,
  chart: string,
  app = 'vcluster',
): Readonly<Record<string, string>> {
  return { app, chart, heritage: 'Helm', release: name };
}

/** Replicas that are wanted, and the marks that pausing or sleeping leaves on a workload. */
export function sleepMarks(
  recipe: VClusterRecipe,
  replicas: number,
  now: number,
): { readonly replicas: number; readonly metadata: ObjectMeta } {
  if (isUp(recipe)) {
    return { replicas, metadata: {} };
  }
  if (recipe.state === 'sleeping') {
    return { replicas: 0, metadata: { labels: { 'loft.sh/sleep-mode': 'true' } } };
  }
  if (recipe.state === 'scaled-down') {
    return { replicas: 0, metadata: {} };
  }
  const annotations = { 'loft.sh/paused': 'true', 'loft.sh/paused-replicas': String(replicas) };
  // The CLI of the current generation writes local time with a Z behind it.
  const date = {
    'loft.sh/paused-date': new Date(now - 7_200_000 - new Date(now).getTimezoneOffset() * 60_000).toISOString(),
  };
  const current = Number(recipe.version.split('.')[1] ?? 0) >= 20;
  return { replicas: 0, metadata: { annotations: current ? { ...annotations, ...date } : annotations } };
}

/** A container, with the probes and resources that the charts give the syncer. */
export function container(name: string, image: string, more: Tree = {}): Tree {
  return { name, image, resources: { requests: { cpu: '20m', memory: '64Mi' } }, ...more };
}

function probe(path: string): Tree {
  return {
    httpGet: { path, port: 8443, scheme: 'HTTPS' },
    periodSeconds: 2,
    failureThreshold: 60,
    successThreshold: 1,
    timeoutSeconds: 3,
  };
}

/** An image, from the registry that all images are to come from. */
export function imageOf({ registry }: VClusterRecipe, image: string): string {
  const [first = '', ...rest] = image.split('/');
  return registry ? [registry, ...(/[.:]/.test(first) ? rest : [first, ...rest])].join('/') : image;
}

/** What makes a syncer container: probes, name, and a variable that lets it crash. */
export function syncerContainer(recipe: VClusterRecipe, image: string, args: readonly string[]): Tree {
  const env = [
    { name: 'VCLUSTER_NAME', value: recipe.name },
    { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
    { name: 'POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
    { name: 'NODE_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
  ];
  return container('syncer', image, {
    ...(args.length > 0 ? { args } : {}),
    env: recipe.state === 'crashing' ? [{ name: 'EXIT_CODE', value: '1' }, ...env] : env,
    livenessProbe: probe('/healthz'),
    readinessProbe: probe('/readyz'),
    resources: {
      limits: { 'ephemeral-storage': '8Gi', memory: '2Gi' },
      requests: { cpu: '200m', 'ephemeral-storage': '400Mi', memory: '256Mi' },
    },
  });
}

/** A pod template. A vcluster that is pending asks for nodes that there are none of. */
export function podTemplate(recipe: VClusterRecipe, labels: Readonly<Record<string, string>>, spec: Tree): Tree {
  const nodeSelector = recipe.state === 'pending' ? { nodeSelector: { 'node-pool': 'gpu-large' } } : {};
  return {
    metadata: { labels },
    spec: { terminationGracePeriodSeconds: 10, serviceAccountName: `vc-${recipe.name}`, ...nodeSelector, ...spec },
  };
}

/** One of the workloads of a control plane. */
export function workload(
  recipe: VClusterRecipe,
  kind: 'StatefulSet' | 'Deployment',
  part: {
    readonly name: string;
    readonly app: string;
    readonly chart: string;
    readonly replicas: number;
    /** Whether each pod has a volume. */
    readonly stored?: boolean;
  },
  spec: Tree,
  now: number,
): KubeObject {
  const marks = sleepMarks(recipe, part.replicas, now);
  const labels = chartLabels(recipe, part.chart, part.app);
  const selector = { app: part.app, release: recipe.name };
  const sleepLabels = part.app === 'vcluster' ? marks.metadata.labels : {};
  const set = { podManagementPolicy: 'Parallel', serviceName: `${part.name}-headless` };
  const className = recipe.volume?.className;
  const claim = {
    accessModes: ['ReadWriteOnce'],
    ...(className ? { storageClassName: className } : {}),
    resources: { requests: { storage: recipe.volume?.size ?? '5Gi' } },
  };
  const claims = part.stored ? { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }] } : {};
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: {
      ...marks.metadata,
      name: part.name,
      namespace: recipe.namespace,
      labels: { ...labels, ...sleepLabels },
    },
    spec: {
      replicas: marks.replicas,
      selector: { matchLabels: selector },
      template: podTemplate(recipe, selector, spec),
      ...(kind === 'StatefulSet' ? { ...set, ...claims } : {}),
    },
  };
}

/** An object of the chart that is no workload. */
export function chartObject(
  recipe: VClusterRecipe,
  apiVersion: string,
  kind: string,
  name: string,
  metadata: ObjectMeta,
  body: Tree,
): KubeObject {
  return { apiVersion, kind, metadata: { ...metadata, name, namespace: recipe.namespace }, ...body };
}

/** What a vcluster needs that reads nodes and classes of the host. */
export function clusterAccess(recipe: VClusterRecipe, labels: Readonly<Record<string, string>>): readonly KubeObject[] {
  const name = `vc-${recipe.name}-v-${recipe.namespace}`.slice(0, 63);
  const rbac = 'rbac.authorization.k8s.io';
  const object = (kind: string, body: Tree): KubeObject => ({
    apiVersion: `${rbac}/v1`,
    kind,
    metadata: { name, labels },
    ...body,
  });
  const rule = (apiGroup: string, ...plurals: readonly string[]) => ({
    apiGroups: [apiGroup],
    resources: plurals,
    verbs: ['get', 'list', 'watch'],
  });
  const subjects = [{ kind: 'ServiceAccount', name: `vc-${recipe.name}`, namespace: recipe.namespace }];
  return [
    object('ClusterRole', { rules: [rule('', 'nodes', 'nodes/status'), rule('storage.k8s.io', 'storageclasses')] }),
    object('ClusterRoleBinding', { roleRef: { apiGroup: rbac, kind: 'ClusterRole', name }, subjects }),
  ];
}

/** The Service by which a vcluster is reached, and the headless one of its pods. */
export function servicePorts(): Tree {
  return {
    ports: [
      { name: 'https', port: 443, protocol: 'TCP', targetPort: 8443 },
      { name: 'kubelet', port: 10250, protocol: 'TCP', targetPort: 8443 },
    ],
  };
}
