import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SeenChange, SubjectRequest } from './subject.ts';

export interface Memory {
  readonly rss: number;
  readonly heap: number;
}

export interface Complete {
  readonly vclusters: number;
  /** From before the engine is loaded until the model is complete and live. */
  readonly milliseconds: number;
  readonly before: Memory;
  readonly memory: Memory;
}

interface Message {
  readonly complete?: Complete;
  readonly seen?: SeenChange;
  readonly cpu?: number;
  readonly memory?: Memory;
  readonly expanded?: number;
}

/** The engine as it is shipped, alone in a process of its own, so that what it costs can be told from what the bench does. */
export class SubjectProcess {
  readonly #child: ChildProcess;
  readonly complete: Promise<Complete>;
  onSeen: (seen: SeenChange) => void = () => {};

  constructor(engineFile: string, kubeconfig: string, mode: 'once' | 'stay') {
    const script = fileURLToPath(new URL('./subject.ts', import.meta.url));
    this.#child = fork(script, [engineFile, kubeconfig, mode], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.complete = this.#next((message) => message.complete);
    this.#child.on('message', (message: Message) => {
      if (message.seen !== undefined) {
        this.onSeen(message.seen);
      }
    });
  }

  /** A share of one core, over some time. */
  cpu(milliseconds: number): Promise<number> {
    return this.#ask({ ask: 'cpu', milliseconds }, (message) => message.cpu);
  }

  memory(): Promise<Memory> {
    return this.#ask({ ask: 'memory' }, (message) => message.memory);
  }

  /** Expands the synced resources of a vcluster until so many objects are there. */
  async expand(namespace: string, name: string, objects: number): Promise<Memory> {
    return this.#ask({ ask: 'expand', namespace, name, objects }, (message) =>
      message.expanded === undefined ? undefined : message.memory,
    );
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      const exit = once(this.#child, 'exit');
      this.#child.kill();
      await exit;
    }
  }

  /** Waits for the process to end by itself. */
  async ended(): Promise<void> {
    if (this.#child.exitCode === null) {
      await once(this.#child, 'exit');
    }
  }

  #ask<T>(request: SubjectRequest, pick: (message: Message) => T | undefined): Promise<T> {
    const answer = this.#next(pick);
    this.#child.send(request);
    return answer;
  }

  #next<T>(pick: (message: Message) => T | undefined): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const onMessage = (message: Message): void => {
      const value = pick(message);
      if (value !== undefined) {
        this.#child.off('message', onMessage);
        this.#child.off('exit', onExit);
        resolve(value);
      }
    };
    const onExit = (code: number | null): void => reject(new Error(`the measured process ended with ${code}`));
    this.#child.on('message', onMessage);
    this.#child.on('exit', onExit);
    return promise;
  }
}
