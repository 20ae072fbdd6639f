import type { KubeObject } from '../../kube/resource.ts';
import { yamlText } from '../release/yamlText.ts';
import type { Tree } from '../tree.ts';
import {
  chartLabels,
  chartObject,
  clusterAccess,
  container,
  imageOf,
  syncerContainer,
  workload,
} from './controlPlane.ts';
import { exposure, isolation } from './currentParts.ts';
import { isolationOf, type VClusterRecipe } from './recipe.ts';

/** The init containers that bring the Kubernetes binaries: one image since 0.26, one for each binary before. */
function initContainers(recipe: VClusterRecipe): readonly Tree[] {
  const { version, kubernetes } = recipe;
  if (Number(version.split('.')[1] ?? 0) >= 26) {
    return [
      container('kubernetes', imageOf(recipe, `ghcr.io/loft-sh/kubernetes:${kubernetes}`), {
        command: ['cp'],
        args: ['-r', '/kubernetes/.', '/binaries/'],
      }),
    ];
  }
  return [
    container('vcluster-copy', imageOf(recipe, `ghcr.io/loft-sh/vcluster-pro:${version}`)),
    container('kube-controller-manager', imageOf(recipe, `registry.k8s.io/kube-controller-manager:${kubernetes}`)),
    container('kube-apiserver', imageOf(recipe, `registry.k8s.io/kube-apiserver:${kubernetes}`)),
  ];
}

function mainSpec(recipe: VClusterRecipe): Tree {
  const registry = recipe.state === 'image-pull' ? 'registry.partners.invalid:5000' : 'ghcr.io';
  return {
    initContainers: initContainers(recipe),
    containers: [syncerContainer(recipe, imageOf(recipe, `${registry}/loft-sh/vcluster-pro:${recipe.version}`), [])],
    volumes: [
      ...['helm-cache', 'binaries', 'tmp', 'certs'].map((name) => ({ name, emptyDir: {} })),
      { name: 'vcluster-config', secret: { defaultMode: 420, secretName: `vc-config-${recipe.name}` } },
    ],
  };
}

function etcdSpec(recipe: VClusterRecipe): Tree {
  const image = imageOf(recipe, 'registry.k8s.io/etcd:3.5.21-0');
  return { containers: [container('etcd', image, { command: ['etcd', '--name=$(NAME)'] })] };
}

/** What the chart makes of a vcluster from 0.20 on: workloads first, then what belongs to them. `config` is its whole configuration. */
export function currentControlPlane(
  recipe: VClusterRecipe,
  config: Tree,
  now: number,
): { readonly workloads: readonly KubeObject[]; readonly others: readonly KubeObject[] } {
  const { name, replicas = 1, deployedEtcd = false, externalStore = false } = recipe;
  const chart = `vcluster-${recipe.version}`;
  const stored = !deployedEtcd && !externalStore;
  const main = { name, app: 'vcluster', chart, replicas, stored };
  const etcdReplicas = recipe.partReplicas?.etcd ?? replicas;
  const etcd = { name: `${name}-etcd`, app: 'vcluster-etcd', chart, replicas: etcdReplicas, stored: true };
  const parts = isolationOf(recipe);
  return {
    workloads: [
      workload(recipe, stored ? 'StatefulSet' : 'Deployment', main, mainSpec(recipe), now),
      // Pausing a StatefulSet leaves etcd alone; that of a Deployment takes it down as well.
      ...(deployedEtcd ? [workload(recipe, 'StatefulSet', etcd, etcdSpec(recipe), now)] : []),
    ],
    others: [
      ...exposure(recipe, chart),
      ...access(recipe, chart, config),
      ...(parts ? isolation(recipe, chart, parts) : []),
    ],
  };
}

function access(recipe: VClusterRecipe, chart: string, config: Tree): readonly KubeObject[] {
  const { name } = recipe;
  const labels = chartLabels(recipe, chart);
  const sleeping = recipe.state === 'workloads-sleeping';
  const annotations = {
    'sleepmode.loft.sh/sleep-type': 'inactivitySleep',
    'sleepmode.loft.sh/sleeping-since': '1763810000',
  };
  const data = { 'config.yaml': Buffer.from(yamlText(config)).toString('base64') };
  return [
    ...[`vc-${name}`, `vc-workload-${name}`].map((account) =>
      chartObject(recipe, 'v1', 'ServiceAccount', account, { labels }, {}),
    ),
    chartObject(
      recipe,
      'v1',
      'Secret',
      `vc-config-${name}`,
      { labels, ...(sleeping ? { annotations } : {}) },
      { type: 'Opaque', data },
    ),
    chartObject(
      recipe,
      'rbac.authorization.k8s.io/v1',
      'Role',
      `vc-${name}`,
      { labels },
      {
        rules: [
          {
            apiGroups: [''],
            resources: ['configmaps', 'secrets', 'services', 'pods', 'persistentvolumeclaims'],
            verbs: ['*'],
          },
        ],
      },
    ),
    chartObject(
      recipe,
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      `vc-${name}`,
      { labels },
      {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: `vc-${name}` },
        subjects: [{ kind: 'ServiceAccount', name: `vc-${name}`, namespace: recipe.namespace }],
      },
    ),
    ...(recipe.clusterRole ? clusterAccess(recipe, labels) : []),
  ];
}
