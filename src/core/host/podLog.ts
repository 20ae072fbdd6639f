import { printableLines } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import { type KubeObject, resourcePath, resources } from '../kube/resource.ts';
import { count, dig, objects, text } from '../vcluster/raw.ts';

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

/** The containers of a pod in the order of its spec, those that initialise it last. */
export function podContainers(pod: KubeObject): readonly PodContainer[] {
  const listed = (part: string, fields: readonly string[]) => fields.flatMap((field) => objects(dig(pod, part, field)));
  const statuses = listed('status', ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses']);
  return listed('spec', ['containers', 'ephemeralContainers', 'initContainers']).flatMap((container) => {
    const name = text(dig(container, 'name'));
    const status = statuses.find((one) => dig(one, 'name') === name);
    return name === undefined ? [] : [{ name, restarts: count(dig(status, 'restartCount')) ?? 0 }];
  });
}

/** A terminal sequence at the end that may go on in the next piece: of parameters (CSI), of text (OSC), or just begun. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const begunSequence = /\u001b(?:\[[0-?]*[ -/]*|\][^\u0007\u001b]{0,256}\u001b?|[ -/]*)$/u;

/** Text in pieces as printable text in pieces, where a terminal sequence may be cut in two. */
async function* printablePieces(pieces: AsyncIterable<string>): AsyncIterable<string> {
  let rest = '';
  for await (const piece of pieces) {
    const all = rest + piece;
    rest = begunSequence.exec(all)?.[0] ?? '';
    yield printableLines(all.slice(0, all.length - rest.length));
  }
  yield printableLines(rest);
}

/** The log of one container as printable text, in pieces as they arrive. */
export function podLog(
  client: KubeClient,
  namespace: string,
  pod: string,
  { container, previous, follow, tailLines }: PodLogOptions,
  signal: AbortSignal,
): AsyncIterable<string> {
  const path = `${resourcePath(resources.pods, namespace, pod)}/log`;
  const query = { container, previous: previous || undefined, follow: follow || undefined, tailLines };
  return printablePieces(client.stream(path, { query, signal }));
}
