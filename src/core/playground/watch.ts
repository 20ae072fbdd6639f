import type { KubeObject } from '../kube/resource.ts';
import type { Agenda } from './agenda.ts';
import { apiVersionOf, type Served } from './catalogue.ts';
import { encodeObject, type Writing } from './encoding.ts';
import { type ListQuery, queryPredicate } from './listing.ts';
import { badRequest, expired } from './refusal.ts';
import type { Predicate } from './selector.ts';
import type { Change, Store, StoreEvent } from './store.ts';
import { namespaceOf } from './tree.ts';

/** Where the lines of a stream go. */
export interface Sink {
  write(text: string): void;
  end(): void;
  /** Called once when the stream is over, whoever ended it. */
  onClose(listener: () => void): void;
}

/** The query of a watch, as it stands in the URL. */
export interface WatchQuery extends ListQuery {
  readonly allowWatchBookmarks?: boolean;
  readonly sendInitialEvents?: boolean;
  readonly timeoutSeconds?: number | undefined;
}

const bookmarkEveryMs = 60_000;
const longestSeconds = 3600;

/** What a watcher with this predicate sees of a change: an object may come into view or leave it by a change of its labels. */
function seen(
  event: StoreEvent,
  predicate: Predicate,
): { readonly change: Change; readonly object: KubeObject } | undefined {
  const before = event.previous !== undefined && predicate(event.previous);
  const after = event.change !== 'DELETED' && predicate(event.object);
  if (after) {
    return { change: before ? 'MODIFIED' : 'ADDED', object: event.object };
  }
  if (!before || !event.previous) {
    return undefined;
  }
  const metadata = { ...event.previous.metadata, resourceVersion: String(event.version) };
  return { change: 'DELETED', object: event.change === 'DELETED' ? event.object : { ...event.previous, metadata } };
}

/** One open watch: what was there, what happened since a version, and what happens, line by line, with bookmarks in between. */
export class Watch {
  readonly #type: Served;
  readonly #store: Store;
  readonly #agenda: Agenda;
  readonly #namespace: string | undefined;
  readonly #query: WatchQuery;
  readonly #predicate: Predicate;
  readonly #writing: () => Writing;
  #first = true;

  /** Throws a 400 for a query that cannot be read. `writing` gives the form and the present time. */
  constructor(
    store: Store,
    agenda: Agenda,
    type: Served,
    namespace: string | undefined,
    query: WatchQuery,
    writing: () => Writing,
  ) {
    const selected = queryPredicate(type, query) ?? (() => true);
    this.#type = type;
    this.#store = store;
    this.#agenda = agenda;
    this.#namespace = namespace;
    this.#query = query;
    this.#predicate =
      namespace === undefined ? selected : (object) => namespaceOf(object) === namespace && selected(object);
    this.#writing = writing;
    if (query.resourceVersion && !/^\d+$/.test(query.resourceVersion)) {
      throw badRequest(`Invalid value: "${query.resourceVersion}": resourceVersion must be an integer`);
    }
  }

  /** Writes until the time is over or the other side goes away. A version that is no longer kept gives an ERROR event with 410. */
  open(sink: Sink): void {
    if (!this.#begin(sink)) {
      return;
    }
    const subscription = this.#store.onDidChange((event) => this.#tell(sink, event));
    const stopBookmarks = this.#query.allowWatchBookmarks
      ? this.#agenda.every(bookmarkEveryMs, () => this.#bookmark(sink))
      : undefined;
    const seconds = this.#query.timeoutSeconds ?? longestSeconds;
    const stopTimeout = this.#agenda.after(seconds * 1000, () => {
      if (this.#query.allowWatchBookmarks) {
        this.#bookmark(sink);
      }
      sink.end();
    });
    sink.onClose(() => {
      subscription.dispose();
      stopBookmarks?.();
      stopTimeout();
    });
  }

  #begin(sink: Sink): boolean {
    const { resourceVersion, sendInitialEvents } = this.#query;
    if (!resourceVersion || resourceVersion === '0' || sendInitialEvents) {
      for (const object of this.#store.list(this.#type, this.#namespace).filter(this.#predicate)) {
        this.#write(sink, 'ADDED', object);
      }
      if (sendInitialEvents) {
        this.#bookmark(sink, { 'k8s.io/initial-events-end': 'true' });
      }
      return true;
    }
    const past = this.#store.since(this.#type, Number(resourceVersion));
    if (!past) {
      sink.write(`${errorEvent(`too old resource version: ${resourceVersion} (${this.#store.version})`)}\n`);
      sink.end();
      return false;
    }
    for (const event of past) {
      this.#tell(sink, event);
    }
    return true;
  }

  #tell(sink: Sink, event: StoreEvent): void {
    const what = event.type === this.#type ? seen(event, this.#predicate) : undefined;
    if (what) {
      this.#write(sink, what.change, what.object);
    }
  }

  #write(sink: Sink, change: Change, object: KubeObject): void {
    const writing = this.#writing();
    const text = encodeObject(this.#type, object, writing);
    // kubectl prints its header line again for every Table that names its columns.
    const shown =
      writing.form === 'table' && !this.#first
        ? text.replace(/"columnDefinitions":\[.*?\],"rows"/, '"columnDefinitions":null,"rows"')
        : text;
    this.#first = false;
    sink.write(`{"type":"${change}","object":${shown}}\n`);
  }

  #bookmark(sink: Sink, annotations?: Readonly<Record<string, string>>): void {
    const metadata = {
      resourceVersion: String(this.#store.version),
      creationTimestamp: null,
      ...(annotations ? { annotations } : {}),
    };
    const { form } = this.#writing();
    const object =
      form === 'metadata'
        ? { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata }
        : form === 'table'
          ? {
              kind: 'Table',
              apiVersion: 'meta.k8s.io/v1',
              metadata: { resourceVersion: metadata.resourceVersion },
              columnDefinitions: null,
              rows: [{ cells: [], object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata } }],
            }
          : { kind: this.#type.kind, apiVersion: apiVersionOf(this.#type), metadata };
    sink.write(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
  }
}

/** The line by which a watch says that its version is no longer kept. */
export function errorEvent(message: string): string {
  return JSON.stringify({ type: 'ERROR', object: expired(message).body });
}
