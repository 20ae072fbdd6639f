import type { Disposable } from '../base/emitter.ts';
import type { Host } from '../host/host.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Grants } from './grants.ts';
import { Reviewer } from './reviewer.ts';

/** What has been asked is asked again after a gap or for somebody who looks anew, but not more often than this. */
const againAfterMs = 60_000;

export interface HostAccessOptions {
  readonly host: Host;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Gets the namespace that the news are about; undefined for the whole host. */
  readonly onChange: (namespace: string | undefined) => void;
}

/**
 * What the user may do on one host, asked while somebody looks at it and its cluster answers. It is known until the connection
 * changes, and asked again after the cluster was away for a time.
 */
export class HostAccess implements Disposable {
  readonly #options: HostAccessOptions;
  /** How many look at the host, and at each of its namespaces. */
  readonly #holders = new Map<string | undefined, number>();
  #client: KubeClient;
  #reviewer: Reviewer;
  #askedAt = 0;
  #isDoubtful = false;

  constructor(options: HostAccessOptions) {
    this.#options = options;
    this.#client = options.host.client;
    this.#reviewer = this.#begin();
  }

  get host(): Host {
    return this.#options.host;
  }

  get grants(): Grants {
    return this.#reviewer.grants;
  }

  /** Asks about the host, or one of its namespaces, as long as it is held. */
  hold(namespace?: string): Disposable {
    this.#isDoubtful ||= this.#holders.size === 0;
    this.#holders.set(namespace, (this.#holders.get(namespace) ?? 0) + 1);
    this.update();
    let isHeld = true;
    return {
      dispose: () => {
        if (isHeld) {
          isHeld = false;
          this.#release(namespace);
        }
      },
    };
  }

  #release(namespace: string | undefined): void {
    const left = (this.#holders.get(namespace) ?? 1) - 1;
    if (left > 0) {
      this.#holders.set(namespace, left);
      return;
    }
    this.#holders.delete(namespace);
    if (namespace !== undefined) {
      this.#reviewer.skip(namespace);
    }
  }

  /** Takes up how the host is now. */
  update(): void {
    const { host } = this.#options;
    if (host.client !== this.#client) {
      this.#client = host.client;
      this.#renew();
    }
    const { freshness, narrowedTo = [] } = host.view;
    this.#isDoubtful ||= freshness.state === 'stale';
    const answers = freshness.state === 'live' || freshness.state === 'polling';
    if (!answers || this.#holders.size === 0) {
      return;
    }
    const isOld = this.#options.now() - this.#askedAt >= againAfterMs;
    if (this.#isDoubtful && this.#reviewer.isAsked && isOld) {
      this.#renew(this.grants);
    }
    this.#ask([...this.#holders.keys(), ...narrowedTo].filter((one) => one !== undefined));
  }

  /** Asks everything again that is looked at. What was known holds until there are answers. */
  recheck(): void {
    if (this.#reviewer.isAsked) {
      this.#renew(this.grants);
      this.update();
    }
  }

  #ask(namespaces: readonly string[]): void {
    if (!this.#reviewer.isAsked) {
      this.#askedAt = this.#options.now();
      this.#isDoubtful = false;
    }
    this.#reviewer.ask(namespaces);
  }

  #renew(before?: Grants): void {
    this.#reviewer.dispose();
    this.#reviewer = this.#begin(before);
    if (before === undefined) {
      this.#options.onChange(undefined);
    }
  }

  #begin(before?: Grants): Reviewer {
    const { onChange } = this.#options;
    return new Reviewer({ client: this.#client, onChange, ...(before === undefined ? {} : { before }) });
  }

  dispose(): void {
    this.#reviewer.dispose();
  }
}
