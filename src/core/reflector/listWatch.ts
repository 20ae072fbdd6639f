import { asKubeError } from '../kube/asKubeError.ts';
import type { KubeClient } from '../kube/client.ts';
import { type Clock, wait } from '../kube/clock.ts';
import type { KubeError } from '../kube/error.ts';
import type { Freshness } from '../kube/freshness.ts';
import type { Scope } from './collection.ts';
import { FreshnessTracker } from './freshnessTracker.ts';
import { listInto } from './listInto.ts';
import type { ReflectorQuery } from './reflector.ts';
import type { ReflectorTimings } from './reflectorTimings.ts';
import { forbidsWatch, isAnswer, needsList, needsPerson, RetryPolicy } from './retryPolicy.ts';
import { runWatch, type WatchEnd } from './watchSession.ts';

export interface ListWatchOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly timings: ReflectorTimings;
  readonly initial: Freshness;
  /** Freshness or `synced` is different. */
  readonly onChange: () => void;
  /** Listing is forbidden. Gives true when it is taken care of and this list is to end. */
  readonly onForbidden: () => boolean;
}

/** An event that breaks the stream each time would do so for ever; a list gets past it. */
const refusalsBeforeList = 5;

/** Lists, watches and lists again, for one namespace or cluster-wide, until it is stopped; no error ends it. */
export class ListWatch<T> {
  readonly #client: KubeClient;
  readonly #query: ReflectorQuery<T>;
  readonly #scope: Scope<T>;
  readonly #options: ListWatchOptions;
  readonly #freshness: FreshnessTracker;
  readonly #retry: RetryPolicy;
  #stopped = false;
  #synced = false;
  #lastWasShort = false;
  /** Aborted to begin with a list again. */
  #cycle = new AbortController();
  /** Why watching is not possible, and since when that is known. */
  #unwatchable: { readonly why: KubeError; readonly since: number } | undefined;

  constructor(client: KubeClient, query: ReflectorQuery<T>, scope: Scope<T>, options: ListWatchOptions) {
    this.#client = client;
    this.#query = query;
    this.#scope = scope;
    this.#options = options;
    this.#retry = new RetryPolicy(options.timings, options.random);
    this.#freshness = new FreshnessTracker(options.clock, options.timings.graceMs, options.initial, options.onChange);
  }

  get freshness(): Freshness {
    return this.#freshness.value;
  }

  /** Whether a complete list has arrived. */
  get synced(): boolean {
    return this.#synced;
  }

  /** Begins. The promise ends after `stop`, and never rejects. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      this.#cycle = new AbortController();
      const { signal } = this.#cycle;
      try {
        await this.#follow(await this.#list(signal), signal);
      } catch (error) {
        await this.#failed(asKubeError(error), signal);
      }
    }
  }

  /** Lists again now. */
  refresh(): void {
    this.#retry.reset();
    this.#unwatchable = undefined;
    if (!this.#synced && this.freshness.state === 'stale') {
      this.#freshness.loading();
    }
    this.#cycle.abort();
  }

  stop(): void {
    this.#stopped = true;
    this.#cycle.abort();
    this.#freshness.dispose();
  }

  async #failed(error: KubeError, signal: AbortSignal): Promise<void> {
    if (signal.aborted) {
      return;
    }
    if (error.kind === 'forbidden' && this.#options.onForbidden()) {
      this.stop();
      return;
    }
    await this.#pause(error, signal);
  }

  async #pause(error: KubeError, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const delay = this.#retry.delay(error);
    this.#freshness.lost(error, clock.now() + delay, !needsPerson(error));
    await wait(clock, delay, signal);
  }

  async #list(signal: AbortSignal): Promise<string | undefined> {
    const resourceVersion = await listInto(this.#client, this.#query, this.#scope, this.#options.timings, signal);
    this.#listed();
    return resourceVersion;
  }

  #listed(): void {
    const first = !this.#synced;
    this.#synced = true;
    if (this.#unwatchable === undefined) {
      this.#freshness.live();
    } else {
      this.#freshness.polling(this.#options.timings.pollMs, this.#unwatchable.why);
    }
    if (first) {
      this.#options.onChange();
    }
  }

  /** Watches from `resourceVersion` until only a list can help. */
  async #follow(resourceVersion: string | undefined, signal: AbortSignal): Promise<void> {
    let version = resourceVersion;
    let refused = 0;
    while (!signal.aborted) {
      const end = await this.#watch(version, signal);
      version = end.resourceVersion;
      if (signal.aborted) {
        return;
      }
      if (end.error !== undefined && forbidsWatch(end.error)) {
        await this.#poll(end.error, signal);
        return;
      }
      await this.#betweenWatches(end, signal);
      refused = end.error !== undefined && isAnswer(end.error) && end.delivered === 0 ? refused + 1 : 0;
      if (isOutdated(end) || refused >= refusalsBeforeList) {
        return;
      }
    }
  }

  async #watch(resourceVersion: string | undefined, signal: AbortSignal): Promise<WatchEnd> {
    const { clock, random, timings } = this.#options;
    const timeoutMs = timings.watchMinMs + random() * (timings.watchMaxMs - timings.watchMinMs);
    const request = {
      query: this.#query,
      resourceVersion,
      timeoutMs,
      signal,
      onOpen: () => {
        this.#unwatchable = undefined;
        this.#freshness.live();
      },
      onEvent: () => this.#freshness.heard(),
    };
    return await runWatch(this.#client, request, this.#scope, clock, timings);
  }

  async #betweenWatches(end: WatchEnd, signal: AbortSignal): Promise<void> {
    const { clock, timings } = this.#options;
    const short = end.livedMs < timings.shortWatchMs;
    if (!short || (end.delivered > 0 && !isOutdated(end))) {
      this.#retry.reset();
    }
    if (end.error !== undefined) {
      await this.#pause(end.error, signal);
    } else if (short && this.#lastWasShort) {
      await wait(clock, timings.shortWatchMs - end.livedMs, signal);
    }
    this.#lastWasShort = short;
  }

  /** Lists at intervals, until it is time to see whether watching works by now. */
  async #poll(why: KubeError, signal: AbortSignal): Promise<void> {
    const { clock, random, timings } = this.#options;
    this.#unwatchable = { why, since: clock.now() };
    this.#retry.reset();
    this.#freshness.polling(timings.pollMs, why);
    while (!signal.aborted) {
      await wait(clock, timings.pollMs * (0.9 + 0.2 * random()), signal);
      if (signal.aborted || clock.now() - this.#unwatchable.since >= timings.rewatchMs) {
        return;
      }
      try {
        await this.#list(signal);
        this.#retry.reset();
      } catch (error) {
        await this.#failed(asKubeError(error), signal);
      }
    }
  }
}

function isOutdated({ error }: WatchEnd): boolean {
  return error !== undefined && needsList(error);
}
