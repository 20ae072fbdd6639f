import * as l10n from '@vscode/l10n';
import { child } from '../draft.ts';
import { dropUnknown, type Fields } from '../library.ts';
import { pages, type Rule } from '../rule.ts';

/** Fields of the spec that are newer than some syncers, by kind. */
const newer: Readonly<Record<string, Fields>> = {
  Service: { trafficDistribution: 30 },
  PersistentVolumeClaim: { volumeAttributesClassName: 29 },
  PersistentVolume: { volumeAttributesClassName: 29 },
};

/** Fields of Services, claims and volumes that are newer than the syncer. */
export const newerFields: Rule = {
  id: 'spec.unknownFields',
  reason: () => l10n.t('The syncer of this version is older than the field, and loses it.'),
  link: pages.syncing,
  holds: ({ generation }) => generation === 'legacy',
  apply: ({ draft, config, object }) =>
    dropUnknown(draft, config, child(object, 'spec'), newer[String(object['kind'])] ?? {}),
};
