import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { ResourceType } from '../../kube/resource.ts';
import { dig } from '../../vcluster/raw.ts';
import type { CreateChoices } from '../choices.ts';
import type { Finding } from '../finding.ts';
import { replicasOf, replicatedParts, volumeClaims } from '../parts.ts';
import { attempt, type CheckContext, listAll } from './check.ts';

const resourceQuotas: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'resourcequotas',
  kind: 'ResourceQuota',
  namespaced: true,
};

/** The least that the control plane itself takes, by the keys of a quota. */
function demand(choices: CreateChoices): ReadonlyMap<string, number> {
  const parts = replicatedParts(choices);
  const pods = parts.length === 0 ? 2 : parts.reduce((sum, part) => sum + replicasOf(choices, part), 0);
  const claims = volumeClaims(choices).length;
  const { kind } = choices.exposure;
  return new Map([
    ['pods', pods],
    ['count/pods', pods],
    ['services', 2],
    ['count/services', 2],
    ['persistentvolumeclaims', claims],
    ['count/persistentvolumeclaims', claims],
    ['services.nodeports', kind === 'NodePort' || kind === 'LoadBalancer' ? 2 : 0],
    ['services.loadbalancers', kind === 'LoadBalancer' ? 1 : 0],
  ]);
}

function amount(value: unknown): number | undefined {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

function shortages(quota: unknown, needs: ReadonlyMap<string, number>): readonly string[] {
  return [...needs].flatMap(([key, needed]) => {
    const hard = amount(dig(quota, 'status', 'hard', key)) ?? amount(dig(quota, 'spec', 'hard', key));
    const left = hard === undefined ? undefined : hard - (amount(dig(quota, 'status', 'used', key)) ?? 0);
    return left !== undefined && needed > left
      ? [l10n.t('{0}: {1} left, {2} needed', key, Math.max(left, 0), needed)]
      : [];
  });
}

/** Looks whether the quotas that the namespace has already leave room for the control plane. */
export function checkQuota(context: CheckContext): Promise<readonly Finding[]> {
  const { choices } = context;
  return attempt(
    'quota',
    (reason) => l10n.t('It is not known whether a quota limits the namespace: {0}', reason),
    async () => {
      const quotas = await listAll(context, resourceQuotas, choices.namespace);
      return quotas.flatMap((quota): readonly Finding[] => {
        const short = shortages(quota, demand(choices));
        const message = l10n.t(
          'The quota {0} of the namespace does not leave enough: {1}.',
          printable(quota.metadata?.name ?? ''),
          short.join('; '),
        );
        const fix = { kind: 'chooseNamespace', title: l10n.t('Choose Another Namespace') } as const;
        return short.length === 0 ? [] : [{ severity: 'error', code: 'quotaShort', field: 'namespace', message, fix }];
      });
    },
  );
}
