import { marks } from '../vcluster/marks.ts';
import { annotation, dig, label, type Raw, text } from '../vcluster/raw.ts';

/** What of an object is needed to pair it. Plain and small: there may be 10,000 on each side. */
export interface PairItem {
  readonly kind: string;
  readonly apiVersion?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  /** What a host object says that it is inside; only where it does not say so of a host object of another name. */
  readonly claims?: { readonly name: string; readonly namespace?: string; readonly uid?: string };
  /** Whether the syncer marked it as its own. */
  readonly managed?: boolean;
  /** Whether an annotation asks for it to be synced, used or not. */
  readonly forced?: boolean;
  /** Whether another makes it on each side, so that it is not synced. */
  readonly controlled?: boolean;
}

function claimsOf(object: Raw): PairItem['claims'] {
  const name = annotation(object, marks.objectName);
  const of = annotation(object, marks.objectHostName);
  if (name === undefined || (of !== undefined && of !== text(dig(object, 'metadata', 'name')))) {
    return undefined;
  }
  const namespace = annotation(object, marks.objectNamespace);
  const uid = annotation(object, 'vcluster.loft.sh/object-uid');
  return { name, ...(namespace === undefined ? {} : { namespace }), ...(uid === undefined ? {} : { uid }) };
}

const controllers = [
  'endpoints.kubernetes.io/managed-by',
  'endpointslice.kubernetes.io/managed-by',
  'vcluster.loft.sh/controlled-by',
] as const;

/** The projection of an object, of either side; undefined for one without a name. `kind` counts where the object has none, as in lists. */
export function pairItem(object: Raw, kind?: string): PairItem | undefined {
  const name = text(dig(object, 'metadata', 'name'));
  const ownKind = text(object['kind']) ?? kind;
  if (name === undefined || ownKind === undefined) {
    return undefined;
  }
  const apiVersion = text(object['apiVersion']);
  const namespace = text(dig(object, 'metadata', 'namespace'));
  const uid = text(dig(object, 'metadata', 'uid'));
  const claims = claimsOf(object);
  return {
    kind: ownKind,
    name,
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(uid === undefined ? {} : { uid }),
    ...(claims === undefined ? {} : { claims }),
    ...(label(object, marks.managedBy) === undefined ? {} : { managed: true }),
    ...(annotation(object, 'vcluster.loft.sh/force-sync') === 'true' ? { forced: true } : {}),
    ...(controllers.some((key) => label(object, key) !== undefined) ? { controlled: true } : {}),
  };
}
