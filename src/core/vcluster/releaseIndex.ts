import type { Released } from './objects.ts';

/** Which vcluster of a host cluster: `namespace/release`. */
export type ReleaseKey = string;

/** The key of the vcluster that a record belongs to; undefined for one without a label `release`. */
export function releaseKey({ namespace, release }: Released): ReleaseKey | undefined {
  return release === undefined ? undefined : `${namespace}/${release}`;
}

/** Finds the objects of one resource by the vcluster that they belong to. It holds keys only; the objects are elsewhere. */
export class ReleaseIndex {
  readonly #owner = new Map<string, ReleaseKey>();
  readonly #members = new Map<ReleaseKey, readonly string[]>();

  /** The keys of the objects of one vcluster. */
  members(release: ReleaseKey): readonly string[] {
    return this.#members.get(release) ?? [];
  }

  /** All vclusters that have an object here. */
  get releases(): Iterable<ReleaseKey> {
    return this.#members.keys();
  }

  /** Records who owns an object now, nobody when left out; gives the vclusters that this touches. */
  assign(key: string, owner?: ReleaseKey): readonly ReleaseKey[] {
    const before = this.#owner.get(key);
    if (before !== owner) {
      this.#leave(key, before);
      this.#join(key, owner);
    }
    return [...new Set([before, owner])].filter((one) => one !== undefined);
  }

  /** Forgets everything. */
  clear(): void {
    this.#owner.clear();
    this.#members.clear();
  }

  #join(key: string, owner: ReleaseKey | undefined): void {
    if (owner !== undefined) {
      this.#owner.set(key, owner);
      this.#members.set(owner, [...this.members(owner), key]);
    }
  }

  #leave(key: string, owner: ReleaseKey | undefined): void {
    if (owner === undefined) {
      return;
    }
    this.#owner.delete(key);
    const rest = this.members(owner).filter((one) => one !== key);
    if (rest.length > 0) {
      this.#members.set(owner, rest);
    } else {
      this.#members.delete(owner);
    }
  }
}
