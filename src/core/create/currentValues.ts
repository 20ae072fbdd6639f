import { isAtLeast } from '../base/version.ts';
import type { BackingStore, CreateChoices, IsolationChoice, NodesChoice, Part } from './choices.ts';
import { selectorLabels } from './labelSelector.ts';
import { deploysEtcd, needsVolume, replicasOf } from './parts.ts';
import { compact, on, some, type ValueTree } from './valueTree.ts';

function store(choice: BackingStore, etcd: ValueTree): ValueTree {
  switch (choice.kind) {
    case 'sqlite':
      return {};
    case 'embedded-etcd':
      return { etcd: { embedded: { enabled: true } } };
    case 'deployed-etcd':
      return { etcd: { deploy: { enabled: true, statefulSet: etcd } } };
    case 'external-etcd':
      return { etcd: { external: { enabled: true, endpoint: choice.endpoint } } };
    case 'external-database':
      return { database: { external: { enabled: true, dataSource: choice.dataSource } } };
  }
}

/** Quota and limit range follow one another unless both are told, so one alone has to refuse the other. */
function policies({ podSecurityStandard, quota, limitRange, networkPolicy, nodePorts }: IsolationChoice): ValueTree {
  const follow = quota === limitRange ? undefined : { enabled: false };
  return {
    podSecurityStandard: podSecurityStandard === 'none' ? undefined : podSecurityStandard,
    resourceQuota: quota ? { enabled: true, quota: { 'services.nodeports': nodePorts } } : follow,
    limitRange: limitRange ? { enabled: true } : follow,
    networkPolicy: on(networkPolicy),
  };
}

function nodes(choice: NodesChoice): ValueTree {
  return {
    enabled: choice.kind === 'fake' ? undefined : true,
    selector: {
      all: choice.kind === 'all' ? true : undefined,
      labels: choice.kind === 'labels' ? selectorLabels(choice.selector) : undefined,
    },
  };
}

/** The scheduler's switch moved from `advanced` to the distro in 0.26. */
function scheduler(enabled: boolean, moved: boolean): { readonly distro?: ValueTree; readonly advanced?: ValueTree } {
  if (!enabled) {
    return {};
  }
  return moved ? { distro: { scheduler: { enabled } } } : { advanced: { virtualScheduler: { enabled } } };
}

/**
 * The tag of the Kubernetes image. The key `version` wins over the image's tag, and the CLI fills it in from the host's version,
 * so it is the one that makes both tools do the same.
 */
function kubernetesTag(version: string | undefined): string | undefined {
  return version ? `v${version.replace(/^v/u, '')}` : undefined;
}

/** What differs from the defaults of the charts from 0.20 on, in the keys of the chart's version. */
export function currentValues(choices: CreateChoices): ValueTree {
  const { exposure, storage, chartVersion } = choices;
  const replicas = (part: Part): number | undefined => {
    const wanted = replicasOf(choices, part);
    return wanted === 1 ? undefined : wanted;
  };
  const storageClass = needsVolume(choices) ? storage.storageClass || undefined : undefined;
  const persistence = { volumeClaim: { storageClass } };
  const etcd = { highAvailability: { replicas: replicas('etcd') }, persistence };
  const inside = scheduler(choices.scheduler, isAtLeast(chartVersion, 0, 26));
  const ingress = exposure.kind === 'Ingress' ? exposure : undefined;
  return compact({
    controlPlane: {
      distro: { k8s: { version: kubernetesTag(choices.kubernetesVersion), ...inside.distro } },
      backingStore: store(choices.store, etcd),
      coredns: { deployment: { replicas: replicas('coredns') } },
      proxy: { extraSANs: ingress && [ingress.host] },
      ingress: ingress && {
        enabled: true,
        host: ingress.host,
        spec: { ingressClassName: ingress.className || undefined },
      },
      service: {
        spec: { type: exposure.kind === 'LoadBalancer' || exposure.kind === 'NodePort' ? exposure.kind : undefined },
      },
      statefulSet: {
        highAvailability: { replicas: replicas('syncer') },
        persistence: deploysEtcd(choices) ? undefined : persistence,
      },
      advanced: inside.advanced,
    },
    sync: {
      toHost: {
        persistentVolumes: on(storage.persistentVolumes),
        storageClasses: on(storage.storageClasses === 'toHost'),
      },
      fromHost: { nodes: nodes(choices.nodes), storageClasses: on(storage.storageClasses === 'fromHost') },
    },
    networking: { replicateServices: { toHost: some(choices.fromVirtual), fromHost: some(choices.fromHost) } },
    policies: policies(choices.isolation),
  });
}
