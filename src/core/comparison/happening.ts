import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { asKubeError } from '../kube/asKubeError.ts';
import type { KubeClient } from '../kube/client.ts';
import { type KubeObject, resources } from '../kube/resource.ts';
import { count, dig, text, time } from '../vcluster/raw.ts';
import type { ComparedSide } from './comparison.ts';
import type { TimelineEntry } from './model.ts';

/** Of one object there are seldom more than a few dozen. */
const eventLimit = 200;
const timeoutMs = 10_000;
const messageLimit = 1_000;

function timeOf(event: KubeObject): number | undefined {
  return (
    time(dig(event, 'series', 'lastObservedTime')) ??
    time(dig(event, 'lastTimestamp')) ??
    time(dig(event, 'eventTime')) ??
    time(dig(event, 'firstTimestamp')) ??
    time(dig(event, 'metadata', 'creationTimestamp'))
  );
}

function entryOf(event: KubeObject, side: ComparedSide): TimelineEntry {
  const at = timeOf(event);
  const times = count(dig(event, 'series', 'count')) ?? count(dig(event, 'count'));
  return {
    ...(at === undefined ? {} : { time: at }),
    side,
    severity: dig(event, 'type') === 'Warning' ? 'warning' : 'normal',
    title: printable(text(dig(event, 'reason')) ?? '', 100),
    message: printable(text(dig(event, 'message'), messageLimit * 2) ?? '', messageLimit),
    ...(times === undefined || times < 2 ? {} : { count: times }),
  };
}

/** An entry that says why something of the timeline is missing. */
export function missingEntry(side: TimelineEntry['side'], what: string, error: unknown): TimelineEntry {
  return {
    side,
    severity: 'warning',
    title: what,
    message: l10n.t('Cannot be read: {0}', printable(asKubeError(error).message)),
  };
}

/** The events of one object; those of an earlier one of the same name are left out. Never rejects. */
export async function eventsOf(
  client: KubeClient,
  object: KubeObject,
  side: ComparedSide,
): Promise<readonly TimelineEntry[]> {
  const { name = '', namespace, uid } = object.metadata ?? {};
  const fieldSelector = `involvedObject.kind=${object.kind},involvedObject.name=${name}`;
  try {
    const query = { fieldSelector, limit: eventLimit };
    const { items } = await client.list(resources.events, namespace ?? 'default', { query, timeoutMs });
    return items
      .filter((event) => dig(event, 'involvedObject', 'name') === name)
      .filter((event) => [undefined, '', uid].includes(text(dig(event, 'involvedObject', 'uid'))))
      .map((event) => entryOf(event, side));
  } catch (error) {
    return [missingEntry(side, l10n.t('Events'), error)];
  }
}

/**
 * What happened on both sides, the oldest first. The syncer copies events of host pods to the inside, with the names of there;
 * such a copy is told once, as the host's.
 */
export function merged(
  entries: readonly TimelineEntry[],
  names: { readonly host?: string | undefined; readonly virtual?: string | undefined },
): readonly TimelineEntry[] {
  const { host = '', virtual = '' } = names;
  const mark = ({ title, message, time: at }: TimelineEntry): string =>
    JSON.stringify([title, host === '' ? message : message.replaceAll(host, virtual), at ?? 0]);
  const ofHost = new Set(entries.filter(({ side }) => side === 'host').map(mark));
  return entries
    .filter((entry) => entry.side !== 'virtual' || !ofHost.has(mark(entry)))
    .toSorted((one, other) => (one.time ?? 0) - (other.time ?? 0));
}
