import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child, type Node } from '../draft.ts';
import { Placeholder } from '../placeholder.ts';
import type { Rewrites } from '../rewrittenKind.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { mirrorRules } from './plain.ts';

const hostVolume = 'vcluster.loft.sh/host-pv';
const hostContent = 'vcluster.loft.sh/host-volumesnapshotcontent';

/** Leads from what is inside back to its twin, which belongs to the object of the host. */
function rewriteOwner({ draft, naming, object }: Work, key: string, what: string): void {
  const owner = child(child(object, 'spec'), key);
  const [name, namespace] = [text(owner?.['name']), text(owner?.['namespace'])];
  if (owner !== undefined && name !== undefined && namespace !== undefined) {
    draft.set(owner, 'name', naming.namespaced(name, namespace));
    draft.set(owner, 'namespace', naming.hostNamespace(namespace) ?? namespace);
    draft.set(owner, 'uid', new Placeholder(`uid of the ${what}`, 'uid'));
    draft.set(owner, 'resourceVersion', new Placeholder(`version of the ${what}`, 'number'));
  }
}

function rewriteClass({ draft, object, config }: Work): void {
  const spec = child(object, 'spec');
  // The copy has the class that the claim inside names, which the host may call otherwise.
  if (spec !== undefined && text(spec['storageClassName']) !== undefined && config.toHost.has('storageclasses')) {
    draft.set(spec, 'storageClassName', new Placeholder('storage class', 'text'));
  }
}

function becomeOriginal(work: Work, annotation: string): void {
  const annotations = child(work.metadata, 'annotations');
  work.draft.set(work.metadata, 'name', text(annotations?.[annotation]) ?? work.name);
  work.draft.remove(work.metadata, 'finalizers');
  work.draft.remove(work.object, 'status');
}

/** Volumes that the host provisioned have a copy inside; these rules lead back from it. */
const volumeRules: readonly Rule[] = [
  {
    id: 'volume.fromHost',
    reason: () => l10n.t('The host made this volume; inside, its copy belongs to the claim of the vCluster.'),
    link: pages.volumes,
    apply: (work) => {
      becomeOriginal(work, hostVolume);
      rewriteOwner(work, 'claimRef', 'claim');
      rewriteClass(work);
    },
  },
  ...mirrorRules,
];

/** Contents that the host made for a snapshot have a copy inside as well. */
const contentRules: readonly Rule[] = [
  {
    id: 'snapshotContent.fromHost',
    reason: () => l10n.t('The host made this content; inside, its copy belongs to the snapshot of the vCluster.'),
    link: pages.claims,
    apply: (work) => {
      becomeOriginal(work, hostContent);
      rewriteOwner(work, 'volumeSnapshotRef', 'snapshot');
    },
  },
  ...mirrorRules,
];

/** Rules for copies inside of what the host made, by the kind; the annotation says that it is one. */
const copies: ReadonlyMap<string, { readonly annotation: string; readonly rules: readonly Rule[] }> = new Map([
  ['PersistentVolume', { annotation: hostVolume, rules: volumeRules }],
  ['VolumeSnapshotContent', { annotation: hostContent, rules: contentRules }],
]);

export const hostVolumeRules: readonly Rule[] = [...copies.values()].flatMap(({ rules }) => rules);

/** What happens to an object: other than its kind says for a volume or a snapshot that came from the host. */
export function hostVolumeKind(kind: Rewrites, object: Node): Rewrites {
  const annotations = child(child(object, 'metadata'), 'annotations');
  const copy = copies.get(kind.kind);
  return copy !== undefined && text(annotations?.[copy.annotation]) !== undefined
    ? { ...kind, rules: copy.rules, direction: 'mirror' }
    : kind;
}
