import * as l10n from '@vscode/l10n';
import { backingStoreOf } from '../../deploy/backingStore.ts';
import type { Draft } from './draft.ts';
import type { Fate } from './origin.ts';

const replicas = 'controlPlane.statefulSet.highAvailability.replicas';
const deploy = 'controlPlane.backingStore.etcd.deploy';

function unsupported(message: string): Fate {
  return { kind: 'unsupported', message };
}

/** One store only: the embedded etcd goes before the one beside it, and an etcd before a database. */
function settleStore(draft: Draft): void {
  const on = (place: string): boolean => draft.value(`${place}.enabled`) === true;
  const embedded = 'controlPlane.backingStore.etcd.embedded';
  // While data are taken over from the etcd beside it, that is there as it was.
  const migrates = on(embedded) && draft.value(`${embedded}.migrateFromDeployedEtcd`) === true;
  const stores = [embedded, deploy, 'controlPlane.backingStore.database.external'];
  const [first, ...others] = stores.filter(on);
  for (const other of others) {
    draft.end(other === deploy && migrates ? `${deploy}.enabled` : other, {
      kind: 'dropped',
      message: l10n.t('The state is kept by {0}, and there is one store only.', first ?? ''),
    });
  }
  if (!on(deploy) && draft.has(deploy) && !migrates) {
    draft.end(deploy, { kind: 'dropped', message: l10n.t('No etcd of its own is installed beside the vcluster.') });
  }
}

function settleReplicas(draft: Draft): void {
  const wanted = draft.value(replicas);
  const values = draft.root.toJSON() as Readonly<Record<string, unknown>>;
  if (typeof wanted === 'number' && wanted > 1 && backingStoreOf(values) === 'embedded-database') {
    const message = l10n.t(
      'More than one replica is refused with the embedded database, so that this is left out. Choose controlPlane.backingStore.etcd.embedded or controlPlane.backingStore.database.external (both need the pro image), or etcd.deploy; then set {0}.',
      replicas,
    );
    draft.end(replicas, unsupported(message));
  }
}

/** With one pod, a budget keeps its node from being drained; the old chart made none then. */
function settleBudget(draft: Draft): void {
  const place = 'controlPlane.advanced.podDisruptionBudget';
  const pods = draft.value(replicas) ?? 1;
  if (draft.value(`${place}.enabled`) === true && typeof pods === 'number' && pods <= 1) {
    draft.end(place, {
      kind: 'dropped',
      message: l10n.t('It is for more than one replica: with one, it would only keep the node from being drained.'),
    });
  }
}

function settleScheduler(draft: Draft): void {
  const places = ['controlPlane.distro.k8s.scheduler.enabled', 'controlPlane.advanced.virtualScheduler.enabled'];
  const place = places.find((one) => draft.value(one) === true);
  const nodes = 'sync.fromHost.nodes.enabled';
  const origin = place === undefined ? undefined : draft.origins.within(draft.at(place))[0];
  if (place === undefined || draft.value(nodes) === true) {
    return;
  }
  const node = draft.node(true);
  draft.take(nodes);
  draft.put(nodes, node, origin === undefined ? {} : { origin });
  if (origin !== undefined) {
    origin.change ??= l10n.t('A scheduler needs the real nodes, so that these are synced as well.');
  }
}

function settleStorageClasses(draft: Draft): void {
  const from = 'sync.fromHost.storageClasses.enabled';
  if (draft.value('sync.toHost.storageClasses.enabled') === true && draft.value(from) === true) {
    draft.end(from, unsupported(l10n.t('Storage classes go one way only: those of the vcluster go to the host here.')));
  }
}

/** The quota counts node ports of the control plane's own Service as well, and without a word of its own allows none. */
function settleQuota(draft: Draft): void {
  const type = draft.value('controlPlane.service.spec.type');
  const needed = type === 'NodePort' ? 2 : type === 'LoadBalancer' ? 1 : 0;
  const place = ['policies', 'resourceQuota', 'quota', 'services.nodeports'];
  const written = draft.value(place);
  const allowed = written === undefined ? 0 : written === null ? needed : Number(written);
  const auto = draft.value('policies.resourceQuota.enabled') ?? 'auto';
  const on = auto === true || (auto === 'auto' && draft.value('policies.limitRange.enabled') === true);
  const service = draft.at('controlPlane.service.spec.type');
  if (!on || !(allowed < needed)) {
    return;
  }
  const [origin] = draft.origins.within(draft.at(place) ?? service);
  draft.take(place);
  draft.put(place, draft.node(needed), origin === undefined ? {} : { origin });
  if (origin !== undefined) {
    const change = l10n.t(
      'The quota would refuse the Service of the control plane, so that it allows {0} node ports now.',
      needed,
    );
    origin.change = origin.change === undefined ? change : `${origin.change} ${change}`;
  }
}

/** An Ingress that had its host from the old chart keeps it. */
function settleIngress(draft: Draft): void {
  const enabled = draft.at('controlPlane.ingress.enabled');
  if (draft.value('controlPlane.ingress.enabled') === true && !draft.has('controlPlane.ingress.host')) {
    const origin = enabled && draft.origins.of(enabled);
    draft.put('controlPlane.ingress.host', draft.node('vcluster.local'), origin ? { origin } : {});
  }
}

/** Mends what vcluster would refuse as a whole although each key is right. */
export function settle(draft: Draft): void {
  settleStore(draft);
  settleReplicas(draft);
  settleBudget(draft);
  settleScheduler(draft);
  settleStorageClasses(draft);
  settleIngress(draft);
  settleQuota(draft);
}
