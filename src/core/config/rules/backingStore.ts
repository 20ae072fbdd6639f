import * as l10n from '@vscode/l10n';
import { shown, toRemove, toSet } from './answer.ts';
import type { Report, Rule } from './rule.ts';
import { pathOf, type Settings } from './settings.ts';

const base = 'controlPlane.backingStore';
const claim = 'controlPlane.statefulSet.persistence.volumeClaim.enabled';
const claimTemplates = 'controlPlane.statefulSet.persistence.volumeClaimTemplates';

export type Store = 'embeddedEtcd' | 'externalEtcd' | 'deployedEtcd' | 'embeddedDatabase' | 'externalDatabase';

/** In the order in which vcluster asks for them (`Config.BackingStoreType`). */
const stores: readonly (readonly [Store, string])[] = [
  ['embeddedEtcd', `${base}.etcd.embedded`],
  ['externalEtcd', `${base}.etcd.external`],
  ['deployedEtcd', `${base}.etcd.deploy`],
  ['embeddedDatabase', `${base}.database.embedded`],
  ['externalDatabase', `${base}.database.external`],
];

function enabledStores(settings: Settings): readonly (readonly [Store, string])[] {
  return stores.filter(([, place]) => settings.on(`${place}.enabled`));
}

/** Where the state is kept; undefined where a template decides. */
export function storeOf(settings: Settings): Store | undefined {
  const [first] = enabledStores(settings);
  const certain = stores.every(([, place]) => settings.on(`${place}.enabled`) || settings.off(`${place}.enabled`));
  return first?.[0] ?? (certain ? 'embeddedDatabase' : undefined);
}

/** The chart counts the stores only while it has to find out whether a volume is needed. */
function checkSeveral(settings: Settings): readonly Report[] {
  const enabled = enabledStores(settings);
  const [, ...more] = enabled;
  const counted = (settings.value(claim) ?? 'auto') === 'auto' && settings.items(claimTemplates).length === 0;
  const answers = enabled.map(([, keep]) => ({
    title: l10n.t('Keep {0}', shown(keep)),
    changes: enabled
      .filter(([, place]) => place !== keep)
      .map(([, place]) => ({ kind: 'set' as const, path: pathOf(`${place}.enabled`), value: false })),
  }));
  return more.map(([, place]) => ({
    path: pathOf(`${place}.enabled`),
    severity: counted ? 'error' : 'warning',
    message: counted
      ? l10n.t('Only one backing store can be enabled. Turn off all but one.')
      : l10n.t('Only one backing store is used: {0}. Turn off the others.', shown(enabled[0]?.[1] ?? '')),
    answers,
  }));
}

function checkUnconfigured(settings: Settings): readonly Report[] {
  const external = `${base}.database.external`;
  return settings.on(`${external}.enabled`) &&
    settings.off(`${external}.dataSource`) &&
    settings.off(`${external}.connector`) &&
    !settings.value(`${external}.dataSource`) &&
    !settings.value(`${external}.connector`)
    ? [
        {
          path: pathOf(`${external}.enabled`),
          message: l10n.t('Name the external database: a dataSource, or a connector of the platform.'),
        },
      ]
    : [];
}

function checkDisabled(settings: Settings): readonly Report[] {
  const found = [
    [`${base}.database.external`, 'dataSource'],
    [`${base}.database.external`, 'connector'],
    [`${base}.etcd.external`, 'endpoint'],
  ] as const;
  return found
    .filter(([place, key]) => settings.text(`${place}.${key}`) !== undefined && settings.off(`${place}.enabled`))
    .map(([place, key]) => ({
      path: pathOf(`${place}.${key}`),
      at: 'key',
      message: l10n.t('This is not used while {0} is not enabled: the state goes elsewhere.', shown(place)),
      answers: settings.refused(`${place}.enabled`)
        ? [toSet(`${place}.enabled`, true), toRemove(`${place}.${key}`)]
        : [toSet(`${place}.enabled`, true)],
    }));
}

function checkDataVolume(settings: Settings): readonly Report[] {
  const volume = 'controlPlane.statefulSet.persistence.dataVolume';
  return settings.items(volume).length > 0 && settings.on(claim)
    ? [
        {
          path: pathOf(volume),
          at: 'key',
          message: l10n.t(
            'The volume claim takes the place of this volume. Set volumeClaim.enabled to false to use it.',
          ),
          answers: [toSet(claim, false), toRemove(volume)],
        },
      ]
    : [];
}

/** Rules about where the state is kept. */
export const backingStoreRules: readonly Rule[] = [
  {
    code: 'backing-stores-several',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'The state of a virtual cluster is in one place. With more than one of etcd.embedded, etcd.deploy, etcd.external, database.embedded and database.external enabled, the chart stops while it decides about a volume. Where the volume claim is set by hand it does not look, and vcluster takes the first in this order: embedded etcd, external etcd, deployed etcd, embedded database, external database.',
      ),
    check: checkSeveral,
  },
  {
    code: 'external-database-unconfigured',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'An enabled external database needs a dataSource such as mysql://user:password@tcp(host:3306)/name, or the connector that the platform has for it. Without either, vcluster does not know where to connect.',
      ),
    check: checkUnconfigured,
  },
  {
    code: 'backing-store-not-enabled',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'The address of an external database or etcd alone changes nothing: it counts only with enabled: true beside it. Until then the state is kept in the embedded database.',
      ),
    check: checkDisabled,
  },
  {
    code: 'data-volume-unused',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'controlPlane.statefulSet.persistence.dataVolume replaces the volume for data that the chart would use otherwise. It only works with volumeClaim.enabled: false; beside a claim of the same name it is not mounted.',
      ),
    check: checkDataVolume,
  },
];
