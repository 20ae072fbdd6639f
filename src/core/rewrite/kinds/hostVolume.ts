import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child, type Node } from '../draft.ts';
import { Placeholder } from '../placeholder.ts';
import type { Rewrites } from '../rewrittenKind.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { mirrorRules } from './plain.ts';

const hostVolume = 'vcluster.loft.sh/host-pv';

/** Leads from the claim inside back to its twin, which the host's volume is bound to. */
function rewriteClaim({ draft, naming, object, config }: Work): void {
  const spec = child(object, 'spec');
  const claim = child(spec, 'claimRef');
  const [name, namespace] = [text(claim?.['name']), text(claim?.['namespace'])];
  if (claim !== undefined && name !== undefined && namespace !== undefined) {
    draft.set(claim, 'name', naming.namespaced(name, namespace));
    draft.set(claim, 'namespace', naming.hostNamespace(namespace) ?? namespace);
    draft.set(claim, 'uid', new Placeholder('uid of the claim', 'uid'));
    draft.set(claim, 'resourceVersion', new Placeholder('version of the claim', 'number'));
  }
  // The copy has the class that the claim inside names, which the host may call otherwise.
  if (spec !== undefined && text(spec['storageClassName']) !== undefined && config.toHost.has('storageclasses')) {
    draft.set(spec, 'storageClassName', new Placeholder('storage class', 'text'));
  }
}

/** Volumes that the host provisioned have a copy inside; these rules lead back from it. */
export const hostVolumeRules: readonly Rule[] = [
  {
    id: 'volume.fromHost',
    reason: () => l10n.t('The host made this volume; inside, its copy belongs to the claim of the vCluster.'),
    link: pages.volumes,
    apply: (work) => {
      const annotations = child(work.metadata, 'annotations');
      work.draft.set(work.metadata, 'name', text(annotations?.[hostVolume]) ?? work.name);
      work.draft.remove(work.metadata, 'finalizers');
      work.draft.remove(work.object, 'status');
      rewriteClaim(work);
    },
  },
  ...mirrorRules,
];

/** What happens to an object: other than its kind says for a volume that came from the host. */
export function hostVolumeKind(kind: Rewrites, object: Node): Rewrites {
  const annotations = child(child(object, 'metadata'), 'annotations');
  return kind.kind === 'PersistentVolume' && text(annotations?.[hostVolume]) !== undefined
    ? { ...kind, rules: hostVolumeRules, direction: 'mirror' }
    : kind;
}
