import type { KubeObject } from '../../kube/resource.ts';
import type { Tree } from '../tree.ts';
import { chartLabels, chartObject, container, kubeconfigData, syncerContainer, workload } from './controlPlane.ts';
import { isolation, legacyChart, services } from './legacyParts.ts';
import type { VClusterRecipe } from './recipe.ts';

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
  return syncerContainer(recipe, image, [
    `--name=${recipe.name}`,
    `--service-account=vc-workload-${recipe.name}`,
    '--kube-config-context-name=my-vcluster',
    leader,
    '--sync=-ingressclasses',
  ]);
}

/** The single workload of k3s and k0s: distribution and syncer in one pod. */
function singleSpec(recipe: VClusterRecipe): Tree {
  const distro = container('vcluster', distroImage(recipe), {
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

function workloads(recipe: VClusterRecipe, now: number): readonly KubeObject[] {
  const { name, distro, replicas = 1 } = recipe;
  const chart = legacyChart(recipe);
  if (distro === 'k3s' || distro === 'k0s') {
    return [
      workload(
        recipe,
        'StatefulSet',
        { name, app: 'vcluster', chart, replicas, storage: '5Gi' },
        singleSpec(recipe),
        now,
      ),
    ];
  }
  const part = (suffix: string, image: string, command: string) =>
    workload(
      recipe,
      suffix === 'etcd' ? 'StatefulSet' : 'Deployment',
      {
        name: `${name}-${suffix}`,
        app: `vcluster-${suffix}`,
        chart,
        replicas,
        ...(suffix === 'etcd' ? { storage: '5Gi' } : {}),
      },
      { containers: [container(command, image, { command: [command] })] },
      now,
    );
  const etcdImage =
    distro === 'eks' ? 'public.ecr.aws/eks-distro/etcd-io/etcd:v3.5.6-eks-1-25-6' : 'registry.k8s.io/etcd:3.5.6-0';
  return [
    workload(recipe, 'Deployment', { name, app: 'vcluster', chart, replicas }, { containers: [syncer(recipe)] }, now),
    part('api', partImage(recipe, 'kube-apiserver'), 'kube-apiserver'),
    part('controller', partImage(recipe, 'kube-controller-manager'), 'kube-controller-manager'),
    part('etcd', etcdImage, 'etcd'),
  ];
}

/** The control plane of a vcluster up to 0.19: workloads first, then what belongs to them. */
export function legacyControlPlane(
  recipe: VClusterRecipe,
  now: number,
): { readonly workloads: readonly KubeObject[]; readonly others: readonly KubeObject[] } {
  return {
    workloads: workloads(recipe, now),
    others: [...access(recipe), ...services(recipe), ...(recipe.isolated ? isolation(recipe) : [])],
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
    // Made by the syncer, with no labels.
    chartObject(recipe, 'v1', 'Secret', `vc-${name}`, {}, { type: 'Opaque', data: kubeconfigData() }),
    chartObject(recipe, 'v1', 'ConfigMap', `${name}-coredns`, {}, { data: { 'coredns.yaml': coredns } }),
    chartObject(
      recipe,
      'v1',
      'ConfigMap',
      `${name}-init-manifests`,
      { labels },
      { data: { 'initmanifests.yaml': '' } },
    ),
    chartObject(recipe, 'v1', 'ConfigMap', `vc-cidr-${name}`, {}, { data: { cidr: '10.96.0.0/12' } }),
    ...(recipe.distro === 'k8s' || recipe.distro === 'eks'
      ? [
          chartObject(
            recipe,
            'v1',
            'Secret',
            `${name}-certs`,
            {},
            { type: 'Opaque', data: { 'ca.crt': Buffer.from('playground').toString('base64') } },
          ),
        ]
      : []),
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
  ];
}
