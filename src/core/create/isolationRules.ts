import * as l10n from '@vscode/l10n';
import type { CreateChoices } from './choices.ts';
import { type Finding, findingsOf } from './finding.ts';

const finding = findingsOf('isolation');

/** What is to be said about isolation by itself; what it blocks is said at what is blocked. */
export function checkIsolation({ isolation, generation }: CreateChoices): readonly Finding[] {
  const { quota, limitRange, nodePorts, podSecurityStandard, networkPolicy } = isolation;
  const unlimited = l10n.t('With a quota and no default limits, pods that set no limits of their own are refused.');
  const ports = l10n.t('The number of node ports is a whole number from 0 on.');
  const unused = l10n.t('Node ports are limited by the quota, which is off.');
  const some = quota || limitRange || networkPolicy;
  const privileged = l10n.t(
    'This chart has no isolation without a Pod Security Standard: “privileged” is set, which allows everything.',
  );
  return [
    ...(quota && !limitRange
      ? [
          finding('warning', 'quotaWithoutLimits', unlimited, {
            kind: 'change',
            title: l10n.t('Set Default Limits'),
            change: { isolation: { ...isolation, limitRange: true } },
          }),
        ]
      : []),
    ...(nodePorts !== undefined && !(Number.isInteger(nodePorts) && nodePorts >= 0)
      ? [finding('error', 'nodePorts', ports)]
      : []),
    ...(nodePorts !== undefined && !quota ? [finding('warning', 'nodePortsUnused', unused)] : []),
    ...(generation === 'legacy' && podSecurityStandard === 'none' && some
      ? [finding('info', 'standardPrivileged', privileged)]
      : []),
  ];
}
