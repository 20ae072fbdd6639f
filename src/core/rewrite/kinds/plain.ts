import * as l10n from '@vscode/l10n';
import { marks } from '../../vcluster/marks.ts';
import { child } from '../draft.ts';
import { snapshotProgress } from '../managedAnnotation.ts';
import { pages, type Rule } from '../rule.ts';

export const secretRules: readonly Rule[] = [
  {
    id: 'secret.texts',
    reason: () => l10n.t('The API server keeps texts encoded, beside the other data.'),
    link: pages.secrets,
    apply: ({ draft, object }) => {
      for (const [key, value] of Object.entries(child(object, 'stringData') ?? {})) {
        if (typeof value === 'string') {
          draft.set(draft.within(object, 'data'), key, Buffer.from(value).toString('base64'));
        }
      }
      draft.remove(object, 'stringData');
    },
  },
  {
    id: 'secret.type',
    reason: () => l10n.t('The host would fill a Secret of this type with a token of its own.'),
    link: pages.secrets,
    apply: ({ draft, object }) => {
      if (object['type'] === 'kubernetes.io/service-account-token') {
        draft.set(object, 'type', 'Opaque');
      }
    },
  },
];

export const serviceAccountRules: readonly Rule[] = [
  {
    id: 'serviceAccount.secrets',
    reason: () => l10n.t('Secrets of the vCluster’s accounts have no meaning on the host.'),
    link: pages.serviceAccounts,
    apply: ({ draft, object, config, name }) => {
      draft.remove(object, 'secrets');
      draft.remove(object, 'imagePullSecrets');
      // A host namespace has an account “default” already, of which only the metadata is written.
      if (!(config.namespaces === 'multi' && name === 'default')) {
        draft.set(object, 'automountServiceAccountToken', false);
      }
    },
  },
];

export const namespaceRules: readonly Rule[] = [
  {
    id: 'namespace.origin',
    reason: () => l10n.t('Says which vCluster the namespace on the host belongs to.'),
    link: pages.namespaces,
    holds: ({ generation }) => generation === 'current',
    apply: ({ draft, metadata, config }) => {
      const labels = draft.within(metadata, 'labels');
      draft.set(labels, 'vcluster.loft.sh/vcluster-name', config.target.name);
      draft.set(labels, 'vcluster.loft.sh/vcluster-namespace', config.target.namespace);
    },
  },
  {
    id: 'namespace.extraLabels',
    reason: () => l10n.t('The configuration of the vCluster gives its namespaces on the host this label.'),
    link: pages.namespaces,
    holds: ({ extraNamespaceLabels }) => Object.keys(extraNamespaceLabels).length > 0,
    apply: ({ draft, metadata, config }) => {
      for (const [key, value] of Object.entries(config.extraNamespaceLabels)) {
        draft.set(draft.within(metadata, 'labels'), key, value);
      }
    },
  },
  {
    id: 'namespace.nameLabel',
    reason: () => l10n.t('Kubernetes gives every namespace its own name as a label.'),
    link: pages.namespaces,
    apply: ({ draft, metadata }) => {
      const labels = draft.within(metadata, 'labels');
      draft.set(labels, 'kubernetes.io/metadata.name', metadata['name']);
    },
  },
];

/** What the syncer writes to its copy of an object of the host. Other marks of vCluster are the host's own, as those of another vCluster. */
const copyMarks: ReadonlySet<string> = new Set([
  'vcluster.loft.sh/managed-annotations',
  'vcluster.loft.sh/managed-labels',
  'vcluster.loft.sh/original-taints',
  'vcluster.loft.sh/host-pv',
  'vcluster.loft.sh/host-volumesnapshotcontent',
  'vcluster.loft.sh/lock',
  'cluster-autoscaler.kubernetes.io/scale-down-disabled',
  ...snapshotProgress,
]);

/** Nodes and classes come from the host; these rules lead back from the virtual copy to its original. */
export const mirrorRules: readonly Rule[] = [
  {
    id: 'mirror.marks',
    reason: () => l10n.t('The object comes from the host; the vCluster adds its own marks to the copy.'),
    link: pages.nodes,
    apply: ({ draft, metadata, naming }) => {
      const labels = child(metadata, 'labels');
      if (labels?.[marks.managedBy] === naming.vcluster) {
        draft.remove(labels, marks.managedBy);
      }
      for (const map of [labels, child(metadata, 'annotations')]) {
        for (const key of Object.keys(map ?? {})) {
          if (map !== undefined && copyMarks.has(key)) {
            draft.remove(map, key);
          }
        }
      }
    },
  },
];
