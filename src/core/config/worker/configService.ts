import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../base/emitter.ts';
import type { ConfigAnswers, ConfigRequests, ConfigTask } from './configTask.ts';

/** How long the thread is kept when nothing is asked, in milliseconds. */
const idleMs = 60_000;

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** An answer as the thread gives it. */
export interface ConfigReply {
  readonly id: number;
  readonly answer?: unknown;
  readonly error?: string;
}

/** Checks and converts values in a thread of its own, so that nothing waits for it. The thread is started on need and ends when idle. */
export class ConfigService implements Disposable {
  readonly #script: string | URL;
  readonly #translations: Readonly<Record<string, string>> | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #next = 1;

  /**
   * @param script the module `configWorker`, bundled or as source
   * @param translations of the texts that it gives
   */
  constructor(script: string | URL, translations?: Readonly<Record<string, string>>) {
    this.#script = script;
    this.#translations = translations;
  }

  /** Whether the thread runs. */
  get running(): boolean {
    return this.#worker !== undefined;
  }

  /** Lets the thread do one task. Rejects when it cannot, with what it said. */
  ask<T extends ConfigTask>(task: T, request: ConfigRequests[T]): Promise<ConfigAnswers[T]> {
    const worker = this.#worker ?? this.#start();
    clearTimeout(this.#idle);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (answer) => resolve(answer as ConfigAnswers[T]), reject });
      worker.postMessage({ id, task, request });
    });
  }

  dispose(): void {
    clearTimeout(this.#idle);
    this.#end(new Error('disposed'));
  }

  #start(): Worker {
    const worker = new Worker(this.#script, {
      name: 'vcluster-config',
      // Young enough that what one look leaves behind is not copied.
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 },
      workerData: { translations: this.#translations },
    });
    worker.unref();
    worker.on('message', (reply: ConfigReply) => this.#settle(reply));
    worker.on('error', (error) => this.#end(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => this.#end(new Error('The thread ended.')));
    this.#worker = worker;
    return worker;
  }

  #settle({ id, answer, error }: ConfigReply): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) {
      waiting?.resolve(answer);
    } else {
      waiting?.reject(new Error(error));
    }
    if (this.#waiting.size === 0) {
      this.#idle = setTimeout(() => this.#end(new Error('idle')), idleMs);
      this.#idle.unref();
    }
  }

  #end(error: Error): void {
    const worker = this.#worker;
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) {
      reject(error);
    }
    worker?.removeAllListeners();
    void worker?.terminate();
  }
}
