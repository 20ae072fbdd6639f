import { type KubeObject, resources } from '../../kube/resource.ts';
import type { Generation } from '../../vcluster/model.ts';
import type { Api } from '../api.ts';
import { generationOf } from '../fleet/recipe.ts';
import { isReady } from '../podPhase.ts';
import { newestRelease } from '../release/helmRelease.ts';
import { at, listAt, namespaceOf, type Tree, textAt } from '../tree.ts';

/** What the host says about a vcluster: enough to play its syncer and its API server. */
export interface Description {
  readonly name: string;
  /** The host namespace. */
  readonly namespace: string;
  readonly generation: Generation;
  /** Of chart and syncer. */
  readonly version: string;
  /** Of the Kubernetes inside, such as `v1.36.0`. */
  readonly kubernetes: string;
  /** What it was deployed with; empty where helm has no release of it. */
  readonly values: Tree;
  readonly createdAt: string;
}

const kubernetesImage =
  /\/(?:kubernetes|kube-apiserver|kube-controller-manager|k3s|k0s):(v\d+\.\d+\.\d+)(?:-((?:k[03]s|eks)[\w.-]*))?$/;

/** The workloads of a vcluster, the one of its syncer first. */
export function controlPlane(api: Api, namespace: string, name: string): readonly KubeObject[] {
  const own = [resources.statefulsets, resources.deployments]
    .flatMap((type) => api.list(type, namespace))
    .filter(({ metadata }) => metadata?.labels?.['release'] === name && /^vcluster/.test(metadata.labels['app'] ?? ''));
  const main = own.filter(({ metadata }) => metadata?.labels?.['app'] === 'vcluster');
  return main.length === 0 ? [] : [...main, ...own.filter((one) => !main.includes(one))];
}

/** Without these parts, where a vcluster has them, its syncer does not get ready. */
const needed: readonly string[] = ['vcluster-api', 'vcluster-etcd'];

/** Whether the label `app` is that of a part that the syncer depends on. */
export function isNeeded(app: string | undefined): boolean {
  return needed.includes(app ?? '');
}

/** Whether every part that the syncer of a vcluster depends on has a pod that is ready. */
export function partsAreReady(api: Api, namespace: string, name: string): boolean {
  const ready = api
    .list(resources.pods, namespace)
    .filter((pod) => pod.metadata?.labels?.['release'] === name && isReady(pod) && !pod.metadata.deletionTimestamp)
    .map(({ metadata }) => metadata?.labels?.['app']);
  return controlPlane(api, namespace, name)
    .map(({ metadata }) => metadata?.labels?.['app'])
    .every((app) => !isNeeded(app) || ready.includes(app));
}

/** Whether what a pod depends on is there: anything but a syncer depends on nothing. */
export function mayBeReady(api: Api, pod: KubeObject): boolean {
  const { app, release } = pod.metadata?.labels ?? {};
  return app !== 'vcluster' || release === undefined || partsAreReady(api, namespaceOf(pod), release);
}

function kubernetesOf(workloads: readonly KubeObject[]): string {
  const images = workloads.flatMap((workload) =>
    ['initContainers', 'containers'].flatMap((list) =>
      listAt(workload, 'spec', 'template', 'spec', list).map((one) => textAt(one, 'image') ?? ''),
    ),
  );
  const [, version = 'v1.33.4', build] = images.map((image) => kubernetesImage.exec(image)).find(Boolean) ?? [];
  return build === undefined ? version : `${version}${build.startsWith('eks') ? '-' : '+'}${build}`;
}

/** What the host says about a vcluster; undefined where it has no workload for one. */
export function describe(api: Api, namespace: string, name: string): Description | undefined {
  const workloads = controlPlane(api, namespace, name);
  const [main] = workloads;
  if (main === undefined) {
    return undefined;
  }
  const [, version = '0.36.1'] = /-v?(\d+\.\d+\.\d+.*)$/.exec(main.metadata?.labels?.['chart'] ?? '') ?? [];
  return {
    name,
    namespace: namespaceOf(main),
    generation: generationOf(version),
    version,
    kubernetes: kubernetesOf(workloads),
    values: newestRelease(api, namespace, name)?.config ?? {},
    createdAt: main.metadata?.creationTimestamp ?? '',
  };
}

/** Whether the host's StorageClasses are brought in: only when that is asked for. */
export function copiesStorageClasses({ generation, values }: Description): boolean {
  const path = generation === 'legacy' ? ['sync', 'hoststorageclasses'] : ['sync', 'fromHost', 'storageClasses'];
  return at(values, ...path, 'enabled') === true;
}

/** Whether Ingresses are synced to the host: only when that is asked for. */
export function syncsIngresses({ generation, values }: Description): boolean {
  const path = generation === 'legacy' ? ['sync', 'ingresses'] : ['sync', 'toHost', 'ingresses'];
  return at(values, ...path, 'enabled') === true;
}
