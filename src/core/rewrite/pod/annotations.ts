import * as l10n from '@vscode/l10n';
import { marks } from '../../vcluster/marks.ts';
import { dig, objects, type Raw, text } from '../../vcluster/raw.ts';
import { child, type Node } from '../draft.ts';
import { goJson } from '../goJson.ts';
import { Placeholder } from '../placeholder.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { addressMarks, podMarks } from './marks.ts';
import { tokens } from './tokens.ts';

/** Labels of an object as one text, a `key="value"` a line, as a downward API file shows them. */
function labelsText(labels: Node | undefined): string {
  return Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${goJson(String(value))}`)
    .sort(byBytes)
    .join('\n');
}

function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Owner references in the order of Go's fields. */
function ownersText(owners: readonly Raw[]): string {
  return goJson(
    owners.map(({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }) => ({
      apiVersion,
      kind,
      name,
      uid,
      ...(controller === undefined ? {} : { controller }),
      ...(blockOwnerDeletion === undefined ? {} : { blockOwnerDeletion }),
    })),
  );
}

const setKinds = ['StatefulSet', 'ReplicaSet', 'DaemonSet'];

function virtualPod(work: Work): unknown {
  return work.draft.origin(work.object);
}

function identify(work: Work): void {
  const { draft, metadata } = work;
  const map = draft.within(metadata, 'annotations');
  const account = dig(work.object, 'spec', 'serviceAccountName') ?? dig(work.object, 'spec', 'serviceAccount');
  const kept = (key: string, value: unknown): void => {
    if (text(map[key]) === undefined) {
      draft.set(map, key, value);
    }
  };
  kept(podMarks.name, work.name);
  kept(marks.virtualNamespace, work.namespace);
  kept(podMarks.uid, work.uid ?? new Placeholder('uid', 'uid'));
  kept(podMarks.account, text(account) ?? 'default');
  // What a vcluster within this one says of its own labels does not last: the syncer writes these at every change.
  draft.set(map, marks.podLabels, labelsText(child(virtualPod(work) as Node, 'metadata')?.['labels'] as Node));
}

function describeOwners(work: Work): void {
  const { draft, metadata, config } = work;
  const owners = objects(dig(virtualPod(work), 'metadata', 'ownerReferences'));
  const map = draft.within(metadata, 'annotations');
  const controller = owners.find((one) => one['controller'] === true);
  if (!Object.hasOwn(map, podMarks.evictable)) {
    draft.set(map, podMarks.evictable, String(controller !== undefined));
    if (controller?.['kind'] === 'DaemonSet') {
      draft.set(map, 'cluster-autoscaler.kubernetes.io/daemonset-pod', 'true');
    }
  }
  const set = owners.find((one) => one['apiVersion'] === 'apps/v1' && setKinds.includes(String(one['kind'])));
  if (set !== undefined) {
    draft.set(map, podMarks.setKind, set['kind']);
  }
  // The syncer writes all owners since v0.17, whatever a vcluster within this one said of its own.
  if (config.minor >= 17 && owners.length > 0) {
    draft.set(map, podMarks.owners, ownersText(owners));
  } else if (config.minor >= 17) {
    draft.remove(map, podMarks.owners);
    draft.remove(map, podMarks.setKind);
  }
}

function tellAddress(work: Work): void {
  const map = work.draft.within(work.metadata, 'annotations');
  for (const key of Object.values(addressMarks)) {
    work.draft.set(map, key, new Placeholder('address of the made-up node', 'ip'));
  }
}

function labelNamespace({ draft, metadata, config, naming, namespace }: Work): void {
  const labels = draft.within(metadata, 'labels');
  const known = Object.hasOwn(config.namespaceLabels, namespace) ? config.namespaceLabels[namespace] : undefined;
  const all = { 'kubernetes.io/metadata.name': namespace, ...config.enforcedNamespaceLabels, ...known };
  for (const [key, value] of Object.entries(all)) {
    draft.set(labels, naming.namespaceLabelKey(key), value);
  }
}

/** What pods carry along so that they can be told what they are inside the vcluster. */
export const annotationRules: readonly Rule[] = [
  {
    id: 'pod.identity',
    reason: () => l10n.t('Keeps name, namespace, labels and account as they are inside, for the downward API to read.'),
    link: pages.pods,
    apply: identify,
  },
  {
    id: 'pod.owners',
    reason: () =>
      l10n.t('Tells the host’s autoscaler what kind of owner the pod has inside, and whether it may be evicted.'),
    link: pages.pods,
    apply: describeOwners,
  },
  {
    id: 'pod.nodeAddress',
    reason: () =>
      l10n.t('Tells the pod the address that its node has inside, as the scheduler of the vCluster chose it.'),
    link: pages.nodes,
    holds: ({ nodeAddresses }) => nodeAddresses,
    apply: tellAddress,
  },
  {
    id: 'pod.namespaceLabels',
    reason: () =>
      l10n.t('Labels of the virtual namespace, so that namespace selectors work though all pods share one namespace.'),
    link: pages.pods,
    apply: labelNamespace,
  },
  tokens,
];
