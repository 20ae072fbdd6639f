import type { IncludeObject } from './encoding.ts';
import type { ListQuery } from './listing.ts';
import type { LogQuery } from './logBook.ts';
import { badRequest } from './refusal.ts';
import type { WatchQuery } from './watch.ts';

function flag(query: URLSearchParams, name: string): boolean {
  return ['true', '1'].includes(query.get(name) ?? '');
}

function count(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') {
    return undefined;
  }
  if (!/^\d+$/.test(text)) {
    throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  }
  return Number(text);
}

/** Whether nothing is to be kept. Throws a 400 for a value other than All. */
export function dryRun(query: URLSearchParams): boolean {
  const value = query.get('dryRun');
  if (value && value !== 'All') {
    throw badRequest(`dryRun: Unsupported value: "${value}": supported values: "All"`);
  }
  return value === 'All';
}

export function listQuery(query: URLSearchParams): ListQuery {
  return {
    labelSelector: query.get('labelSelector') ?? undefined,
    fieldSelector: query.get('fieldSelector') ?? undefined,
    limit: count(query, 'limit'),
    continue: query.get('continue') || undefined,
    resourceVersion: query.get('resourceVersion') ?? undefined,
    resourceVersionMatch: query.get('resourceVersionMatch') ?? undefined,
  };
}

export function watchQuery(query: URLSearchParams): WatchQuery {
  return {
    ...listQuery(query),
    allowWatchBookmarks: flag(query, 'allowWatchBookmarks'),
    sendInitialEvents: flag(query, 'sendInitialEvents'),
    timeoutSeconds: count(query, 'timeoutSeconds') || undefined,
  };
}

export function logQuery(query: URLSearchParams): LogQuery {
  return {
    container: query.get('container') || undefined,
    follow: flag(query, 'follow'),
    previous: flag(query, 'previous'),
    timestamps: flag(query, 'timestamps'),
    tailLines: count(query, 'tailLines'),
    sinceSeconds: count(query, 'sinceSeconds'),
    limitBytes: count(query, 'limitBytes'),
  };
}

/** What of an object goes with its row in a Table. */
export function includeObject(query: URLSearchParams): IncludeObject {
  const value = query.get('includeObject');
  return value === 'Object' || value === 'None' ? value : 'Metadata';
}
