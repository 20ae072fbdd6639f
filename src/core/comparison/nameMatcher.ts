import type { KubeObject } from '../kube/resource.ts';
import { pairItem } from '../rewrite/identity.ts';
import type { RewriteOptions } from '../rewrite/model.ts';
import { Pairing, useKey } from '../rewrite/pair.ts';
import { vclusterId } from '../vcluster/id.ts';
import { clusterMarker, marks } from '../vcluster/marks.ts';
import type { VCluster } from '../vcluster/model.ts';
import { label } from '../vcluster/raw.ts';
import { hostClusterName, hostName } from '../vcluster/translate.ts';
import { type BuiltInKind, comparedResource } from './comparedKind.ts';
import type { NameMatch } from './nameMatch.ts';

/** How a vcluster names its objects on the host. */
export function pairingOf({ name, namespace, version = '' }: VCluster, options?: RewriteOptions): Pairing {
  return new Pairing({ name, namespace, version }, options);
}

/** The name of an object by the formula of its scope, for kinds that only the configuration of the vcluster lets be synced. */
function formula({ name, namespace }: { readonly name: string; readonly namespace?: string }, of: VCluster): string {
  return namespace === undefined ? hostClusterName(name, of.namespace, of.name) : hostName(name, namespace, of.name);
}

/** An object of a host as one that a vcluster's syncer wrote; undefined for one that does not say so of itself. */
export function nameMatch(
  kind: BuiltInKind,
  object: KubeObject,
  vcluster: VCluster,
  pairing: Pairing,
): NameMatch | undefined {
  const { kind: name } = comparedResource(kind);
  const item = pairItem({ ...object, kind: name });
  if (item?.claims === undefined) {
    return undefined;
  }
  const { claims } = item;
  const expected = pairing.hostKey({ kind: name, ...claims });
  return {
    vclusterId: vclusterId(vcluster),
    context: vcluster.context,
    key: [kind, claims.namespace, claims.name].filter((part) => part !== undefined).join('/'),
    kind,
    hostName: item.name,
    ...(item.namespace === undefined ? {} : { hostNamespace: item.namespace }),
    virtualName: claims.name,
    ...(claims.namespace === undefined ? {} : { virtualNamespace: claims.namespace }),
    isRegular:
      expected === undefined
        ? formula(claims, vcluster) === item.name
        : expected === useKey(name, item.namespace, item.name),
  };
}

interface Owner {
  readonly vcluster: VCluster;
  readonly pairing: Pairing;
}

/** Tells of the objects of one host which are synced ones of a known vcluster. */
export class NameMatcher {
  readonly #owners = new Map<string, Owner>();
  readonly #namespaces: ReadonlyMap<string, string>;

  /** `namespaces` are those of the host that stand for virtual ones, with the marks of their vclusters. */
  constructor(vclusters: readonly VCluster[], namespaces: ReadonlyMap<string, string> = new Map()) {
    this.#namespaces = namespaces;
    for (const vcluster of vclusters) {
      const owner = { vcluster, pairing: pairingOf(vcluster) };
      this.#owners.set(`${vcluster.namespace}/${vcluster.name}`, owner);
      this.#owners.set(`/${clusterMarker(vcluster.namespace, vcluster.name)}`, owner);
    }
  }

  /** Undefined for what no known vcluster has written. */
  match(kind: BuiltInKind, object: KubeObject): NameMatch | undefined {
    const namespace = object.metadata?.namespace ?? '';
    const mark = label(object, marks.managedBy);
    const marked = mark === undefined ? undefined : this.#owners.get(`${namespace}/${mark}`);
    const owner = marked ?? this.#owners.get(`/${this.#namespaces.get(namespace) ?? ''}`);
    return owner && nameMatch(kind, object, owner.vcluster, owner.pairing);
  }
}
