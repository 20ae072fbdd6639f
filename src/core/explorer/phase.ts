import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { VClusterPhase, VClusterStatus } from '../vcluster/model.ts';
import type { NodeIcon } from './node.ts';

const icons: Readonly<Record<VClusterPhase, NodeIcon>> = {
  running: { id: 'vm-running', color: 'charts.green' },
  starting: { id: 'sync', color: 'charts.blue' },
  pending: { id: 'watch', color: 'charts.yellow' },
  failing: { id: 'error', color: 'charts.red' },
  terminating: { id: 'trash', color: 'charts.orange' },
  paused: { id: 'debug-pause', color: 'charts.purple' },
  sleeping: { id: 'bell-slash', color: 'charts.purple' },
  'workloads-sleeping': { id: 'vm-outline', color: 'charts.purple' },
  'scaled-down': { id: 'circle-slash', color: 'disabledForeground' },
  restoring: { id: 'history', color: 'charts.blue' },
  unknown: { id: 'question', color: 'disabledForeground' },
};

/** An icon of its own shape for each phase: colour alone tells nothing to some people, and nothing in high contrast. */
export function phaseIcon(phase: VClusterPhase): NodeIcon {
  return icons[phase];
}

/** The phase as a user reads it. */
export function phaseName(phase: VClusterPhase): string {
  switch (phase) {
    case 'running':
      return l10n.t('running');
    case 'starting':
      return l10n.t('starting');
    case 'pending':
      return l10n.t('pending');
    case 'failing':
      return l10n.t('failing');
    case 'terminating':
      return l10n.t('terminating');
    case 'paused':
      return l10n.t('paused');
    case 'sleeping':
      return l10n.t('sleeping');
    case 'workloads-sleeping':
      return l10n.t('workloads sleeping');
    case 'scaled-down':
      return l10n.t('scaled down');
    case 'restoring':
      return l10n.t('restoring');
    case 'unknown':
      return l10n.t('unknown');
  }
}

/** Phase and reason in one, such as `failing: CrashLoopBackOff`. */
export function statusText(status: VClusterStatus): string {
  const phase = phaseName(status.phase);
  const reason = printable(status.reason);
  return reason === '' || reason.toLowerCase() === status.phase ? phase : `${phase}: ${reason}`;
}
