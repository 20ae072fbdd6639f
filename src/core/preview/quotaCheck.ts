import * as l10n from '@vscode/l10n';
import { parseQuantity } from '../base/quantity.ts';
import { dig, objects, type Raw } from '../vcluster/raw.ts';
import type { PreviewCheck } from './check.ts';

/** What all pods of an object ask for of one resource, in the quota's own names. */
function asked(pod: Raw, replicas: number): ReadonlyMap<string, number> {
  const sums = new Map<string, number>([['pods', replicas]]);
  for (const container of objects(dig(pod, 'spec', 'containers'))) {
    for (const side of ['requests', 'limits'] as const) {
      const given = dig(container, 'resources', side);
      for (const [resource, value] of Object.entries(typeof given === 'object' && given !== null ? given : {})) {
        const name = `${side}.${resource}`;
        sums.set(name, (sums.get(name) ?? 0) + (parseQuantity(value) ?? 0) * replicas);
      }
    }
  }
  return sums;
}

/** More than the quota of the host namespace has left: then pods are refused there, and stay pending inside. */
export const quota: PreviewCheck = ({ pod, base, replicas, world }) =>
  pod === undefined || world.quotaLeft === undefined
    ? []
    : [...asked(pod, replicas)].flatMap(([resource, amount]) => {
        const left = world.quotaLeft?.get(resource);
        return left === undefined || amount <= left
          ? []
          : [
              {
                code: 'beyond-quota',
                severity: 'warning' as const,
                pointer: resource === 'pods' ? '/spec/replicas' : `${base}/spec/containers`,
                message: l10n.t('This asks for more {0} than the quota of the host namespace has left.', resource),
              },
            ];
      });
