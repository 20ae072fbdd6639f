import type { KubeObject } from '../../kube/resource.ts';
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
import { hasApiParts, isolation, legacyChart, services } from './legacyParts.ts';
import { isolationOf, type VClusterRecipe } from './recipe.ts';

/** Since 0.19 the syncer starts the distribution itself, and its image is at GitHub. */
function startsDistro({ version }: VClusterRecipe): boolean {
  return Number(version.split('.')[1] ?? 0) >= 19;
}

function distroImage({ distro, kubernetes }: VClusterRecipe): string {
  return distro === 'k0s' ? `k0sproject/k0s:${kubernetes}-k0s.0` : `rancher/k3s:${kubernetes}-k3s1`;
}

/** The image of a part of the k8s and eks distributions. */
function partImage({ distro, kubernetes }: VClusterRecipe, part: string): string {
  return distro === 'eks'
    ? `public.ecr.aws/eks-distro/kubernetes/${part}:${kubernetes}-eks-1-25-6`
    : `registry.k8s.io/${part}:${kubernetes}`;
}

function syncer(recipe: VClusterRecipe): Tree {
  const image = startsDistro(recipe)
    ? `ghcr.io/loft-sh/vcluster:${recipe.version}`
    : `loftsh/vcluster:${recipe.version}`;
  const leader = `--leader-elect=${(recipe.replicas ?? 1) > 1}`;
  return syncerContainer(recipe, imageOf(recipe, image), [
    `--name=${recipe.name}`,
    `--service-account=vc-workload-${recipe.name}`,
    '--kube-config-context-name=my-vcluster',
    leader,
    '--sync=-ingressclasses',
  ]);
}

/** The single workload of k3s and k0s: distribution and syncer in one pod. */
function singleSpec(recipe: VClusterRecipe): Tree {
  const distro = container('vcluster', imageOf(recipe, distroImage(recipe)), {
    command: ['/bin/sh'],
    args: ['-c', recipe.distro === 'k0s' ? 'k0s controller' : '/bin/k3s server'],
  });
  const volumes = [
    { name: 'config', emptyDir: {} },
    { name: 'coredns', configMap: { defaultMode: 420, name: `${recipe.name}-coredns` } },
  ];
  return startsDistro(recipe)
    ? { initContainers: [distro], containers: [syncer(recipe)], volumes }
    : { containers: [distro, syncer(recipe)], volumes };
}

/** The syncer of the k8s and eks distributions; where it starts the API server itself, an init container brings that. */
function syncerSpec(recipe: VClusterRecipe): Tree {
  const binaries = hasApiParts(recipe)
    ? {}
    : { initContainers: [container('kube-apiserver', imageOf(recipe, partImage(recipe, 'kube-apiserver')))] };
  return { ...binaries, containers: [syncer(recipe)] };
}

function workloads(recipe: VClusterRecipe, now: number): readonly KubeObject[] {
  const { name, distro, replicas = 1, externalStore = false, partReplicas = {} } = recipe;
  const chart = legacyChart(recipe);
  const stored = !externalStore;
  if (distro === 'k3s' || distro === 'k0s') {
    return [
      workload(
        recipe,
        stored ? 'StatefulSet' : 'Deployment',
        { name, app: 'vcluster', chart, replicas, stored },
        singleSpec(recipe),
        now,
      ),
    ];
  }
  const part = (suffix: 'api' | 'controller' | 'etcd', image: string, command: string) =>
    workload(
      recipe,
      suffix === 'etcd' ? 'StatefulSet' : 'Deployment',
      {
        name: `${name}-${suffix}`,
        app: `vcluster-${suffix}`,
        chart,
        replicas: partReplicas[suffix] ?? replicas,
        stored: suffix === 'etcd',
      },
      { containers: [container(command, imageOf(recipe, image), { command: [command] })] },
      now,
    );
  const etcdImage =
    distro === 'eks' ? 'public.ecr.aws/eks-distro/etcd-io/etcd:v3.5.6-eks-1-25-6' : 'registry.k8s.io/etcd:3.5.6-0';
  return [
    workload(recipe, 'Deployment', { name, app: 'vcluster', chart, replicas }, syncerSpec(recipe), now),
    ...(hasApiParts(recipe)
      ? [
          part('api', partImage(recipe, 'kube-apiserver'), 'kube-apiserver'),
          part('controller', partImage(recipe, 'kube-controller-manager'), 'kube-controller-manager'),
        ]
      : []),
    part('etcd', etcdImage, 'etcd'),
  ];
}

/** What the chart makes of a vcluster up to 0.19: workloads first, then what belongs to them. */
export function legacyControlPlane(
  recipe: VClusterRecipe,
  now: number,
): { readonly workloads: readonly KubeObject[]; readonly others: readonly KubeObject[] } {
  const parts = isolationOf(recipe);
  return {
    workloads: workloads(recipe, now),
    others: [...access(recipe), ...services(recipe), ...(parts ? isolation(recipe, parts) : [])],
  };
}

function access(recipe: VClusterRecipe): readonly KubeObject[] {
  const { name, namespace } = recipe;
  const labels = chartLabels(recipe, legacyChart(recipe));
  const coredns = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns\n  namespace: kube-system\n`;
  return [
    ...[`vc-${name}`, `vc-workload-${name}`].map((account) =>
      chartObject(recipe, 'v1', 'ServiceAccount', account, { labels }, {}),
    ),
    chartObject(recipe, 'v1', 'ConfigMap', `${name}-coredns`, {}, { data: { 'coredns.yaml': coredns } }),
    chartObject(
      recipe,
      'v1',
      'ConfigMap',
      `${name}-init-manifests`,
      { labels },
      { data: { 'initmanifests.yaml': '' } },
    ),
    chartObject(
      recipe,
      'rbac.authorization.k8s.io/v1',
      'Role',
      name,
      { labels },
      {
        rules: [
          {
            apiGroups: [''],
            resources: ['configmaps', 'secrets', 'services', 'pods', 'persistentvolumeclaims', 'endpoints'],
            verbs: ['*'],
          },
        ],
      },
    ),
    chartObject(
      recipe,
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      name,
      { labels },
      {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name: `vc-${name}`, namespace }],
      },
    ),
    ...(recipe.clusterRole ? clusterAccess(recipe, labels) : []),
  ];
}

/** What a legacy vcluster has beside what its chart made: helm does not know it, and leaves it when the release goes. */
export function legacyLeftovers(recipe: VClusterRecipe): readonly KubeObject[] {
  const { name, distro } = recipe;
  const data = { 'ca.crt': Buffer.from('playground').toString('base64') };
  const certificates = chartObject(recipe, 'v1', 'Secret', `${name}-certs`, {}, { type: 'Opaque', data });
  return [
    chartObject(recipe, 'v1', 'ConfigMap', `vc-cidr-${name}`, {}, { data: { cidr: '10.96.0.0/12' } }),
    ...(distro === 'k8s' || distro === 'eks' ? [certificates] : []),
  ];
}
