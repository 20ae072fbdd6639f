import type { Grants } from '../../../src/core/access/grants.ts';
import { defaultOptions, type ExplorerOptions } from '../../../src/core/explorer/options.ts';
import type {
  HostView,
  OutlineState,
  SyncedKindView,
  SyncedView,
  VirtualKindView,
  VirtualView,
} from '../../../src/core/explorer/view.ts';
import { KubeError, type KubeErrorDetail, type KubeErrorKind } from '../../../src/core/kube/error.ts';
import type { Freshness } from '../../../src/core/kube/freshness.ts';
import type { Kubeconfig, KubeconfigContext } from '../../../src/core/kubeconfig/model.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import type { ControlPlanePod, VCluster, VClusterStatus } from '../../../src/core/vcluster/model.ts';
import { groupItems } from '../../../src/core/vcluster/namespaceGroup.ts';
import { groupByNamespace } from '../../../src/core/vcluster/syncedGroups.ts';
import type { SyncedItem } from '../../../src/core/vcluster/syncedItem.ts';
import { resourceOf, type SyncedKind, syncedKinds } from '../../../src/core/vcluster/syncedKind.ts';
import type { VirtualItem } from '../../../src/core/virtual/virtualItem.ts';
import { type VirtualKind, virtualKinds, virtualResource } from '../../../src/core/virtual/virtualKind.ts';

/** Noon, UTC. */
export const now = Date.UTC(2026, 4, 20, 12);
const hour = 3_600_000;

export const live: Freshness = { state: 'live', since: now - hour };
export const loading: Freshness = { state: 'loading', since: now - 1000 };

export function error(kind: KubeErrorKind, message: string, detail: KubeErrorDetail = {}): KubeError {
  return new KubeError(kind, message, detail);
}

export function stale(why: KubeError, minutesAgo = 17): Freshness {
  return { state: 'stale', since: now - minutesAgo * 60_000, why, retryAt: now + 5000 };
}

export function context(name: string, more: Partial<KubeconfigContext> = {}): KubeconfigContext {
  return {
    name,
    file: '/home/ada/.kube/config',
    cluster: {
      name,
      server: `https://${encodeURIComponent(name.toWellFormed())}.example.com:6443`,
      skipTlsVerify: false,
    },
    user: { name: 'ada' },
    ...more,
  };
}

export function kubeconfig(contexts: readonly KubeconfigContext[], currentContext?: string): Kubeconfig {
  return {
    files: [{ path: '/home/ada/.kube/config', exists: true }],
    contexts,
    ...(currentContext === undefined ? {} : { currentContext }),
  };
}

export function pod(name: string, more: Partial<ControlPlanePod> = {}): ControlPlanePod {
  return {
    name,
    namespace: 'team-a',
    uid: `uid-${name}`,
    role: 'syncer',
    containers: ['syncer'],
    ready: 1,
    total: 1,
    restarts: 0,
    phase: 'running',
    reason: 'Running',
    createdAt: now - 30 * hour,
    ...more,
  };
}

export interface VClusterSample extends Omit<Partial<VCluster>, 'status'> {
  readonly status?: Partial<VClusterStatus>;
}

export function vcluster(name: string, more: VClusterSample = {}): VCluster {
  const { status = {}, ...rest } = more;
  const namespace = more.namespace ?? 'team-a';
  const address = { context: more.context ?? 'prod', namespace, name };
  return {
    ...address,
    id: vclusterId(address),
    uid: `uid-${name}`,
    generation: 'current',
    chart: { name: 'vcluster', version: '0.28.0' },
    version: '0.28.0',
    workload: { kind: 'StatefulSet', name },
    replicas: { wanted: 1, ready: 1 },
    highlyAvailable: false,
    exposure: { kind: 'ClusterIP' },
    createdAt: now - 72 * hour,
    connected: false,
    pods: [pod(`${name}-0`, { namespace })],
    ...rest,
    status: { phase: 'running', reason: '', ...status },
  };
}

