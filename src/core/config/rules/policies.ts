import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { toSet } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

const standards: readonly string[] = ['privileged', 'baseline', 'restricted'];
const standardPath = 'policies.podSecurityStandard';

/** What is to be said about the name of a Pod Security Standard, wherever it stands. */
export function checkStandard(settings: Settings, place: string): readonly Report[] {
  const standard = settings.text(place);
  if (standard === undefined || standards.includes(standard)) {
    return [];
  }
  const meant = standards.find((one) => one === standard.trim().toLowerCase());
  return [
    {
      path: pathOf(place),
      message: l10n.t(
        '“{0}” is no Pod Security Standard: write privileged, baseline or restricted.',
        printable(standard),
      ),
      ...(meant === undefined ? {} : { answers: [toSet(place, meant)] }),
    },
  ];
}

function checkQuotaWithoutLimits(settings: Settings): readonly Report[] {
  const quota = 'policies.resourceQuota.enabled';
  const limits = 'policies.limitRange.enabled';
  return settings.on(quota) && settings.refused(limits)
    ? [
        {
          path: pathOf(limits),
          message: l10n.t(
            'With a quota and no default limits, pods that set no requests and limits of their own are refused.',
          ),
          answers: [toSet(limits, true)],
        },
      ]
    : [];
}

/** Rules about policies, of vcluster's own validation at start. */
export const policyRules: readonly Rule[] = [
  {
    code: 'pod-security-standard',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'policies.podSecurityStandard takes one of the three names of Kubernetes in lower case: privileged, baseline or restricted. With any other word the control plane does not start. Left out or empty, no standard is enforced.',
      ),
    check: (settings) => checkStandard(settings, standardPath),
  },
  {
    code: 'quota-without-limits',
    severity: 'information',
    explanation: () =>
      l10n.t(
        'A ResourceQuota that limits CPU and memory makes Kubernetes refuse every pod that names no requests and limits. The LimitRange of policies.limitRange gives such pods defaults, and follows the quota while it is “auto”. Set to false beside a quota, pods have to bring their own.',
      ),
    check: checkQuotaWithoutLimits,
  },
];
