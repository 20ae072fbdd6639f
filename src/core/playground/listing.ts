import type { KubeObject } from '../kube/resource.ts';
import type { Clock } from './agenda.ts';
import type { Served } from './catalogue.ts';
import { both, fieldPredicate } from './fieldSelector.ts';
import { badRequest, expired, Refusal } from './refusal.ts';
import { labelPredicate, type Predicate } from './selector.ts';
import type { Store } from './store.ts';

/** The query of a list, as it stands in the URL. */
export interface ListQuery {
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly resourceVersionMatch?: string | undefined;
}

/** One page of a list, all of whose pages show the same moment. */
export interface Page {
  readonly items: readonly KubeObject[];
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

interface Snapshot {
  readonly items: readonly KubeObject[];
  readonly version: number;
  readonly takenAt: number;
  readonly selected: boolean;
}

const maxSnapshots = 256;
/** As etcd's default: five minutes after it was given, a continue token is too old. */
const snapshotLifeMs = 300_000;
const expiredMessage =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';

/** The predicate of a query's selectors; undefined when everything is meant. Throws a 400 for one that cannot be read. */
export function queryPredicate(type: Served, query: ListQuery): Predicate | undefined {
  return both(labelPredicate(query.labelSelector), fieldPredicate(type, query.fieldSelector));
}

/** Lists in pages. A list that was begun keeps showing the moment of its first page until it expires. */
export class Listing {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #snapshots = new Map<number, Snapshot>();
  #lastId = 0;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** One page. Throws 400 for what cannot be read, 410 for an old token or version, 504 for a version of the future. */
  list(type: Served, namespace: string | undefined, query: ListQuery): Page {
    return query.continue ? this.#nextPage(query.continue, query.limit) : this.#firstPage(type, namespace, query);
  }

  #firstPage(type: Served, namespace: string | undefined, query: ListQuery): Page {
    this.#checkVersion(query);
    const predicate = queryPredicate(type, query);
    const all = this.#store.list(type, namespace);
    const items = predicate ? all.filter(predicate) : all;
    return this.#page(
      { items, version: this.#store.version, takenAt: this.#clock.now(), selected: predicate !== undefined },
      0,
      query.limit,
    );
  }

  #nextPage(token: string, limit: number | undefined): Page {
    const [id, start] = readToken(token);
    const snapshot = this.#snapshots.get(id);
    if (!snapshot || !this.#store.keeps(snapshot.version) || this.#clock.now() - snapshot.takenAt > snapshotLifeMs) {
      this.#snapshots.delete(id);
      throw expired(expiredMessage);
    }
    return this.#page(snapshot, start, limit, id);
  }

  #page(snapshot: Snapshot, start: number, limit: number | undefined, id?: number): Page {
    const end = limit ? start + limit : snapshot.items.length;
    const remaining = snapshot.items.length - end;
    const resourceVersion = String(snapshot.version);
    if (remaining <= 0) {
      return { items: snapshot.items.slice(start), metadata: { resourceVersion } };
    }
    const token = writeToken(id ?? this.#keep(snapshot), end);
    const count = snapshot.selected ? {} : { remainingItemCount: remaining };
    return { items: snapshot.items.slice(start, end), metadata: { resourceVersion, continue: token, ...count } };
  }

  #keep(snapshot: Snapshot): number {
    this.#lastId += 1;
    this.#snapshots.set(this.#lastId, snapshot);
    const [oldest] = this.#snapshots.keys();
    if (this.#snapshots.size > maxSnapshots && oldest !== undefined) {
      this.#snapshots.delete(oldest);
    }
    return this.#lastId;
  }

  #checkVersion({ resourceVersion, resourceVersionMatch }: ListQuery): void {
    if (!resourceVersion || resourceVersion === '0') {
      return;
    }
    const wanted = Number(resourceVersion);
    if (!Number.isInteger(wanted) || wanted < 0) {
      throw badRequest(`Invalid value: "${resourceVersion}": resourceVersion must be an integer`);
    }
    if (wanted > this.#store.version) {
      const message = `Too large resource version: ${wanted}, current: ${this.#store.version}`;
      throw new Refusal(504, 'Timeout', message, {
        retryAfterSeconds: 1,
        causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      });
    }
    if (resourceVersionMatch === 'Exact' && wanted !== this.#store.version) {
      throw expired(`The resourceVersion for the provided list is too old: ${wanted} (${this.#store.version})`);
    }
  }
}

function writeToken(id: number, start: number): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', id, start })).toString('base64url');
}

function readToken(token: string): readonly [number, number] {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    const { id, start } = read as { id?: unknown; start?: unknown };
    if (typeof id === 'number' && typeof start === 'number') {
      return [id, start];
    }
  } catch {
    // Answered like any other token that is not one.
  }
  throw badRequest('continue key is not valid: illegal base64 data');
}
