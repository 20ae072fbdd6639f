import { isAtLeast } from '../base/version.ts';
import type { CreateChoices, ExposureChoice, IsolationChoice, NodesChoice, Part } from './choices.ts';
import { hasApiParts, hasParts, legacyDistro, replicasOf } from './parts.ts';
import { compact, on, some, type ValueTree } from './valueTree.ts';

/** A block that isolation turns on unless it is told not to. */
function isolated(chosen: boolean, more: ValueTree = {}): ValueTree {
  return chosen ? more : { enabled: false };
}

function isolation({ podSecurityStandard, quota, limitRange, networkPolicy, nodePorts }: IsolationChoice): ValueTree {
  const standard = podSecurityStandard === 'none' ? 'privileged' : podSecurityStandard;
  if (podSecurityStandard === 'none' && !quota && !limitRange && !networkPolicy) {
    return {};
  }
  return {
    enabled: true,
    podSecurityStandard: standard === 'baseline' ? undefined : standard,
    resourceQuota: isolated(quota, { quota: { 'services.nodeports': nodePorts } }),
    limitRange: isolated(limitRange),
    networkPolicy: isolated(networkPolicy),
  };
}

function nodes(choice: NodesChoice, scheduler: boolean): ValueTree {
  return {
    enabled: choice.kind === 'fake' ? undefined : true,
    syncAllNodes: choice.kind === 'all' ? true : undefined,
    nodeSelector: choice.kind === 'labels' ? choice.selector : undefined,
    enableScheduler: scheduler ? true : undefined,
  };
}

function ingress(exposure: ExposureChoice): ValueTree {
  return exposure.kind === 'Ingress'
    ? { enabled: true, host: exposure.host, ingressClassName: exposure.className || undefined }
    : {};
}

/** What differs from the defaults of the charts up to 0.19, in the keys of the chart's version. */
export function legacyValues(choices: CreateChoices): ValueTree {
  const { availability, exposure, storage, chartVersion } = choices;
  const parts = hasParts(choices);
  const apiParts = hasApiParts(choices);
  const moved = isAtLeast(chartVersion, 0, 19);
  const replicas = (part: Part): number | undefined => {
    const wanted = replicasOf(choices, part);
    return wanted === 1 ? undefined : wanted;
  };
  const className = storage.storageClass || undefined;
  return compact({
    enableHA: availability.enabled && apiParts ? true : undefined,
    sync: {
      nodes: nodes(choices.nodes, choices.scheduler),
      persistentvolumes: on(storage.persistentVolumes),
      storageclasses: on(storage.storageClasses === 'toHost'),
      hoststorageclasses: on(storage.storageClasses === 'fromHost'),
    },
    mapServices: { fromHost: some(choices.fromHost), fromVirtual: some(choices.fromVirtual) },
    syncer: {
      replicas: replicas('syncer'),
      extraArgs: exposure.kind === 'Ingress' ? [`--tls-san=${exposure.host}`] : undefined,
      storage: { className: !parts && moved ? className : undefined },
    },
    storage: { className: !parts && !moved ? className : undefined },
    api: { replicas: replicas('api') },
    controller: { replicas: replicas('controller') },
    scheduler: { replicas: legacyDistro(choices) === 'k8s' ? replicas('scheduler') : undefined },
    etcd: { replicas: replicas('etcd'), storage: { className: parts ? className : undefined } },
    coredns: { replicas: replicas('coredns') },
    service: { type: exposure.kind === 'LoadBalancer' || exposure.kind === 'NodePort' ? exposure.kind : undefined },
    ingress: ingress(exposure),
    isolation: isolation(choices.isolation),
  });
}
