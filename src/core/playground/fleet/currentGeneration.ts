import type { KubeObject } from '../../kube/resource.ts';
import type { Tree } from '../tree.ts';
import { chartLabels, chartObject, container, kubeconfigData, syncerContainer, workload } from './controlPlane.ts';
import { exposure, isolation } from './currentParts.ts';
import type { VClusterRecipe } from './recipe.ts';

/** The init containers that bring the Kubernetes binaries: one image since 0.26, one for each binary before. */
function initContainers({ version, kubernetes }: VClusterRecipe): readonly Tree[] {
  if (Number(version.split('.')[1] ?? 0) >= 26) {
    return [
      container('kubernetes', `ghcr.io/loft-sh/kubernetes:${kubernetes}`, {
        command: ['cp'],
        args: ['-r', '/kubernetes/.', '/binaries/'],
      }),
    ];
  }
  return [
    container('vcluster-copy', `ghcr.io/loft-sh/vcluster-pro:${version}`),
    container('kube-controller-manager', `registry.k8s.io/kube-controller-manager:${kubernetes}`),
    container('kube-apiserver', `registry.k8s.io/kube-apiserver:${kubernetes}`),
  ];
}

function mainSpec(recipe: VClusterRecipe): Tree {
  const registry = recipe.state === 'image-pull' ? 'registry.partners.invalid:5000' : 'ghcr.io';
  return {
    initContainers: initContainers(recipe),
    containers: [syncerContainer(recipe, `${registry}/loft-sh/vcluster-pro:${recipe.version}`, [])],
    volumes: [
      ...['helm-cache', 'binaries', 'tmp', 'certs'].map((name) => ({ name, emptyDir: {} })),
      { name: 'vcluster-config', secret: { defaultMode: 420, secretName: `vc-config-${recipe.name}` } },
    ],
  };
}

function etcdSpec(): Tree {
  return { containers: [container('etcd', 'registry.k8s.io/etcd:3.5.21-0', { command: ['etcd', '--name=$(NAME)'] })] };
}

function configYaml(recipe: VClusterRecipe): string {
  const lines = [
    'controlPlane:',
    ...(recipe.deployedEtcd ? ['  backingStore:', '    etcd:', '      deploy:', '        enabled: true'] : []),
    ...((recipe.replicas ?? 1) > 1 && !recipe.deployedEtcd
      ? ['  backingStore:', '    etcd:', '      embedded:', '        enabled: true']
      : []),
    '  statefulSet:',
    '    highAvailability:',
    `      replicas: ${recipe.replicas ?? 1}`,
    ...(recipe.isolated
      ? ['policies:', '  networkPolicy:', '    enabled: true', '  resourceQuota:', '    enabled: true']
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** The control plane of a vcluster from 0.20 on: workloads first, then what belongs to them. */
export function currentControlPlane(
  recipe: VClusterRecipe,
  now: number,
): { readonly workloads: readonly KubeObject[]; readonly others: readonly KubeObject[] } {
  const { name, replicas = 1, deployedEtcd } = recipe;
  const chart = `vcluster-${recipe.version}`;
  const main = { name, app: 'vcluster', chart, replicas, ...(deployedEtcd ? {} : { storage: '5Gi' }) };
  const etcd = { name: `${name}-etcd`, app: 'vcluster-etcd', chart, replicas, storage: '5Gi' };
  return {
    workloads: [
      workload(recipe, deployedEtcd ? 'Deployment' : 'StatefulSet', main, mainSpec(recipe), now),
      // Pausing a StatefulSet leaves etcd alone; that of a Deployment takes it down as well.
      ...(deployedEtcd ? [workload(recipe, 'StatefulSet', etcd, etcdSpec(), now)] : []),
    ],
    others: [
      ...exposure(recipe, chart),
      ...access(recipe, chart),
      ...(recipe.isolated ? isolation(recipe, chart) : []),
    ],
  };
}

function access(recipe: VClusterRecipe, chart: string): readonly KubeObject[] {
  const { name } = recipe;
  const labels = chartLabels(recipe, chart);
  const sleeping = recipe.state === 'workloads-sleeping';
  const annotations = {
    'sleepmode.loft.sh/sleep-type': 'inactivitySleep',
    'sleepmode.loft.sh/sleeping-since': '1763810000',
  };
  const data = { 'config.yaml': Buffer.from(configYaml(recipe)).toString('base64') };
  const token = { token: Buffer.from('playground').toString('base64') };
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
      'v1',
      'Secret',
      `vc-${name}`,
      { labels: { app: 'vcluster', 'vcluster-name': name } },
      { type: 'Opaque', data: { ...kubeconfigData(), ...token } },
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
  ];
}
