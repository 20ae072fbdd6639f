import { printable } from '../base/text.ts';
import { type KubeObject, objectKey, type ResourceType, resources } from '../kube/resource.ts';
import { type PairItem, pairItem } from '../rewrite/identity.ts';
import { useKey } from '../rewrite/pair.ts';
import { ingressReferences, podReferences, type Reference } from '../rewrite/references.ts';
import { podStatus } from '../vcluster/podStatus.ts';
import { dig, text } from '../vcluster/raw.ts';
import { interner } from '../vcluster/synced.ts';
import type { VirtualKind } from '../virtual/virtualKind.ts';
import { virtualState } from '../virtual/virtualState.ts';
import type { ComparedKind } from './comparedKind.ts';

/** What is kept of one object of either side. Plain and small: there may be 10,000 of each. */
export interface ComparedItem extends PairItem {
  /** `namespace/name`, or the name alone at cluster scope. */
  readonly key: string;
  /** What kubectl shows of its state in a word or two. */
  readonly status?: string;
  /** The ConfigMaps and Secrets that a pod or an Ingress inside uses, by `useKey`. */
  readonly uses?: readonly string[];
  /** Of namespaces only. */
  readonly labels?: Readonly<Record<string, string>>;
}

const stateful: ReadonlySet<ComparedKind> = new Set([
  'ingresses',
  'persistentvolumeclaims',
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
]);

function statusOf(kind: ComparedKind, object: KubeObject): string | undefined {
  if (kind === 'pods') {
    return podStatus(object).reason;
  }
  if (!stateful.has(kind)) {
    return undefined;
  }
  const { status, ready } = virtualState(kind as VirtualKind, object);
  return status ?? ready;
}

function usesOf(kind: ComparedKind, object: KubeObject): readonly string[] | undefined {
  const references: readonly Reference[] =
    kind === 'pods' ? podReferences(object['spec']) : kind === 'ingresses' ? ingressReferences(object) : [];
  const namespace = text(dig(object, 'metadata', 'namespace'));
  const used = references
    .filter((one) => one.kind === resources.configmaps.kind || one.kind === resources.secrets.kind)
    .map((one) => useKey(one.kind, namespace, one.name));
  return used.length === 0 ? undefined : [...new Set(used)];
}

function labelsOf(kind: ComparedKind, object: KubeObject): ComparedItem['labels'] {
  const labels = kind === 'namespaces' ? dig(object, 'metadata', 'labels') : undefined;
  const entries = Object.entries(typeof labels === 'object' && labels !== null ? labels : {});
  return entries.length === 0
    ? undefined
    : Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Makes the projection of the objects of one kind; undefined for an object without a name. */
export function comparedProjection(
  kind: ComparedKind,
  { kind: name, group, version }: ResourceType,
): (object: KubeObject) => ComparedItem | undefined {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const shared = interner();
  return (object) => {
    // What arrives as metadata alone calls itself PartialObjectMetadata.
    const item = pairItem({ ...object, kind: name, apiVersion });
    if (item === undefined) {
      return undefined;
    }
    const status = shared(printable(statusOf(kind, object) ?? '', 100) || undefined);
    const uses = usesOf(kind, object);
    const labels = labelsOf(kind, object);
    return {
      ...item,
      key: objectKey(object),
      ...(status === undefined ? {} : { status }),
      ...(uses === undefined ? {} : { uses }),
      ...(labels === undefined ? {} : { labels }),
    };
  };
}
