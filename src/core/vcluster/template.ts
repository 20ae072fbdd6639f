import type { KubeObject } from '../kube/resource.ts';
import { type ImageReference, parseImage } from './image.ts';
import type { VCluster } from './model.ts';
import { defined, dig, objects, text } from './raw.ts';

export type Distro = NonNullable<VCluster['distro']>;

/** The Kubernetes that the image of an API server holds. */
export interface Kubernetes {
  readonly distro: Distro;
  readonly version?: string;
}

/** What the pod template of a workload says about its vcluster. */
export interface TemplateFacts {
  /** The image of the syncer. */
  readonly image?: string;
  readonly kubernetes?: Kubernetes;
  /** Whether a distro runs in a container `vcluster` of its own, beside the syncer. */
  readonly besideDistro?: true;
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly reference: ImageReference;
}

function containers(object: KubeObject): readonly Container[] {
  return ['containers', 'initContainers'].flatMap((field) =>
    objects(dig(object, 'spec', 'template', 'spec', field)).map((one) => {
      const image = text(dig(one, 'image')) ?? '';
      return { name: text(dig(one, 'name')) ?? '', image, reference: parseImage(image) };
    }),
  );
}

/** Whether an image is one of vcluster's own. */
export function isSyncerImage({ repository }: ImageReference): boolean {
  return /(^|\/)vcluster(-pro|-oss)?$/u.test(repository);
}

function distroOf({ repository }: ImageReference): Distro | undefined {
  if (/(^|\/)eks-distro\//u.test(repository)) {
    return 'eks';
  }
  const [, name] = /(?:^|\/)(k3s|k0s|kubernetes|kube-apiserver)$/u.exec(repository) ?? [];
  return name === 'k3s' || name === 'k0s' ? name : name === undefined ? undefined : 'k8s';
}

/** Tags such as `v1.26.0-k3s1` and `v1.25.6-eks-1-25-8` start with the version of Kubernetes. */
function kubernetesOf(reference: ImageReference): Kubernetes | undefined {
  const distro = distroOf(reference);
  const [, version] = /^v?(\d+\.\d+(?:\.\d+)?)/u.exec(reference.tag ?? '') ?? [];
  return distro && defined<Kubernetes>({ distro, version });
}

function firstKubernetes(all: readonly Container[]): Kubernetes | undefined {
  for (const { reference } of all) {
    const found = kubernetesOf(reference);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/**
 * Reads the containers of a workload's template, so that their specs need not be kept. The syncer is the container with
 * that name, else the first that runs one of vcluster's own images.
 */
export function templateFacts(object: KubeObject): TemplateFacts {
  const all = containers(object);
  const own = all.find(({ name }) => name === 'syncer') ?? all.find(({ reference }) => isSyncerImage(reference));
  const beside = all.some(({ name, reference }) => name === 'vcluster' && !isSyncerImage(reference));
  return defined<TemplateFacts>({
    image: own?.image || undefined,
    kubernetes: firstKubernetes(all),
    besideDistro: beside || undefined,
  });
}
