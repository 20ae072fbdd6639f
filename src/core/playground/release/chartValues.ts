import { type IsolationParts, isolationOf, type VClusterRecipe } from '../fleet/recipe.ts';
import type { Tree } from '../tree.ts';
import { compacted } from './merge.ts';

/** The defaults of the charts from 0.20 on, as far as the playground knows what they do. */
const currentDefaults: Tree = {
  controlPlane: {
    distro: { k8s: { enabled: false, image: { repository: 'loft-sh/kubernetes' } } },
    backingStore: {
      database: { embedded: { enabled: false }, external: { enabled: false } },
      etcd: { deploy: { enabled: false }, embedded: { enabled: false } },
    },
    ingress: { enabled: false, host: 'my-host.com' },
    service: { enabled: true, spec: { type: 'ClusterIP' } },
    statefulSet: {
      highAvailability: { replicas: 1, leaseDuration: 60, renewDeadline: 40, retryPeriod: 15 },
      persistence: { volumeClaim: { enabled: 'auto', size: '5Gi', storageClass: '' } },
    },
  },
  policies: {
    resourceQuota: { enabled: 'auto' },
    limitRange: { enabled: 'auto' },
    networkPolicy: { enabled: false },
  },
  sync: { toHost: { ingresses: { enabled: false } }, fromHost: { nodes: { enabled: false } } },
};

/** The defaults of the charts up to 0.19. */
const legacyDefaults: Tree = {
  service: { type: 'ClusterIP' },
  ingress: { enabled: false },
  isolation: { enabled: false, podSecurityStandard: 'baseline' },
  sync: { ingresses: { enabled: false }, nodes: { enabled: false } },
  storage: { persistence: true, size: '5Gi' },
};

/** The defaults of a chart. */
export function chartDefaults(legacy: boolean): Tree {
  return legacy ? legacyDefaults : currentDefaults;
}

function on(enabled: boolean | undefined): Tree | undefined {
  return enabled ? { enabled: true } : undefined;
}

function policies(parts: IsolationParts | undefined): Tree {
  const { quota, limitRange, networkPolicy, hard } = parts ?? {};
  const limits = quota ? { enabled: true, quota: hard } : undefined;
  return { resourceQuota: limits, limitRange: on(limitRange), networkPolicy: on(networkPolicy) };
}

function currentValues(recipe: VClusterRecipe): Tree {
  const { replicas = 1, deployedEtcd, externalStore, exposure, ingress, kubernetes } = recipe;
  const wanted = replicas > 1 ? { replicas } : undefined;
  const etcd = { deploy: deployedEtcd ? { enabled: true, statefulSet: { highAvailability: wanted } } : undefined };
  const embedded = replicas > 1 && !deployedEtcd && !externalStore;
  return {
    controlPlane: {
      distro: { k8s: { version: kubernetes } },
      backingStore: { etcd: { ...etcd, embedded: on(embedded) } },
      ingress: exposure === 'Ingress' ? { enabled: true, host: ingress?.host ?? hostOf(recipe) } : undefined,
      service: { spec: { type: exposure === 'Ingress' ? undefined : exposure } },
      statefulSet: { highAvailability: wanted },
    },
    policies: policies(isolationOf(recipe)),
    sync: { toHost: { ingresses: on(recipe.apps.some(({ host }) => host !== undefined)) } },
  };
}

function hostOf({ name }: VClusterRecipe): string {
  return `${name}.vclusters.example.com`;
}

function legacyValues(recipe: VClusterRecipe): Tree {
  const { replicas = 1, exposure, distro } = recipe;
  const wanted = replicas > 1 ? { replicas } : undefined;
  const parts = distro === 'k8s' || distro === 'eks' ? { api: wanted, controller: wanted, etcd: wanted } : {};
  return {
    ...parts,
    syncer: wanted,
    service: { type: exposure === 'Ingress' ? undefined : exposure },
    ingress: exposure === 'Ingress' ? { enabled: true, host: hostOf(recipe) } : undefined,
    isolation: on(isolationOf(recipe) !== undefined),
    sync: { ingresses: on(recipe.apps.some(({ host }) => host !== undefined)) },
  };
}

/** What a vcluster of the sample fleet may have been deployed with: values that give what it has. */
export function recipeValues(recipe: VClusterRecipe, legacy: boolean): Tree {
  return recipe.values ?? compacted(legacy ? legacyValues(recipe) : currentValues(recipe));
}
