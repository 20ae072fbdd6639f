import * as l10n from '@vscode/l10n';
import { asKubeError } from '../kube/asKubeError.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Clock } from '../kube/clock.ts';
import { KubeError } from '../kube/error.ts';
import type { KubeObject } from '../kube/resource.ts';
import type { Scope } from './collection.ts';
import type { ReflectorQuery } from './reflector.ts';
import type { ReflectorTimings } from './reflectorTimings.ts';
import { Watchdog } from './watchdog.ts';

export interface WatchRequest {
  readonly query: ReflectorQuery<unknown>;
  readonly resourceVersion: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onOpen: () => void;
  readonly onEvent: () => void;
}

/** How a watch went. `error` is left out when the server ended it as agreed. */
export interface WatchEnd {
  readonly resourceVersion: string | undefined;
  readonly livedMs: number;
  /** Objects that came, bookmarks not counted. */
  readonly delivered: number;
  readonly error?: KubeError;
}

/** One watch, from its request to its end, whatever that is; takes the events into `scope`. Never rejects. */
export async function runWatch<T>(
  client: KubeClient,
  request: WatchRequest,
  scope: Scope<T>,
  clock: Clock,
  timings: ReflectorTimings,
): Promise<WatchEnd> {
  const started = clock.now();
  let { resourceVersion } = request;
  let delivered = 0;
  let bookmarked = false;
  let silent = false;
  const abort = new AbortController();
  const stop = () => abort.abort();
  const watchdog = new Watchdog(clock, () => {
    silent = true;
    stop();
  });
  const heard = () => {
    const limit = request.timeoutMs * 1.1;
    watchdog.feed(bookmarked ? Math.min(limit, timings.silenceMs) : limit);
    request.onEvent();
  };
  const end = (error?: KubeError): WatchEnd => ({
    resourceVersion,
    delivered,
    livedMs: clock.now() - started,
    ...(error === undefined ? {} : { error }),
  });
  request.signal.addEventListener('abort', stop);
  if (request.signal.aborted) {
    stop();
  }
  try {
    const options = {
      query: watchQuery(request),
      signal: abort.signal,
      ...(request.query.metadataOnly === undefined ? {} : { metadataOnly: request.query.metadataOnly }),
      onOpen: () => {
        heard();
        request.onOpen();
      },
    };
    for await (const event of client.watch(request.query.type, request.query.namespace, options)) {
      if (abort.signal.aborted) {
        break;
      }
      bookmarked ||= event.type === 'BOOKMARK';
      heard();
      resourceVersion = versionOf(event.object) ?? resourceVersion;
      delivered += take(scope, event.type, event.object) ? 1 : 0;
    }
    return end();
  } catch (error) {
    return end(silent ? silence() : asKubeError(error));
  } finally {
    watchdog.dispose();
    request.signal.removeEventListener('abort', stop);
  }
}

function silence(): KubeError {
  return new KubeError(
    'unreachable',
    l10n.t('The connection to the API server went silent. Check the network and the VPN.'),
  );
}

function watchQuery({ query, resourceVersion, timeoutMs }: WatchRequest) {
  return {
    labelSelector: query.labelSelector,
    fieldSelector: query.fieldSelector,
    resourceVersion,
    allowWatchBookmarks: true,
    timeoutSeconds: Math.max(1, Math.round(timeoutMs / 1000)),
  };
}

function take<T>(scope: Scope<T>, type: string, object: KubeObject): boolean {
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      scope.changed(object);
      return true;
    case 'DELETED':
      scope.deleted(object);
      return true;
    default:
      return false;
  }
}

function versionOf(object: KubeObject): string | undefined {
  const version: unknown = object.metadata?.resourceVersion;
  return typeof version === 'string' && version !== '' ? version : undefined;
}
