import type { RewriteOptions, Target } from '../rewrite/model.ts';
import { type Pairing, pairObjects, useKey } from '../rewrite/pair.ts';
import type { ComparedItem } from './comparedItem.ts';
import type { ComparedKind } from './comparedKind.ts';
import type { ComparedPair } from './comparedPair.ts';
import { KeyGroups } from './keyGroups.ts';

/** What pairs are made with. */
export interface PairingTools {
  readonly kind: ComparedKind;
  readonly target: Target;
  readonly options: RewriteOptions;
  readonly pairing: Pairing;
  /** What is used inside; undefined where that is not known. */
  readonly used: ReadonlySet<string> | undefined;
}

/** The two sides of one kind. */
export interface KindSides {
  readonly virtual: readonly ComparedItem[];
  readonly host: readonly ComparedItem[];
}

/** The pairs of objects of one kind, both sides of which can be seen. */
export function pairsOf(
  { virtual, host }: KindSides,
  { target, options, pairing, used }: PairingTools,
): readonly ComparedPair[] {
  return pairObjects({ virtual, host, target, options, used }).map((pair) => broughtIn(pair, pairing, used));
}

/**
 * What comes from the host is not listed there, since it has no mark of the syncer; where it is is known all the same. What a pod uses of it
 * is written to the host besides, and waits for that.
 */
function broughtIn(pair: ComparedPair, pairing: Pairing, used: PairingTools['used']): ComparedPair {
  const { virtual, host } = pair;
  if (virtual === undefined || host !== undefined || used?.has(useKey(virtual.kind, virtual.namespace, virtual.name))) {
    return pair;
  }
  const place = pairing.originOf(virtual);
  if (place === undefined) {
    return pair;
  }
  const { kind, apiVersion } = virtual;
  const { name, namespace } = place;
  const key = namespace === undefined ? name : `${namespace}/${name}`;
  const original = { kind, ...(apiVersion === undefined ? {} : { apiVersion }), ...place, key };
  return { state: 'fromHost', virtual, host: original };
}

function claimKey({ claims }: ComparedItem): string | undefined {
  return claims && (claims.namespace === undefined ? claims.name : `${claims.namespace}/${claims.name}`);
}

/**
 * What the host's objects say by themselves, where the inside is not seen. Of several that say they are the same one, that with
 * the name that the rules give is believed, else the first.
 */
export function claimedPairs(host: readonly ComparedItem[], { pairing }: PairingTools): readonly ComparedPair[] {
  const believed = new Map<string, ComparedItem>();
  for (const item of host) {
    const key = claimKey(item);
    const before = key === undefined ? undefined : believed.get(key);
    if (key !== undefined && (before === undefined || isNamedByRule(item, pairing))) {
      believed.set(key, item);
    }
  }
  return host.map((item) => ({
    state: believed.get(claimKey(item) ?? '') === item ? 'synced' : 'hostOnly',
    host: item,
  }));
}

function isNamedByRule({ kind, claims, namespace, name }: ComparedItem, pairing: Pairing): boolean {
  return claims !== undefined && pairing.hostKey({ kind, ...claims }) === useKey(kind, namespace, name);
}

/** Finds, for objects that changed, which others of their kind have to be looked at again. */
export class KindLinks {
  readonly #partners = { virtual: new Map<string, string>(), host: new Map<string, string>() };
  readonly #claims = new KeyGroups();

  /** Whether a host object has been seen before. */
  isKnown(hostKey: string): boolean {
    return this.#claims.has(hostKey);
  }

  /** Which virtual object a host object has said that it is. */
  claimOf(hostKey: string): string | undefined {
    return this.#claims.groupOf(hostKey) || undefined;
  }

  /** Takes up what the host's object says that it is; undefined for one that is gone. */
  note(hostKey: string, item: ComparedItem | undefined): void {
    this.#claims.put(hostKey, item === undefined ? undefined : (claimKey(item) ?? ''));
  }

  link({ virtual, host }: ComparedPair): void {
    if (virtual !== undefined && host !== undefined) {
      this.#partners.virtual.set(virtual.key, host.key);
      this.#partners.host.set(host.key, virtual.key);
    }
  }

  unlink(side: 'virtual' | 'host', key: string): void {
    const other = side === 'virtual' ? 'host' : 'virtual';
    const partner = this.#partners[side].get(key);
    this.#partners[side].delete(key);
    if (partner !== undefined && this.#partners[other].get(partner) === key) {
      this.#partners[other].delete(partner);
    }
  }

  clear(): void {
    this.#partners.virtual.clear();
    this.#partners.host.clear();
    this.#claims.clear();
  }

  /** All that may be in one pair with what changed, over both sides. */
  neighbours(
    virtual: Iterable<string>,
    host: Iterable<string>,
    byRule: (virtualKey: string) => string | undefined,
  ): { readonly virtual: ReadonlySet<string>; readonly host: ReadonlySet<string> } {
    const found = { virtual: new Set<string>(), host: new Set<string>() };
    const queue: (readonly ['virtual' | 'host', string])[] = [
      ...[...virtual].map((key) => ['virtual', key] as const),
      ...[...host].map((key) => ['host', key] as const),
    ];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const [side, key] = next;
      if (!found[side].has(key)) {
        found[side].add(key);
        const other = side === 'virtual' ? 'host' : 'virtual';
        const near = side === 'virtual' ? [...this.#claims.members(key), byRule(key)] : [this.#claims.groupOf(key)];
        for (const one of [...near, this.#partners[side].get(key)]) {
          if (one !== undefined && one !== '') {
            queue.push([other, one]);
          }
        }
      }
    }
    return found;
  }
}
