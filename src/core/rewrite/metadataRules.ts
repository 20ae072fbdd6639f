import * as l10n from '@vscode/l10n';
import { marks } from '../vcluster/marks.ts';
import { objects, text } from '../vcluster/raw.ts';
import type { Node } from './draft.ts';
import { child } from './draft.ts';
import { hostObjectName } from './hostName.ts';
import { renameKeys } from './labels.ts';
import { copyAnnotations } from './managedAnnotation.ts';
import { Placeholder } from './placeholder.ts';
import { pages, type Rule, type Work } from './rule.ts';

/** What an object loses on the way, as the host writes its own. */
const ownToEachSide = [
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'generation',
  'managedFields',
  'selfLink',
  'generateName',
  'finalizers',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;

function annotations({ draft, metadata }: Work): Node {
  return draft.within(metadata, 'annotations');
}

/** The kind as Go prints a GroupVersionKind. */
function goKind({ object }: Work): string {
  const apiVersion = text(object['apiVersion']) ?? '';
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${text(object['kind']) ?? ''}`;
}

function identify(work: Work): void {
  const { draft, config, metadata } = work;
  const map = annotations(work);
  draft.set(map, marks.objectName, work.name);
  draft.set(map, 'vcluster.loft.sh/object-uid', work.uid ?? new Placeholder('uid', 'uid'));
  if (work.namespace !== '') {
    draft.set(map, marks.objectNamespace, work.namespace);
  }
  if (config.hostMarks) {
    draft.set(map, marks.objectHostName, metadata['name']);
    draft.set(map, 'vcluster.loft.sh/object-kind', goKind(work));
    if (work.namespace !== '') {
      draft.set(map, 'vcluster.loft.sh/object-host-namespace', metadata['namespace']);
    }
  }
}

function own(work: Work): void {
  const { draft, config, metadata, naming } = work;
  const owners = objects(metadata['ownerReferences']);
  draft.remove(metadata, 'ownerReferences');
  // The Service owns nothing in other namespaces: Kubernetes knows no such owners.
  const isBeside = config.namespaces === 'single' && config.workloadNamespace === config.target.namespace;
  if (work.namespace !== '' && config.setOwner && isBeside) {
    draft.set(metadata, 'ownerReferences', [
      {
        apiVersion: 'v1',
        controller: owners.some((one) => one['controller'] === true),
        kind: 'Service',
        name: naming.vcluster,
        uid: new Placeholder(`uid of Service ${naming.vcluster}`, 'uid'),
      },
    ]);
  }
}

function mark(work: Work): void {
  const { draft, metadata, naming, config } = work;
  if (work.namespace === '') {
    draft.set(draft.within(metadata, 'labels'), marks.managedBy, naming.clusterMarker);
  } else if (config.namespaces === 'single') {
    const labels = draft.within(metadata, 'labels');
    draft.set(labels, marks.managedBy, naming.vcluster);
    draft.set(labels, marks.virtualNamespace, work.namespace);
  }
}

/** What happens to the metadata of every object that is synced to the host, in this order. */
export const metadataRules: readonly Rule[] = [
  {
    id: 'metadata.labels',
    reason: () =>
      l10n.t(
        'Label keys that could collide on the host are hashed: all of them before vCluster 0.21, four of its own since.',
      ),
    link: pages.syncing,
    apply: ({ draft, metadata, naming, namespace }) => {
      const labels = child(metadata, 'labels');
      for (const key of Object.keys(labels ?? {}).filter((one) => naming.isHostLabelKey(one))) {
        draft.remove(labels ?? {}, key);
      }
      const kept = Object.entries(labels ?? {}).filter(([key]) => naming.isKeptLabel(key));
      renameKeys(draft, labels, (key) => (namespace === '' ? naming.clusterLabelKey(key) : naming.labelKey(key)));
      for (const [key, value] of kept) {
        draft.keep(draft.within(metadata, 'labels'), key, value);
      }
    },
  },
  {
    id: 'metadata.managedBy',
    reason: () => l10n.t('Marks whose object it is, so that the syncer and you can select it on the host.'),
    link: pages.syncing,
    apply: mark,
  },
  {
    id: 'metadata.annotations',
    reason: () => l10n.t('The syncer notes which annotations it owns, and leaves the others alone.'),
    link: pages.syncing,
    apply: copyAnnotations,
  },
  {
    id: 'metadata.name',
    reason: () =>
      l10n.t(
        'Objects of all virtual namespaces and vClusters share the host, so names get their origin added; over 63 bytes they are cut and hashed.',
      ),
    link: pages.syncing,
    apply: (work) => {
      work.draft.set(work.metadata, 'name', hostObjectName(work.object, work.naming) ?? work.name);
    },
  },
  {
    id: 'metadata.namespace',
    reason: () => l10n.t('Everything of a vCluster lives in its host namespace, or in one for each virtual namespace.'),
    link: pages.syncing,
    apply: ({ draft, metadata, naming, namespace }) => {
      if (namespace !== '') {
        draft.set(metadata, 'namespace', naming.hostNamespace(namespace) ?? namespace);
      }
    },
  },
  {
    id: 'metadata.identity',
    reason: () => l10n.t('Says which virtual object it is; the only certain way back, as names can be hashed.'),
    link: pages.syncing,
    apply: identify,
  },
  {
    id: 'metadata.owner',
    reason: () =>
      l10n.t(
        'Virtual owners do not exist on the host. The Service of the vCluster owns everything, so that it goes with it.',
      ),
    link: pages.syncing,
    apply: own,
  },
  {
    id: 'metadata.dropped',
    reason: () => l10n.t('Belongs to one side only, and is not carried to the host.'),
    link: pages.syncing,
    apply: ({ draft, metadata, object }) => {
      for (const key of ownToEachSide) {
        draft.remove(metadata, key);
      }
      draft.remove(object, 'status');
    },
  },
];
