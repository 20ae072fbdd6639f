import * as l10n from '@vscode/l10n';
import { type RewriteConfig, rewriteConfig } from './config.ts';
import type { PairItem } from './identity.ts';
import type { HostPlace } from './imports.ts';
import { canSync, rewriteOf } from './kinds.ts';
import type { PairState, RewriteOptions, Target } from './model.ts';
import { Naming } from './naming.ts';
import { hostPlace } from './predict.ts';

/** An object on both sides, or on one. */
export interface Pair<V extends PairItem = PairItem, H extends PairItem = PairItem> {
  readonly state: PairState;
  readonly virtual?: V;
  readonly host?: H;
}

/** What is to be paired. */
export interface PairInput<V extends PairItem, H extends PairItem> {
  readonly virtual: readonly V[];
  readonly host: readonly H[];
  readonly target: Target;
  readonly options?: RewriteOptions;
  /** Whether a pod or an Ingress uses a ConfigMap or Secret, by `Kind/namespace/name`; undefined where that is not known. */
  readonly used?: ReadonlySet<string> | undefined;
}

/** How `used` names an object. */
export function useKey(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}

const referenced: Readonly<Record<string, string>> = { ConfigMap: 'configmaps', Secret: 'secrets' };

/** Pairs objects of one vcluster; keeps what it knows, so that one object can be placed again after a change. */
export class Pairing {
  readonly #config: RewriteConfig;
  /** As if nothing came from the host under another name. */
  readonly #writing: RewriteConfig;
  readonly #naming: Naming;

  constructor(target: Target, options?: RewriteOptions) {
    this.#config = rewriteConfig(target, options);
    this.#writing = { ...this.#config, imports: new Map() };
    this.#naming = new Naming(this.#config);
  }

  /** The key of the host object that the syncer writes for a virtual one by the formula; undefined where it writes none. */
  hostKey(virtual: PairItem): string | undefined {
    return this.#key(virtual, this.#writing);
  }

  /** The key of the host object that a virtual one is a copy of, under another name; undefined for what is none. */
  originalKey(virtual: PairItem): string | undefined {
    // Capacities are called otherwise inside, where they name their original as twins on the host do.
    if (virtual.kind === 'CSIStorageCapacity' && virtual.claims !== undefined) {
      return useKey(virtual.kind, virtual.claims.namespace, virtual.claims.name);
    }
    return this.#config.imports.size === 0 ? undefined : this.#key(virtual, this.#config);
  }

  /** Where the host has what a virtual object is a copy of, whether it is there or not; undefined for what does not come from the host. */
  originOf(virtual: PairItem): HostPlace | undefined {
    const { kind, apiVersion, namespace, name } = virtual;
    const found = rewriteOf(this.#config, { kind, apiVersion, namespace, name }, namespace !== undefined);
    return found?.direction === 'mirror' ? hostPlace(this.#config, this.#naming, virtual) : undefined;
  }

  #key(virtual: PairItem, config: RewriteConfig): string | undefined {
    const place = hostPlace(config, this.#naming, virtual);
    return place && useKey(virtual.kind, place.namespace, place.name);
  }

  /** Why a virtual object has no twin. */
  aloneState(virtual: PairItem, used?: ReadonlySet<string>): PairState {
    if (rewriteOf(this.#config, virtual, virtual.namespace !== undefined) === undefined) {
      return canSync(virtual) ? 'notSynced' : 'virtualOnly';
    }
    if (virtual.controlled === true) {
      return 'notSynced';
    }
    const plural = referenced[virtual.kind];
    const unused =
      plural !== undefined &&
      !this.#config.all.has(plural) &&
      virtual.forced !== true &&
      used?.has(useKey(virtual.kind, virtual.namespace, virtual.name)) === false;
    return unused ? 'notReferenced' : 'waiting';
  }
}

/**
 * Finds the twins among the objects of a vcluster and those of its host: by what the host object's annotations say, where two
 * say the same by its name or UID; then by the name that the rules give. Names are never split. Every object is in one pair.
 */
export function pairObjects<V extends PairItem, H extends PairItem>(input: PairInput<V, H>): readonly Pair<V, H>[] {
  const pairing = new Pairing(input.target, input.options);
  const virtualByKey = new Map(input.virtual.map((one) => [useKey(one.kind, one.namespace, one.name), one]));
  const claimants = new Map<V, H[]>();
  for (const host of input.host) {
    const { claims } = host;
    const virtual = claims && virtualByKey.get(useKey(host.kind, claims.namespace, claims.name));
    if (virtual !== undefined) {
      claimants.set(virtual, [...(claimants.get(virtual) ?? []), host]);
    }
  }
  const hostByKey = new Map(input.host.map((one) => [useKey(one.kind, one.namespace, one.name), one]));
  const taken = new Set<H>();
  const paired = new Map<V, H>();
  for (const [virtual, hosts] of claimants) {
    const key = hosts.length > 1 ? pairing.hostKey(virtual) : undefined;
    const right =
      hosts.find((one) => useKey(one.kind, one.namespace, one.name) === key) ??
      hosts.find((one) => one.claims?.uid !== undefined && one.claims.uid === virtual.uid) ??
      hosts[0];
    if (right !== undefined) {
      paired.set(virtual, right);
      taken.add(right);
    }
  }
  const pairs = input.virtual.map((virtual): Pair<V, H> => {
    const host = paired.get(virtual) ?? byFormula(virtual, pairing, hostByKey, taken);
    return host === undefined
      ? { state: pairing.aloneState(virtual, input.used), virtual }
      : { state: 'synced', virtual, host };
  });
  return [
    ...pairs,
    ...input.host.filter((one) => !taken.has(one)).map((host): Pair<V, H> => ({ state: 'hostOnly', host })),
  ];
}

function byFormula<V extends PairItem, H extends PairItem>(
  virtual: V,
  pairing: Pairing,
  hostByKey: ReadonlyMap<string, H>,
  taken: Set<H>,
): H | undefined {
  const free = (key: string | undefined): H | undefined => {
    const found = hostByKey.get(key ?? '');
    return found !== undefined && found.claims === undefined && !taken.has(found) ? found : undefined;
  };
  const host =
    virtual.controlled === true ? undefined : (free(pairing.hostKey(virtual)) ?? free(pairing.originalKey(virtual)));
  if (host !== undefined) {
    taken.add(host);
  }
  return host;
}

/** One line that says what a state means for an object. */
export function stateReason(state: PairState): string {
  switch (state) {
    case 'synced':
      return l10n.t('On both sides: the syncer keeps the host’s copy up to date.');
    case 'fromHost':
      return l10n.t('Comes from the host: what is inside is a copy of it.');
    case 'virtualOnly':
      return l10n.t('Lives in the vCluster only: its controllers turn it into objects that are synced.');
    case 'notSynced':
      return l10n.t('The configuration of this vCluster does not sync it to the host.');
    case 'notReferenced':
      return l10n.t('Not on the host because no pod uses it.');
    case 'waiting':
      return l10n.t('Should be on the host and is not there yet.');
    case 'hostOnly':
      return l10n.t('On the host only: made by the host, part of the control plane, or left behind.');
  }
}
