import type { ResourceType } from '../kube/resource.ts';
import { syncedKinds } from '../vcluster/syncedKind.ts';
import { type ComparedKind, type CustomKind, comparedKinds, comparedResource } from './comparedKind.ts';

/** How a custom resource is called among the kinds. */
export function customKind({ plural, group }: ResourceType): CustomKind {
  return `${plural}.${group}`;
}

function copiedKind(type: ResourceType): ComparedKind {
  return type.plural === 'nodes' ? 'nodes' : customKind(type);
}

/**
 * The kinds that are compared of one vcluster, with the resources behind them: those that every cluster has, what it syncs to the host besides,
 * and what it copies from there.
 */
export class KindTable {
  readonly #types: ReadonlyMap<ComparedKind, ResourceType>;
  readonly #synced: ReadonlySet<ComparedKind>;

  constructor(custom: readonly ResourceType[] = [], copied: readonly ResourceType[] = []) {
    const copies = copied.map((type): readonly [ComparedKind, ResourceType] => [copiedKind(type), type]);
    const others = custom.map((type): readonly [ComparedKind, ResourceType] => [customKind(type), type]);
    const builtIn = comparedKinds.map((kind): readonly [ComparedKind, ResourceType] => [kind, comparedResource(kind)]);
    this.#types = new Map([...builtIn, ...others, ...copies]);
    this.#synced = new Set<ComparedKind>([...syncedKinds, ...others.map(([kind]) => kind)]);
  }

  /** In the order in which they are shown. */
  get all(): readonly ComparedKind[] {
    return [...this.#types.keys()];
  }

  /** Those that a syncer can write to the host. */
  get synced(): readonly ComparedKind[] {
    return [...this.#synced];
  }

  isSynced(kind: ComparedKind): boolean {
    return this.#synced.has(kind);
  }

  /** @throws TypeError for a kind that is not in the table */
  resource(kind: ComparedKind): ResourceType {
    const type = this.#types.get(kind);
    if (type === undefined) {
      throw new TypeError(`not a kind that is compared: ${kind}`);
    }
    return type;
  }

  /** The kind of a row's key; undefined for what is not compared. */
  kindOf(key: string): ComparedKind | undefined {
    const first = key.replace(/^host:/u, '').split('/', 1)[0] ?? '';
    return this.all.find((kind) => kind === first);
  }
}
