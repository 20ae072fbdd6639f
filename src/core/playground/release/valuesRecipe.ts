import { generationOf, type IsolationParts, type VClusterRecipe } from '../fleet/recipe.ts';
import { at, numberAt, type Tree, textAt, treeAt } from '../tree.ts';

/** The charts that make a vcluster: those with a distro in their name are of the old generation. */
export const chartNames = ['vcluster', 'vcluster-k8s', 'vcluster-k0s', 'vcluster-eks'] as const;
export type ChartName = (typeof chartNames)[number];

/** What is to be installed. */
export interface ChartInstance {
  readonly name: string;
  readonly namespace: string;
  readonly chart: ChartName;
  /** Of the chart, such as `0.36.1`. */
  readonly version: string;
  /** The values as an object, without the defaults of the chart. */
  readonly values: Tree;
}

type Part = Partial<VClusterRecipe>;

function enabled(values: Tree, ...path: readonly string[]): boolean {
  return at(values, ...path, 'enabled') === true;
}

function optional(fields: Readonly<Record<string, unknown>>): Part {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')) as Part;
}

function exposureOf(type: string | undefined, ingress: boolean): Part {
  if (ingress) {
    return { exposure: 'Ingress' };
  }
  return type === 'LoadBalancer' || type === 'NodePort' ? { exposure: type } : {};
}

function ingressOf(host: string | undefined, className: string | undefined): Part {
  return { ingress: { ...(host ? { host } : {}), ...(className ? { className } : {}) } };
}

function volumeOf(size: string | undefined, className: string | undefined): Part {
  return { volume: { ...(size ? { size } : {}), ...(className ? { className } : {}) } };
}

/** Quota and limit range follow one another as long as one of them is `auto`. */
function currentIsolation(values: Tree): IsolationParts | undefined {
  const asked = (part: string) => at(values, 'policies', part, 'enabled') ?? 'auto';
  const [quota, limitRange] = [asked('resourceQuota'), asked('limitRange')];
  const on = (own: unknown, other: unknown) => own === true || (own === 'auto' && other === true);
  const hard = treeAt(values, 'policies', 'resourceQuota', 'quota');
  const parts = { quota: on(quota, limitRange), limitRange: on(limitRange, quota) };
  const networkPolicy = enabled(values, 'policies', 'networkPolicy');
  return parts.quota || parts.limitRange || networkPolicy ? { ...parts, networkPolicy, hard } : undefined;
}

function legacyIsolation(values: Tree): IsolationParts | undefined {
  if (!enabled(values, 'isolation')) {
    return undefined;
  }
  const unless = (part: string) => at(values, 'isolation', part, 'enabled') !== false;
  const hard = treeAt(values, 'isolation', 'resourceQuota', 'quota');
  return {
    quota: unless('resourceQuota'),
    limitRange: unless('limitRange'),
    networkPolicy: unless('networkPolicy'),
    hard,
  };
}

/** The Kubernetes that the charts of a version brought by default. */
function defaultKubernetes(version: string): string {
  const minor = Number(version.split('.')[1] ?? 0);
  return minor >= 35
    ? 'v1.36.0'
    : minor >= 28
      ? 'v1.33.4'
      : minor >= 20
        ? 'v1.32.1'
        : minor >= 19
          ? 'v1.29.0'
          : 'v1.26.1';
}

function current(values: Tree): Part {
  const plane = treeAt(values, 'controlPlane');
  const store = treeAt(plane, 'backingStore');
  const claim = treeAt(plane, 'statefulSet', 'persistence', 'volumeClaim');
  const etcd = treeAt(store, 'etcd', 'deploy', 'statefulSet');
  const deployed = enabled(store, 'etcd', 'deploy');
  const external = enabled(store, 'database', 'external') || enabled(store, 'etcd', 'external');
  const stored = deployed ? treeAt(etcd, 'persistence', 'volumeClaim') : claim;
  const isolated = currentIsolation(values);
  const fromHost = treeAt(values, 'sync', 'fromHost');
  const shared = ['nodes', 'storageClasses', 'ingressClasses'].some((what) => enabled(fromHost, what));
  return {
    deployedEtcd: deployed,
    externalStore: external || claim['enabled'] === false,
    clusterRole: shared || enabled(values, 'rbac', 'clusterRole'),
    ...exposureOf(textAt(plane, 'service', 'spec', 'type'), enabled(plane, 'ingress')),
    ...ingressOf(textAt(plane, 'ingress', 'host'), textAt(plane, 'ingress', 'spec', 'ingressClassName')),
    ...volumeOf(textAt(stored, 'size'), textAt(stored, 'storageClass')),
    ...optional({
      replicas: numberAt(plane, 'statefulSet', 'highAvailability', 'replicas'),
      partReplicas: { etcd: numberAt(etcd, 'highAvailability', 'replicas') ?? 1 },
      kubernetes: textAt(plane, 'distro', 'k8s', 'version') ?? textAt(plane, 'distro', 'k8s', 'image', 'tag'),
      registry: textAt(plane, 'advanced', 'defaultImageRegistry'),
      isolated,
    }),
  };
}

function legacy(values: Tree, distro: VClusterRecipe['distro']): Part {
  const parts = distro === 'k8s' || distro === 'eks';
  const [, kubernetes] = /:(v\d+\.\d+\.\d+)/.exec(textAt(values, 'vcluster', 'image') ?? '') ?? [];
  const storage = { ...treeAt(values, 'storage'), ...treeAt(values, 'syncer', 'storage') };
  const stored = parts ? treeAt(values, 'etcd', 'storage') : storage;
  const of = (part: string) => numberAt(values, part, 'replicas');
  return {
    externalStore: !parts && (at(values, 'enableHA') === true || storage['persistence'] === false),
    clusterRole: enabled(values, 'sync', 'nodes') || enabled(values, 'rbac', 'clusterRole', 'create'),
    ...exposureOf(textAt(values, 'service', 'type'), enabled(values, 'ingress')),
    ...ingressOf(textAt(values, 'ingress', 'host'), textAt(values, 'ingress', 'ingressClassName')),
    ...volumeOf(textAt(stored, 'size'), textAt(stored, 'className')),
    ...optional({
      replicas: of('syncer') ?? numberAt(values, 'replicas'),
      partReplicas: { api: of('api') ?? 1, controller: of('controller') ?? 1, etcd: of('etcd') ?? 1 },
      kubernetes,
      registry: textAt(values, 'defaultImageRegistry')?.replace(/\/$/, ''),
      isolated: legacyIsolation(values),
    }),
  };
}

/** The distro that a chart stands for. */
export function distroOf(chart: ChartName, version: string): VClusterRecipe['distro'] {
  const [, distro = generationOf(version) === 'legacy' ? 'k3s' : 'k8s'] = /^vcluster-(.+)$/.exec(chart) ?? [];
  return distro as VClusterRecipe['distro'];
}

/** What a chart would make of its values. */
export function valuesRecipe({ name, namespace, chart, version, values }: ChartInstance): VClusterRecipe {
  const distro = distroOf(chart, version);
  const basic = { name, namespace, version, distro, state: 'running', ageDays: 0, apps: [], values } as const;
  const own = generationOf(version) === 'legacy' ? legacy(values, distro) : current(values);
  return { ...basic, kubernetes: defaultKubernetes(version), ...own };
}
