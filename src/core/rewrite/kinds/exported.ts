import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { pages, type Rule } from '../rule.ts';

/** What the generic sync of versions up to v0.27 writes to what it exports. */
export const exportRule: Rule = {
  id: 'export.controller',
  reason: () => l10n.t('Says that the generic sync looks after the object, and no other part of the syncer.'),
  link: pages.customResources,
  apply: ({ draft, object, metadata }) => {
    const group = (text(object['apiVersion']) ?? '').split('/')[0] ?? '';
    draft.set(
      draft.within(metadata, 'annotations'),
      'vcluster.loft.sh/controlled-by',
      `${String(object['kind']).toLowerCase()}/${group.toLowerCase()}/GenericExport`,
    );
  },
};
