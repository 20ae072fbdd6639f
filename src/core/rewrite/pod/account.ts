import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child, nodes } from '../draft.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { containers } from './containers.ts';

function rewriteAccount(work: Work): void {
  const { draft, config, naming } = work;
  const spec = draft.within(work.object, 'spec');
  const given = text(spec['serviceAccountName']) ?? text(spec['serviceAccount']) ?? 'default';
  const name = config.toHost.has('serviceaccounts') ? naming.namespaced(given, work.namespace) : naming.workloadAccount;
  draft.set(spec, 'serviceAccountName', name);
  // The API server writes the old name of the field beside the new one.
  draft.set(spec, 'serviceAccount', name);
}

function translateImages({ draft, config, object }: Work): void {
  for (const container of containers(object)) {
    const image = text(container['image']);
    if (image !== undefined && Object.hasOwn(config.images, image)) {
      draft.set(container, 'image', config.images[image]);
    }
  }
}

export const accountRules: readonly Rule[] = [
  {
    id: 'pod.serviceAccount',
    reason: () =>
      l10n.t(
        'Service accounts of the vCluster do not exist on the host, where all its pods share one, unless they are synced.',
      ),
    link: pages.serviceAccounts,
    apply: rewriteAccount,
  },
  {
    id: 'pod.automountToken',
    reason: () => l10n.t('A token of the host would be of no use inside, and a danger.'),
    link: pages.pods,
    apply: ({ draft, object }) => draft.set(draft.within(object, 'spec'), 'automountServiceAccountToken', false),
  },
  {
    id: 'pod.serviceLinks',
    reason: () =>
      l10n.t(
        'Variables of the host’s Services would leak in; the syncer writes those of the virtual Services where they are asked for.',
      ),
    link: pages.pods,
    apply: ({ draft, object }) => draft.set(draft.within(object, 'spec'), 'enableServiceLinks', false),
  },
  {
    id: 'pod.imagePullSecrets',
    reason: () => l10n.t('Secrets have other names on the host.'),
    link: pages.secrets,
    apply: ({ draft, object, naming, namespace }) => {
      for (const reference of nodes(child(object, 'spec')?.['imagePullSecrets'])) {
        const name = text(reference['name']);
        if (name !== undefined) {
          draft.set(reference, 'name', naming.namespaced(name, namespace));
        }
      }
    },
  },
  {
    id: 'pod.images',
    reason: () => l10n.t('The configuration of the vCluster replaces this image by another.'),
    link: pages.pods,
    apply: translateImages,
  },
];
