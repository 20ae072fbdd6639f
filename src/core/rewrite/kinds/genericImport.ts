import * as l10n from '@vscode/l10n';
import { child } from '../draft.ts';
import { pages, type Rule } from '../rule.ts';
import { mirrorRules } from './plain.ts';

/** Objects that the generic sync of versions up to v0.27 brings in from the host namespaces of a vcluster that has several. */
export const genericImportRules: readonly Rule[] = [
  {
    id: 'import.generic',
    reason: () => l10n.t('The generic sync brings the object in from the host namespace that stands for this one.'),
    link: pages.customResources,
    apply: ({ draft, metadata, naming, namespace }) => {
      if (namespace === '') {
        draft.remove(child(metadata, 'annotations') ?? {}, 'vcluster.loft.sh/controlled-by');
      } else {
        draft.set(metadata, 'namespace', naming.hostNamespace(namespace) ?? namespace);
      }
    },
  },
  ...mirrorRules,
];
