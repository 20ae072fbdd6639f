import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child } from '../draft.ts';
import { pages, type Rule } from '../rule.ts';

export const snapshotRules: readonly Rule[] = [
  {
    id: 'snapshot.source',
    reason: () => l10n.t('Claims and the contents of snapshots have other names on the host.'),
    link: pages.claims,
    apply: ({ draft, object, naming, namespace, metadata }) => {
      const source = child(child(object, 'spec'), 'source');
      const claim = text(source?.['persistentVolumeClaimName']);
      const content = text(source?.['volumeSnapshotContentName']);
      const isAsItIs = child(metadata, 'annotations')?.['vcluster.loft.sh/skip-translate'] === 'true';
      if (source !== undefined && claim !== undefined && !isAsItIs) {
        draft.set(source, 'persistentVolumeClaimName', naming.namespaced(claim, namespace));
      }
      if (source !== undefined && content !== undefined && !isAsItIs) {
        draft.set(source, 'volumeSnapshotContentName', naming.cluster(content));
      }
    },
  },
];

export const snapshotContentRules: readonly Rule[] = [
  {
    id: 'snapshotContent.snapshot',
    reason: () => l10n.t('The snapshot has another name on the host, and nothing else is said of it.'),
    link: pages.claims,
    apply: ({ draft, object, naming }) => {
      const reference = child(child(object, 'spec'), 'volumeSnapshotRef');
      const [name, namespace] = [text(reference?.['name']), text(reference?.['namespace'])];
      if (reference !== undefined && name !== undefined && namespace !== undefined) {
        draft.set(reference, 'name', naming.namespaced(name, namespace));
        draft.set(reference, 'namespace', naming.hostNamespace(namespace) ?? namespace);
        for (const key of Object.keys(reference).filter((one) => one !== 'name' && one !== 'namespace')) {
          draft.remove(reference, key);
        }
      }
    },
  },
];