export function host(vclusters: readonly VCluster[], more: Partial<HostView> = {}): HostView {
  return {
    freshness: live,
    complete: true,
    vclusters: new Map(vclusters.map((one) => [one.id, one])),
    narrowedTo: undefined,
    namespaces: undefined,
    namespacesProblem: undefined,
    ...more,
  };
}

/** A synced object of namespace `namespace` inside the vcluster `vcluster` in the host namespace `team-a`. */
export function item(name: string, namespace: string, owner: string, more: Partial<SyncedItem> = {}): SyncedItem {
  const hostName = `${name}-x-${namespace}-x-${owner}`;
  return {
    key: `team-a/${hostName}`,
    hostNamespace: 'team-a',
    hostName,
    virtualName: name,
    virtualNamespace: namespace,
    ...more,
  };
}

/** A view of all kinds, live: those that are named have these items, all others none. */
export function synced(
  kinds: Partial<Record<SyncedKind, readonly SyncedItem[] | Partial<SyncedKindView>>>,
  coreDns: readonly ControlPlanePod[] = [],
): SyncedView {
  return {
    coreDns,
    kinds: syncedKinds.map((kind) => {
      const given = kinds[kind] ?? [];
      const items = isItems<SyncedItem>(given) ? given : [];
      return {
        type: resourceOf(kind),
        freshness: live,
        count: items.length,
        groups: groupByNamespace(items),
        ...(isItems(given) ? {} : given),
      };
    }),
  };
}

function isItems<T>(given: readonly T[] | object): given is readonly T[] {
  return Array.isArray(given);
}

/** An object inside a vcluster; without a namespace at cluster scope. */
export function inner(name: string, namespace?: string, more: Partial<VirtualItem> = {}): VirtualItem {
  const place = namespace === undefined ? { key: name } : { key: `${namespace}/${name}`, namespace };
  return { ...place, name, ...more };
}

export type VirtualSample = Partial<Record<VirtualKind, readonly VirtualItem[] | Partial<VirtualKindView>>>;

/** The inside of a connected vcluster, live: those kinds that are named have these items, all others none, or are all like `rest`. */
export function inside(kinds: VirtualSample, rest: Partial<VirtualKindView> = {}): VirtualView {
  return {
    kinds: virtualKinds.map((kind) => {
      const given = kinds[kind] ?? rest;
      const items = isItems<VirtualItem>(given) ? given : [];
      return {
        type: virtualResource(kind),
        freshness: live,
        count: items.length,
        groups: groupItems(items, ({ namespace, name, key }) => ({ namespace, name, key })),
        ...(isItems(given) ? {} : given),
      };
    }),
  };
}

export interface StateSample {
  readonly kubeconfig: Kubeconfig;
  readonly options?: Partial<ExplorerOptions>;
  readonly hosts?: Readonly<Record<string, HostView>>;
  readonly synced?: Readonly<Record<string, SyncedView>>;
  /** By context. */
  readonly access?: Readonly<Record<string, Grants>>;
  /** Of those that are connected. */
  readonly virtual?: Readonly<Record<string, VirtualView>>;
}

export function state(sample: StateSample): OutlineState {
  const { kubeconfig, options = {}, hosts = {}, synced = {}, access = {}, virtual = {} } = sample;
  return {
    kubeconfig,
    options: { ...defaultOptions, ...options },
    now,
    host: (name) => hosts[name],
    synced: (id) => synced[id],
    access: (name) => access[name],
    virtual: (id) => virtual[id],
  };
}

/** One host context `prod`, the current one, and what is known about it. */
export function prod(view: HostView | undefined, more: Omit<StateSample, 'kubeconfig' | 'hosts'> = {}): OutlineState {
  return state({
    kubeconfig: kubeconfig([context('prod')], 'prod'),
    hosts: view === undefined ? {} : { prod: view },
    ...more,
  });
}
