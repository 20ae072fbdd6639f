import type { KubeObject } from '../../kube/resource.ts';
import { concrete } from '../../rewrite/concrete.ts';
import { rewriteConfig } from '../../rewrite/config.ts';
import { rewrite } from '../../rewrite/predict.ts';
import type { Random } from '../random.ts';
import { textAt } from '../tree.ts';
import type { SyncTarget } from './syncTarget.ts';

/** The host's copy of a virtual object, as the rules of its vcluster say; undefined where that does not sync it. */
export function hostObject(object: KubeObject, target: SyncTarget, random: Random): KubeObject | undefined {
  const { values, namespaceLabels = {} } = target;
  const rewriting = rewrite(object, rewriteConfig(target, { values, namespaceLabels }));
  const tokenKeys = new Map<string, string>();
  const resolve = (variable: string): string | undefined => {
    switch (variable) {
      case `cluster IP of Service ${target.name}`:
        return textAt(target.service, 'spec', 'clusterIP') ?? '';
      case 'cluster IP of the virtual DNS':
        return target.dnsIP;
      case `uid of Service ${target.name}`:
        return target.service.metadata?.uid ?? '';
      default:
        break;
    }
    if (variable.startsWith('random')) {
      const key = tokenKeys.get(variable) ?? random.letters(8);
      tokenKeys.set(variable, key);
      return key;
    }
    return variable.startsWith('token') ? 'playground' : undefined;
  };
  return rewriting && (concrete(rewriting.draft.object, resolve) as KubeObject);
}
