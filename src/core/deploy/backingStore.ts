import * as l10n from '@vscode/l10n';
import { dig, type Raw } from '../vcluster/raw.ts';

/** Where the state of a vcluster from 0.20 on is kept. */
export type BackingStore =
  | 'embedded-database'
  | 'external-database'
  | 'embedded-etcd'
  | 'deployed-etcd'
  | 'external-etcd';

/** The store that values choose, in the order in which vcluster looks (config/config.go of 0.36). */
export function backingStoreOf(values: Raw): BackingStore {
  const on = (...path: readonly string[]) => dig(values, 'controlPlane', 'backingStore', ...path, 'enabled') === true;
  if (on('etcd', 'embedded')) {
    return 'embedded-etcd';
  }
  if (on('etcd', 'external')) {
    return 'external-etcd';
  }
  if (on('etcd', 'deploy')) {
    return 'deployed-etcd';
  }
  return !on('database', 'embedded') && on('database', 'external') ? 'external-database' : 'embedded-database';
}

/** The changes that vcluster makes itself; it refuses all others (`ValidateStoreChanges` of 0.36). */
const allowed: Readonly<Partial<Record<BackingStore, readonly BackingStore[]>>> = {
  'embedded-database': ['deployed-etcd', 'embedded-etcd', 'external-database'],
  'external-etcd': ['deployed-etcd', 'embedded-etcd'],
  'deployed-etcd': ['embedded-etcd'],
};

/** Whether an upgrade may go from one store to another. */
export function isStoreChangeAllowed(from: BackingStore, to: BackingStore): boolean {
  return from === to || (allowed[from]?.includes(to) ?? false);
}

export function storeText(store: BackingStore): string {
  switch (store) {
    case 'embedded-database':
      return l10n.t('embedded database (SQLite)');
    case 'external-database':
      return l10n.t('external database');
    case 'embedded-etcd':
      return l10n.t('embedded etcd');
    case 'deployed-etcd':
      return l10n.t('deployed etcd');
    case 'external-etcd':
      return l10n.t('external etcd');
  }
}

/** Whether the control plane is a StatefulSet (templates/_persistence.tpl of 0.36). */
export function isStatefulSet(values: Raw): boolean {
  const persistence = dig(values, 'controlPlane', 'statefulSet', 'persistence');
  const claim = String(dig(persistence, 'volumeClaim', 'enabled') ?? 'auto');
  const templates = dig(persistence, 'volumeClaimTemplates');
  const store = backingStoreOf(values);
  return (
    claim === 'true' ||
    store === 'embedded-etcd' ||
    (Array.isArray(templates) && templates.length > 0) ||
    (claim === 'auto' && store === 'embedded-database')
  );
}
