import { type Disposable, Emitter } from '../base/emitter.ts';
import type { Host } from '../host/host.ts';
import type { Hosts } from '../host/hosts.ts';
import type { Grants } from './grants.ts';
import { HostAccess } from './hostAccess.ts';

/** News of what may be done: in one namespace of a host, or on all of it where none is named. */
export interface AccessChange {
  readonly context: string;
  readonly namespace: string | undefined;
}

/** What the user may do on those hosts that somebody looks at. Nothing is asked before, and nothing is asked by a clock. */
export class AccessViews implements Disposable {
  readonly #now: () => number;
  readonly #hosts = new Map<string, HostAccess>();
  readonly #changed = new Emitter<AccessChange>();
  readonly #subscription: Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(hosts: Pick<Hosts, 'onDidChange'>, now: () => number) {
    this.#now = now;
    this.#subscription = hosts.onDidChange(({ host }) => {
      const access = this.#hosts.get(host.context);
      if (access?.host === host) {
        access.update();
      }
    });
  }

  /** What is known of a host; undefined for one that nobody has looked at. */
  view(context: string): Grants | undefined {
    return this.#hosts.get(context)?.grants;
  }

  /** Asks what may be done on a host, or in one of its namespaces, as long as it is held. */
  hold(host: Host, namespace?: string): Disposable {
    return this.#open(host).hold(namespace);
  }

  /** Asks again, on one host or on all, since what is known has turned out to be wrong, or the user wants to know anew. */
  recheck(context?: string): void {
    for (const [name, access] of this.#hosts) {
      if (context === undefined || name === context) {
        access.recheck();
      }
    }
  }

  #open(host: Host): HostAccess {
    const { context } = host;
    const known = this.#hosts.get(context);
    if (known?.host === host) {
      return known;
    }
    known?.dispose();
    const onChange = (namespace: string | undefined): void => this.#changed.fire({ context, namespace });
    const access = new HostAccess({ host, now: this.#now, onChange });
    this.#hosts.set(context, access);
    host.onDidDispose(() => this.#forget(access));
    return access;
  }

  #forget(access: HostAccess): void {
    access.dispose();
    if (this.#hosts.get(access.host.context) === access) {
      this.#hosts.delete(access.host.context);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const access of this.#hosts.values()) {
      access.dispose();
    }
    this.#hosts.clear();
    this.#changed.dispose();
  }
}
