import * as l10n from '@vscode/l10n';
import { isAtLeast } from '../base/version.ts';
import type { BackingStore, CreateChoices } from './choices.ts';
import { isDnsSubdomain } from './dnsName.ts';
import { type Finding, findingsOf } from './finding.ts';
import { needsVolume } from './parts.ts';

function storageClassFindings(choices: CreateChoices): readonly Finding[] {
  const finding = findingsOf('storage');
  const { storageClass } = choices.storage;
  if (!storageClass) {
    return [];
  }
  if (!isDnsSubdomain(storageClass)) {
    return [finding('error', 'storageClassInvalid', l10n.t('This cannot be the name of a StorageClass.'))];
  }
  return needsVolume(choices)
    ? []
    : [
        finding(
          'warning',
          'storageClassUnused',
          l10n.t('With an external store it has no volume, so the StorageClass has no effect.'),
        ),
      ];
}

function syncFindings({ storage, generation }: CreateChoices): readonly Finding[] {
  const finding = findingsOf('storage');
  const unclassed = l10n.t('This chart does not sync claims that name no StorageClass. Name one in every claim.');
  const mirrored = l10n.t(
    'StorageClasses come from the host alone: those that are made inside the vcluster are deleted.',
  );
  const invisible = l10n.t(
    'Claims of synced volumes name a StorageClass; without synced classes the vcluster does not show any.',
  );
  return [
    ...(storage.storageClasses === 'toHost' && generation === 'legacy'
      ? [finding('warning', 'claimsWithoutClass', unclassed)]
      : []),
    ...(storage.storageClasses === 'fromHost' && generation === 'current'
      ? [finding('info', 'classesMirrored', mirrored)]
      : []),
    ...(storage.persistentVolumes && storage.storageClasses === 'none'
      ? [finding('info', 'volumesWithoutClasses', invisible)]
      : []),
  ];
}

/** What etcd's or a database's address lacks; undefined when it is well-formed. */
function addressProblem(store: BackingStore): string | undefined {
  if (store.kind === 'external-etcd') {
    const ends = store.endpoint.split(',').map((one) => URL.parse(one.trim()));
    const sound = ends.every((one) => one !== null && /^https?:$/u.test(one.protocol) && one.hostname !== '');
    return sound ? undefined : l10n.t('Name the address of etcd, such as https://etcd.example.com:2379.');
  }
  if (store.kind === 'external-database') {
    return /^(mysql|postgres|postgresql|nats):\/\/\S+$/u.test(store.dataSource)
      ? undefined
      : l10n.t('Name the database as a data source, such as postgres://USER:PASSWORD@HOST:5432/NAME.');
  }
  return undefined;
}

function storeFindings({ generation, store, chartVersion }: CreateChoices): readonly Finding[] {
  const finding = findingsOf('store');
  if (generation === 'legacy') {
    return store.kind === 'sqlite'
      ? []
      : [finding('error', 'storeInLegacy', l10n.t('Charts up to 0.19 choose their store with the distro.'))];
  }
  const problem = addressProblem(store);
  const licensed = store.kind === 'embedded-etcd' || store.kind === 'external-database';
  return [
    ...(problem === undefined ? [] : [finding('error', 'storeAddress', problem)]),
    ...(store.kind === 'external-etcd' && !isAtLeast(chartVersion, 0, 25)
      ? [finding('error', 'storeTooNew', l10n.t('An external etcd is known to charts from 0.25 on.'))]
      : []),
    ...(licensed
      ? [
          finding(
            'warning',
            'storeLicence',
            l10n.t('This store needs a vCluster licence; without one the control plane does not start.'),
          ),
        ]
      : []),
    ...(store.kind === 'external-database'
      ? [
          finding(
            'info',
            'storeSecret',
            l10n.t('The data source becomes part of the values. Keep a password in it out of version control.'),
          ),
        ]
      : []),
  ];
}

/** What is to be said about the store of the control plane, its volume, and the storage that is synced. */
export function checkStorage(choices: CreateChoices): readonly Finding[] {
  return [...storeFindings(choices), ...storageClassFindings(choices), ...syncFindings(choices)];
}
