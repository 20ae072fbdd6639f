import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { statusText } from '../explorer/phase.ts';
import type { PairState } from '../rewrite/model.ts';
import { stateReason } from '../rewrite/pair.ts';
import type { Check } from './check.ts';

/** In which nothing is missing. */
const right: ReadonlySet<PairState> = new Set(['synced', 'fromHost', 'virtualOnly']);

/** What is wrong with the vcluster itself, so that none of its objects can go on. */
export const vclusterChecks: readonly Check[] = [
  {
    id: 'vcluster.paused',
    test: ({ vcluster }) => {
      const name = printable(vcluster?.name ?? '');
      switch (vcluster?.status.phase) {
        case 'paused':
          return { message: l10n.t('{0} is paused, and has no pods on the host.', name), advice: l10n.t('Resume it.') };
        case 'sleeping':
        case 'workloads-sleeping':
          return {
            message: l10n.t('{0} was put to sleep by the vCluster Platform.', name),
            advice: l10n.t('Wake it there.'),
          };
        case 'scaled-down':
          return {
            message: l10n.t('{0} is scaled to zero.', name),
            advice: l10n.t('Scale it up, or pause it and resume it.'),
          };
        default:
          return undefined;
      }
    },
  },
  {
    id: 'vcluster.notReady',
    test: ({ vcluster }) => {
      const syncers = vcluster?.pods.filter(({ role }) => role === 'syncer') ?? [];
      const isUp = syncers.some(({ phase }) => phase === 'running');
      return vcluster === undefined || isUp || syncers.length === 0
        ? undefined
        : {
            message: l10n.t(
              'The syncer does not run ({0}), so that nothing reaches the host.',
              statusText(vcluster.status),
            ),
            advice: l10n.t('Look at the pods of the control plane and their logs.'),
          };
    },
  },
];

/** What is left to say where nothing else was found. */
export const lastChecks: readonly Check[] = [
  {
    id: 'sync.error',
    test: ({ timeline }) => {
      const entry = timeline.findLast(({ title, side }) => title === 'SyncError' && side === 'virtual');
      return (
        entry && {
          message: l10n.t('The syncer could not write it: {0}', entry.message),
          advice: l10n.t('Names in the message may be those on the host.'),
        }
      );
    },
  },
  {
    id: 'sync.log',
    test: ({ timeline, state }) => {
      const entry = timeline.findLast(({ side, severity }) => side === 'syncer' && severity === 'error');
      return entry === undefined || state === 'synced'
        ? undefined
        : { message: l10n.t('The syncer reports an error: {0}', entry.message) };
    },
  },
  {
    id: 'state',
    test: ({ state }) => (right.has(state) ? undefined : { message: stateReason(state) }),
  },
];
