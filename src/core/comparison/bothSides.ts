import { KubeError } from '../kube/error.ts';
import { type KubeObject, objectKey } from '../kube/resource.ts';
import { listPages } from '../reflector/pager.ts';
import type { ComparedKind } from './comparedKind.ts';
import type { HostPlace } from './hostItems.ts';
import { type BothClients, whole } from './pairReader.ts';
import type { KindEntry } from './rowIndex.ts';

/** Where objects of both sides are read from. */
export interface BothPlaces {
  readonly clients: BothClients;
  /** Where everything that the syncer wrote of a kind is. */
  hostPlaces(kind: ComparedKind): readonly HostPlace[];
}

/** Pairs of one kind, by the keys of their rows. */
export type Pairs = ReadonlyMap<string, KindEntry>;

/** Objects of each side, by their keys. */
interface Objects {
  readonly virtual: Map<string, KubeObject>;
  readonly host: Map<string, KubeObject>;
}

const sides = ['virtual', 'host'] as const;
/** Fewer pairs than this are read one by one. */
const fewPairs = 8;
const pageSize = 250;

async function readEach(pairs: Pairs, { clients }: BothPlaces, signal: AbortSignal): Promise<Objects> {
  const objects: Objects = { virtual: new Map(), host: new Map() };
  for (const { type, pair } of pairs.values()) {
    for (const side of sides) {
      const item = pair[side];
      const object = item && (await clients[side]?.get(type, item.namespace, item.name, { signal }).catch(unlessGone));
      if (item !== undefined && object !== undefined) {
        objects[side].set(item.key, object);
      }
    }
  }
  return objects;
}

function unlessGone(error: unknown): undefined {
  if (!KubeError.is(error, 'notFound')) {
    throw error;
  }
}

async function readLists(pairs: Pairs, both: BothPlaces, signal: AbortSignal): Promise<Objects> {
  const objects: Objects = { virtual: new Map(), host: new Map() };
  const [first] = pairs.values();
  if (first === undefined) {
    return objects;
  }
  const places = { virtual: [{}] as readonly HostPlace[], host: both.hostPlaces(first.kind) };
  for (const side of sides) {
    const wanted = new Set([...pairs.values()].map(({ pair }) => pair[side]?.key));
    const take = (object: KubeObject): void => {
      const key = objectKey(object);
      if (wanted.has(key)) {
        objects[side].set(key, object);
      }
    };
    const client = both.clients[side];
    for (const { namespace, ...selectors } of client === undefined ? [] : places[side]) {
      await listPages(
        async (page) =>
          (await client?.list(first.type, namespace, { take, signal, query: { ...selectors, ...page } })) ?? nothing,
        pageSize,
        { begin: () => undefined },
      );
    }
  }
  return objects;
}

const nothing = { metadata: {}, items: [] } as const;

/**
 * Both sides of pairs of one kind, in full and read anew: one by one where they are few, else in two lists. What is gone from a side is left
 * out. @throws KubeError
 */
export async function* bothSides(
  pairs: Pairs,
  places: BothPlaces,
  signal: AbortSignal,
): AsyncGenerator<{ readonly key: string; readonly virtual: KubeObject; readonly host: KubeObject }> {
  const objects = await (pairs.size < fewPairs ? readEach : readLists)(pairs, places, signal);
  for (const [key, { type, pair }] of pairs) {
    const [virtual, host] = sides.map((side) => objects[side].get(pair[side]?.key ?? ''));
    if (virtual !== undefined && host !== undefined) {
      yield { key, virtual: whole(virtual, type), host: whole(host, type) };
    }
  }
}
