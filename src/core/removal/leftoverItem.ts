import * as l10n from '@vscode/l10n';
import { type KubeObject, type ResourceType, resources } from '../kube/resource.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { marks } from '../vcluster/marks.ts';
import { annotation, label } from '../vcluster/raw.ts';
import { isOwned, moreResources, objectItem } from './objectItem.ts';
import type { RemovalItem } from './removalItem.ts';
import type { Survey } from './survey.ts';

interface Candidate {
  readonly type: ResourceType;
  readonly name: string;
  readonly detail: string;
  readonly proposal: 'remove' | 'keep';
}

/** What the syncer and the CLI make under names of their own, and helm does not take away. */
function candidates(name: string): readonly Candidate[] {
  const secret = (one: string, detail: string): Candidate => ({
    type: resources.secrets,
    name: one,
    detail,
    proposal: 'remove',
  });
  const map = (one: string, detail: string, proposal: 'remove' | 'keep'): Candidate => ({
    type: resources.configmaps,
    name: one,
    detail,
    proposal,
  });
  return [
    map(`vc-cidr-${name}`, l10n.t('The service range that was found for it'), 'remove'),
    map(`configmap-${name}`, l10n.t('A configuration that was kept for it'), 'keep'),
    secret(`vc-${name}`, l10n.t('Its kubeconfig')),
    secret(`${name}-certs`, l10n.t('Its certificates')),
    secret(`${name}-tokens`, l10n.t('Its server token')),
    secret(`vc-${name}-config`, l10n.t('Its configuration')),
    { type: moreResources.leases, name: `vcluster-${name}-controller`, detail: l10n.t('Its lock'), proposal: 'remove' },
  ];
}

/** Whether an object with a fitting name says that it is another's: of a chart, of another vcluster, or synced. */
function isAnothers(object: KubeObject, { namespace, name }: VClusterAddress): boolean {
  const release = annotation(object, 'meta.helm.sh/release-name');
  const place = annotation(object, 'meta.helm.sh/release-namespace');
  const owner = label(object, 'vcluster-name') ?? label(object, marks.release);
  return (
    label(object, marks.managedBy) !== undefined ||
    label(object, 'owner') === 'helm' ||
    (release !== undefined && (release !== name || place !== namespace)) ||
    (owner !== undefined && owner !== name)
  );
}

/** Names that are ambiguous: the kubeconfig of a vcluster `config-web` is called as the configuration of `web`. */
function belongsTo(one: string, names: readonly string[]): boolean {
  return names.some((name) => [`vc-${name}`, `vc-config-${name}`, `vc-cidr-${name}`, `${name}-certs`].includes(one));
}

/**
 * What a vcluster leaves in its namespace besides volumes. Names only say where to look: each object is read, and left alone where its
 * labels or annotations name another owner, or where another vcluster of the namespace has the same name for it.
 */
export async function leftoverItems(
  survey: Survey,
  address: VClusterAddress,
  others: readonly string[],
): Promise<readonly RemovalItem[]> {
  const found = await Promise.all(
    candidates(address.name)
      .filter(({ name }) => !belongsTo(name, others))
      .map(async ({ type, name, detail, proposal }) => {
        const object = await survey.get(type, address.namespace, name);
        return object === undefined || isOwned(object) || isAnothers(object, address)
          ? []
          : objectItem('leftover', type, object, { detail, proposal });
      }),
  );
  return found.flat();
}
