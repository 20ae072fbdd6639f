import { once } from 'node:events';
import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { printable } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError, type KubeErrorKind } from '../kube/error.ts';
import { createReflector } from '../reflector/liveReflector.ts';
import type { ReflectorQuery } from '../reflector/reflector.ts';

/** What is waited for. */
export interface Settling<T> {
  readonly query: ReflectorQuery<T>;
  /** What is still to come, for the user; undefined once all is as it should be. What it throws ends the waiting. */
  readonly missing: (items: ReadonlyMap<string, T>) => string | undefined;
  readonly limitMs: number;
}

/** As often as the CLI asks, where this user may list but not watch. */
const pollMs = 1000;
/** Waiting does not help against these. */
const hopeless: ReadonlySet<KubeErrorKind> = new Set([
  'forbidden',
  'unauthorized',
  'credentials',
  'kubeconfig',
  'plugin',
]);

/**
 * Waits for objects to change, by one list and one watch; a lost connection is waited out. Says what is still to come whenever that
 * changes. Gives false when the time is up.
 * @throws KubeError `cancelled`, and what takes a person to repair
 */
export async function settle<T>(
  client: KubeClient,
  { query, missing, limitMs }: Settling<T>,
  { signal, report }: Operation,
): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const reflector = createReflector(client, query, { timings: { pollMs } });
  let said = '';
  const say = (text: string) => {
    if (text !== said) {
      said = text;
      report(text);
    }
  };
  const look = () => {
    const { freshness } = reflector;
    if (freshness.state === 'stale') {
      if (hopeless.has(freshness.why.kind)) {
        reject(freshness.why);
      } else {
        say(printable(freshness.why.message, 160));
      }
    } else if (reflector.synced) {
      try {
        const text = missing(reflector.items);
        if (text === undefined) {
          resolve(true);
        } else {
          say(text);
        }
      } catch (error) {
        reject(error);
      }
    }
  };
  const subscription = reflector.onDidChange(look);
  const timer = setTimeout(() => resolve(false), limitMs);
  const ended = new AbortController();
  try {
    signal.throwIfAborted();
    reflector.start();
    const aborted = once(signal, 'abort', { signal: ended.signal }).then(() => 'aborted' as const);
    aborted.catch(() => undefined);
    const outcome = await Promise.race([promise, aborted]);
    if (outcome === 'aborted') {
      throw new KubeError('cancelled', l10n.t('Cancelled.'));
    }
    return outcome;
  } finally {
    ended.abort();
    clearTimeout(timer);
    subscription.dispose();
    reflector.stop();
  }
}
