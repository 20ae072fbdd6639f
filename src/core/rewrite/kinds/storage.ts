import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child, type Node } from '../draft.ts';
import { renameSelectorKeys } from '../labels.ts';
import { hostAnnotations } from '../managedAnnotation.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { newerFields } from './newerFields.ts';

function spec({ object }: Work): Node | undefined {
  return child(object, 'spec');
}

/** The annotation that named the class before there was a field for it. */
export const oldClassAnnotation = 'volume.beta.kubernetes.io/storage-class';

function rewriteClass(work: Work): void {
  const holder = spec(work);
  const annotations = child(work.metadata, 'annotations');
  const name = text(holder?.['storageClassName']) ?? text(annotations?.[oldClassAnnotation]);
  if (holder !== undefined && name !== undefined) {
    work.draft.set(holder, 'storageClassName', work.naming.cluster(name));
    work.draft.remove(annotations ?? {}, oldClassAnnotation);
  }
}

/** An annotation by which a claim says that what it names is the host's already. */
function isAsItIs({ metadata }: Work): boolean {
  return child(metadata, 'annotations')?.['vcluster.loft.sh/skip-translate'] === 'true';
}

/** Of other kinds, such as volume populators, versions since v0.21 know no name. */
function isKnownSource({ config }: Work, kind: unknown): boolean {
  return (
    config.minor < 21 ||
    kind === 'PersistentVolumeClaim' ||
    (kind === 'VolumeSnapshot' && config.toHost.has('volumesnapshots'))
  );
}

function rewriteDataSource(work: Work, source: Node | undefined): void {
  const name = text(source?.['name']);
  if (source !== undefined && name !== undefined && isKnownSource(work, source['kind'])) {
    const namespace = work.config.minor >= 21 ? text(source['namespace']) : undefined;
    work.draft.set(source, 'name', work.naming.namespaced(name, namespace ?? work.namespace));
  }
}

/** Whether a claim names its volume, or says by labels which: with volumes synced, its class is taken for one of the vcluster. */
function choosesVolume(work: Work): boolean {
  const holder = spec(work);
  return child(holder, 'selector') !== undefined || text(holder?.['volumeName']) !== undefined;
}

/** A claim that the host bound already has the host's volume, whose name is the same on both sides. */
function isBound({ metadata }: Work): boolean {
  return child(metadata, 'annotations')?.['pv.kubernetes.io/bound-by-controller'] !== undefined;
}

export const storageClassOf: Rule = {
  id: 'storage.className',
  reason: () => l10n.t('Storage classes of this vCluster are synced to the host, under another name.'),
  link: pages.storageClasses,
  holds: ({ toHost }) => toHost.has('storageclasses'),
  apply: rewriteClass,
};

export const claimRules: readonly Rule[] = [
  newerFields,
  storageClassOf,
  {
    id: 'claim.className',
    reason: () => l10n.t('A claim that chooses its volume among those of this vCluster gets their class on the host.'),
    link: pages.volumes,
    holds: ({ toHost }) => toHost.has('persistentvolumes') && !toHost.has('storageclasses'),
    apply: (work) => {
      if (choosesVolume(work) && !isBound(work) && !isAsItIs(work)) {
        rewriteClass(work);
      }
    },
  },
  {
    id: 'claim.volume',
    reason: () => l10n.t('Volumes of this vCluster are synced to the host, under another name.'),
    link: pages.volumes,
    holds: ({ toHost }) => toHost.has('persistentvolumes'),
    apply: (work) => {
      const holder = spec(work);
      const name = text(holder?.['volumeName']);
      if (isAsItIs(work)) {
        return;
      }
      if (holder !== undefined && name !== undefined && !isBound(work)) {
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
      if (!isAsItIs(work)) {
        rewriteDataSource(work, child(spec(work), 'dataSource'));
        rewriteDataSource(work, child(spec(work), 'dataSourceRef'));
      }
    },
  },
];

export const volumeRules: readonly Rule[] = [
  newerFields,
  {
    ...storageClassOf,
    // Up to v0.20 the class of a volume is renamed whether classes are synced or not.
    holds: ({ toHost, minor }) => minor < 21 || toHost.has('storageclasses'),
  },
  {
    id: 'volume.claim',
    reason: () => l10n.t('The host binds volumes to claims itself.'),
    link: pages.volumes,
    apply: (work) => {
      const holder = spec(work);
      if (holder !== undefined) {
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
