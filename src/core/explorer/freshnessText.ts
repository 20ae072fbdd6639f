import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { clockTime } from '../base/time.ts';
import type { Freshness } from '../kube/freshness.ts';
import type { NodeBadge } from './node.ts';

/** How fresh the data is, in a few words; empty when nothing has been asked for. */
export function freshnessText(freshness: Freshness, now: number): string {
  switch (freshness.state) {
    case 'idle':
      return '';
    case 'loading':
      return l10n.t('loading');
    case 'live':
      return l10n.t('live');
    case 'polling':
      return l10n.t('polling every {0} s', Math.round(freshness.everyMs / 1000));
    case 'stale':
      return l10n.t('stale since {0}', clockTime(freshness.since, now));
  }
}

/** The mark beside a node whose data is not live, with `state` and the reason as its tooltip; none while it is. */
export function freshnessBadge(freshness: Freshness, state: string): NodeBadge | undefined {
  switch (freshness.state) {
    case 'polling':
      return { text: 'P', tooltip: l10n.t('{0}: {1}', state, printable(freshness.why.message)) };
    case 'stale':
      return { text: '!', tooltip: l10n.t('{0}: {1}', state, printable(freshness.why.message)) };
    default:
      return undefined;
  }
}
