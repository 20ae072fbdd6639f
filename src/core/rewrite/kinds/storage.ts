import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child, type Node } from '../draft.ts';
import { renameSelectorKeys } from '../labels.ts';
import { hostAnnotations } from '../metadataRules.ts';
import { pages, type Rule, type Work } from '../rule.ts';

const hostVolume = 'vcluster.loft.sh/host-pv';

function spec({ object }: Work): Node | undefined {
  return child(object, 'spec');
}

function rewriteClass(work: Work): void {
  const holder = spec(work);
  const name = text(holder?.['storageClassName']);
  if (holder !== undefined && name !== undefined) {
    work.draft.set(holder, 'storageClassName', work.naming.cluster(name));
  }
}

function rewriteDataSource({ draft, naming, namespace, config }: Work, source: Node | undefined): void {
  const name = text(source?.['name']);
  const known = config.generation === 'legacy' || source?.['kind'] === 'PersistentVolumeClaim';
  if (source !== undefined && name !== undefined && known) {
    draft.set(source, 'name', naming.namespaced(name, namespace));
  }
}

export const storageClassOf: Rule = {
  id: 'storage.className',
  reason: () => l10n.t('Storage classes of this vCluster are synced to the host, under another name.'),
  link: pages.storageClasses,
  holds: ({ toHost }) => toHost.has('storageclasses'),
  apply: rewriteClass,
};

export const claimRules: readonly Rule[] = [
  storageClassOf,
  {
    id: 'claim.volume',
    reason: () => l10n.t('Volumes of this vCluster are synced to the host, under another name.'),
    link: pages.volumes,
    holds: ({ toHost }) => toHost.has('persistentvolumes'),
    apply: (work) => {
      const holder = spec(work);
      const name = text(holder?.['volumeName']);
      // A claim that the host bound already has the host's volume, whose name is the same on both sides.
      const bound = child(work.metadata, 'annotations')?.['pv.kubernetes.io/bound-by-controller'] !== undefined;
      if (holder !== undefined && name !== undefined && !bound) {
        work.draft.set(holder, 'volumeName', work.naming.cluster(name));
      }
      renameSelectorKeys(work.draft, child(holder, 'selector'), (key) => work.naming.clusterLabelKey(key));
    },
  },
  {
    id: 'claim.dataSource',
    reason: () => l10n.t('The claim that is copied has another name on the host.'),
    link: pages.claims,
    apply: (work) => {
      rewriteDataSource(work, child(spec(work), 'dataSource'));
      rewriteDataSource(work, child(spec(work), 'dataSourceRef'));
    },
  },
];

export const volumeRules: readonly Rule[] = [
  storageClassOf,
  {
    id: 'volume.claim',
    reason: () => l10n.t('The host binds volumes to claims itself.'),
    link: pages.volumes,
    apply: (work) => {
      const holder = spec(work);
      if (holder !== undefined && child(work.metadata, 'annotations')?.[hostVolume] === undefined) {
        work.draft.remove(holder, 'claimRef');
      }
    },
  },
];

export const storageClassRules: readonly Rule[] = [
  {
    id: 'storageClass.default',
    reason: () => l10n.t('The default class of a vCluster must not become one of the host.'),
    link: pages.storageClasses,
    apply: ({ draft, metadata }) => {
      for (const key of hostAnnotations['StorageClass'] ?? []) {
        draft.remove(child(metadata, 'annotations') ?? {}, key);
      }
    },
  },
];

export const priorityClassRules: readonly Rule[] = [
  {
    id: 'priorityClass.value',
    reason: () => l10n.t('A class of a vCluster must not become the default of the host, nor outrank the system.'),
    link: pages.priorityClasses,
    apply: ({ draft, object }) => {
      draft.remove(object, 'globalDefault');
      if (typeof object['value'] === 'number' && object['value'] > 1_000_000_000) {
        draft.set(object, 'value', 1_000_000_000);
      }
    },
  },
];
