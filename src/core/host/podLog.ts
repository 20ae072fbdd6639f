import { printableLines } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import { type KubeObject, resourcePath, resources } from '../kube/resource.ts';

export interface PodLogOptions {
  readonly container: string;
  /** The log of the container's run before the last restart. */
  readonly previous: boolean;
  /** Goes on until the container ends or the signal is given. */
  readonly follow: boolean;
  readonly tailLines: number;
}

export interface PodContainer {
  readonly name: string;
  readonly restarts: number;
}

interface RawPod extends KubeObject {
  readonly spec?: { readonly [field: string]: readonly { readonly name?: string }[] | undefined };
  readonly status?: {
    readonly [field: string]: readonly { readonly name?: string; readonly restartCount?: number }[] | undefined;
  };
}

/** The containers of a pod in the order of its spec, those that initialise it last. */
export function podContainers(pod: KubeObject): readonly PodContainer[] {
  const { spec, status } = pod as RawPod;
  const list = <T>(value: readonly T[] | undefined): readonly T[] => (Array.isArray(value) ? value : []);
  const statuses = [
    ...list(status?.['containerStatuses']),
    ...list(status?.['initContainerStatuses']),
    ...list(status?.['ephemeralContainerStatuses']),
  ];
  const specs = [
    ...list(spec?.['containers']),
    ...list(spec?.['ephemeralContainers']),
    ...list(spec?.['initContainers']),
  ];
  return specs.flatMap(({ name }) =>
    name === undefined
      ? []
      : [{ name, restarts: Number(statuses.find((one) => one.name === name)?.restartCount ?? 0) }],
  );
}

/** The log of one container as printable text, in pieces as they arrive. */
export async function* podLog(
  client: KubeClient,
  namespace: string,
  pod: string,
  { container, previous, follow, tailLines }: PodLogOptions,
  signal: AbortSignal,
): AsyncIterable<string> {
  const path = `${resourcePath(resources.pods, namespace, pod)}/log`;
  const query = { container, previous: previous || undefined, follow: follow || undefined, tailLines };
  for await (const text of client.stream(path, { query, signal })) {
    yield printableLines(text);
  }
}
