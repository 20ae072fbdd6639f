import * as l10n from '@vscode/l10n';
import { type KubeObject, resources } from '../kube/resource.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { controlPlaneApps, marks } from '../vcluster/marks.ts';
import { dig, label, objects, text } from '../vcluster/raw.ts';
import { objectItem } from './objectItem.ts';
import type { RemovalItem } from './removalItem.ts';

/** Names that the claims of some StatefulSets have, without their ordinals: `TEMPLATE-SET`. */
function claimStems(sets: readonly KubeObject[]): ReadonlySet<string> {
  return new Set(
    sets.flatMap((set) =>
      objects(dig(set, 'spec', 'volumeClaimTemplates')).map(
        (template) => `${text(dig(template, 'metadata', 'name')) ?? ''}-${set.metadata?.name ?? ''}`,
      ),
    ),
  );
}

function stem(claim: KubeObject): string | undefined {
  return /^(.+)-\d+$/u.exec(claim.metadata?.name ?? '')?.[1];
}

const apps: ReadonlySet<string> = new Set(controlPlaneApps);

/** Whether a claim is labelled as a control plane's: its StatefulSet's selector is copied to it (Kubernetes' own rule). */
function labelledFor(claim: KubeObject, name: string): boolean | undefined {
  const app = label(claim, marks.app);
  const release = label(claim, marks.release);
  return release === undefined || app === undefined ? undefined : release === name && apps.has(app);
}

/**
 * The volumes of a control plane among the claims of its namespace: of every ordinal, also of those that it has been scaled
 * down from, and of its etcd. A claim tells by its labels whose it is; where it has none, the templates of the StatefulSets that are
 * there do. Without them, claims that only have the name are listed, to be kept.
 */
export function volumeItems(
  { name }: VClusterAddress,
  sets: readonly KubeObject[],
  claims: readonly KubeObject[],
): readonly RemovalItem[] {
  const own = claimStems(sets.filter((set) => label(set, marks.release) === name));
  const byName = new Set([`data-${name}`, `data-${name}-etcd`]);
  return claims.flatMap((claim) => {
    const at = stem(claim);
    const labelled = labelledFor(claim, name);
    if (label(claim, marks.managedBy) !== undefined || labelled === false || at === undefined) {
      return [];
    }
    if (labelled === true || own.has(at)) {
      const detail = l10n.t('Data of the control plane');
      return objectItem('volume', resources.persistentvolumeclaims, claim, { detail, proposal: 'remove' });
    }
    const alike = own.size === 0 && byName.has(at);
    const detail = l10n.t('Has the name of a volume of its control plane, but nothing says that it is one');
    return alike ? objectItem('volume', resources.persistentvolumeclaims, claim, { detail, proposal: 'keep' }) : [];
  });
}
