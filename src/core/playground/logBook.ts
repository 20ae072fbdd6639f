import type { KubeObject } from '../kube/resource.ts';
import type { Agenda, Clock } from './agenda.ts';
import { badRequest } from './refusal.ts';
import { isTree, listAt, nameOf, namespaceOf, numberAt, textAt } from './tree.ts';
import type { Sink } from './watch.ts';

/** One line of a container's log. */
interface LogLine {
  readonly at: number;
  readonly text: string;
}

/** The query of `pods/log`. */
export interface LogQuery {
  readonly container?: string | undefined;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number | undefined;
  readonly sinceSeconds?: number | undefined;
  readonly limitBytes?: number | undefined;
}

/** What a container writes: the text of its line with that number. */
export type Voice = (pod: KubeObject, container: string, line: number) => string;

/** A line of plausible chatter. */
const chatter: readonly string[] = [
  'INFO\tcontroller\tStarting workers\t{"worker count": 1}',
  'INFO\tcommandwriter\tstarted reconciler for *v1.Pod',
  'INFO\tsyncer\tcreate physical pod',
  'INFO\tsyncer\tupdate physical service, because spec.ports changed',
  'DEBUG\tsyncer\tvirtual object is up to date',
  'INFO\tleaderelection\tsuccessfully renewed lease',
  'INFO\tapiserver\tWatch close - *v1.ConfigMap total 3 items received',
];

const sayChatter: Voice = (_pod, _container, line) => chatter[line % chatter.length] ?? '';

const historyLines = 40;
const lineEveryMs = 1000;

/** The logs of all containers: a believable past, lines that tests append, and new lines while somebody follows. */
export class LogBook {
  readonly #agenda: Agenda;
  readonly #clock: Clock;
  readonly #voice: Voice;
  readonly #appended = new Map<string, LogLine[]>();
  readonly #followers = new Map<string, Set<(line: LogLine) => void>>();

  constructor(agenda: Agenda, clock: Clock, voice: Voice = sayChatter) {
    this.#agenda = agenda;
    this.#clock = clock;
    this.#voice = voice;
  }

  /** Adds a line to a container's log now; followers get it at once. From then on the container says only what is appended. */
  append(namespace: string, pod: string, container: string, text: string): void {
    const key = `${namespace}/${pod}/${container}`;
    const line = { at: this.#clock.now(), text };
    this.#appended.set(key, [...(this.#appended.get(key) ?? []), line]);
    for (const tell of this.#followers.get(key) ?? []) {
      tell(line);
    }
  }

  /** Writes a container's log to a stream. Throws a 400 for a container that is not there or has not begun. */
  open(pod: KubeObject, query: LogQuery): (sink: Sink) => void {
    const container = this.#container(pod, query);
    const key = `${namespaceOf(pod)}/${nameOf(pod)}/${container}`;
    const past = this.#past(pod, container, key, query);
    return (sink) => {
      const write = (line: LogLine) =>
        sink.write(`${query.timestamps ? `${new Date(line.at).toISOString()} ` : ''}${line.text}\n`);
      past.forEach(write);
      if (!query.follow || query.previous) {
        sink.end();
        return;
      }
      this.#follow(key, sink, write, (line) => this.#voice(pod, container, line));
    };
  }

  #follow(key: string, sink: Sink, write: (line: LogLine) => void, voice: (line: number) => string): void {
    const followers = this.#followers.get(key) ?? new Set();
    this.#followers.set(key, followers.add(write));
    let number = historyLines;
    const stop = this.#agenda.every(lineEveryMs, () => {
      if (!this.#appended.has(key)) {
        write({ at: this.#clock.now(), text: voice(number) });
        number += 1;
      }
    });
    sink.onClose(() => {
      stop();
      followers.delete(write);
    });
  }

  #past(pod: KubeObject, container: string, key: string, query: LogQuery): readonly LogLine[] {
    const now = this.#clock.now();
    const made = Array.from({ length: historyLines }, (_, line) => ({
      at: now - (historyLines - line) * 7000,
      text: this.#voice(pod, container, line),
    }));
    const all = query.previous ? [...made, { at: now, text: 'FATAL\tterminated' }] : (this.#appended.get(key) ?? made);
    const earliest = query.sinceSeconds === undefined ? 0 : now - query.sinceSeconds * 1000;
    const recent = all.filter(({ at }) => at >= earliest);
    const tail = query.tailLines === undefined ? recent : query.tailLines === 0 ? [] : recent.slice(-query.tailLines);
    return query.limitBytes === undefined ? tail : tail.slice(0, Math.ceil(query.limitBytes / 80));
  }

  #container(pod: KubeObject, { container, previous }: LogQuery): string {
    const own = listAt(pod, 'spec', 'containers').map((one) => textAt(one, 'name') ?? '');
    const initial = listAt(pod, 'spec', 'initContainers').map((one) => textAt(one, 'name') ?? '');
    const name = container ?? (own.length === 1 ? own[0] : undefined);
    if (name === undefined) {
      throw badRequest(
        `a container name must be specified for pod ${nameOf(pod)}, choose one of: [${[...initial, ...own].join(' ')}]`,
      );
    }
    if (![...own, ...initial].includes(name)) {
      throw badRequest(`container ${name} is not valid for pod ${nameOf(pod)}`);
    }
    const statuses = [...listAt(pod, 'status', 'containerStatuses'), ...listAt(pod, 'status', 'initContainerStatuses')];
    const status = statuses.find((one) => textAt(one, 'name') === name);
    this.#checkStarted(pod, name, status, previous);
    return name;
  }

  #checkStarted(pod: KubeObject, name: string, status: unknown, previous: boolean): void {
    const restarted = (numberAt(status, 'restartCount') ?? 0) > 0;
    if (previous && !restarted) {
      throw badRequest(`previous terminated container "${name}" in pod "${nameOf(pod)}" not found`);
    }
    const waiting = isTree(status) ? textAt(status, 'state', 'waiting', 'reason') : 'ContainerCreating';
    if (waiting && !restarted) {
      throw badRequest(`container "${name}" in pod "${nameOf(pod)}" is waiting to start: ${waiting}`);
    }
  }
}
