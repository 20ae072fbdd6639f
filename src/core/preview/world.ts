import * as l10n from '@vscode/l10n';
import { parseQuantity } from '../base/quantity.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { type KubeObject, type ResourceType, resources } from '../kube/resource.ts';
import { marks } from '../vcluster/marks.ts';
import { annotation, dig, objects, text } from '../vcluster/raw.ts';
import { virtualIdentity } from '../vcluster/synced.ts';
import type { PreviewWorld } from './check.ts';

const quotas: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'resourcequotas',
  kind: 'ResourceQuota',
  namespaced: true,
};
/** As many Ingresses as are looked at for hosts that are taken. */
const maxIngresses = 2000;

/** The objects of a kind; undefined where they may not be listed. */
async function listed(
  client: KubeClient,
  type: ResourceType,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<readonly KubeObject[] | undefined> {
  try {
    return (await client.list(type, namespace, { query: { limit: maxIngresses }, signal, timeoutMs: 10_000 })).items;
  } catch (error) {
    if (KubeError.is(error) && error.kind !== 'cancelled') {
      return undefined;
    }
    throw error;
  }
}

/** Whose an Ingress of the host is, in words. */
function ownerOf(ingress: KubeObject): string {
  const vcluster = text(dig(ingress, 'metadata', 'labels', marks.managedBy));
  const namespace = text(dig(ingress, 'metadata', 'namespace')) ?? '';
  const name = text(dig(ingress, 'metadata', 'name')) ?? '';
  if (vcluster === undefined) {
    return l10n.t('the Ingress {0}/{1} of the host', namespace, name);
  }
  const inside = virtualIdentity(ingress, vcluster);
  return l10n.t('{0}/{1} of the vcluster {2} in {3}', inside.namespace ?? '', inside.name ?? name, vcluster, namespace);
}

function hostsOf(
  ingresses: readonly KubeObject[],
  own: { readonly name: string; readonly namespace: string },
): ReadonlyMap<string, string> {
  const foreign = ingresses.filter(
    (one) =>
      text(dig(one, 'metadata', 'namespace')) !== own.namespace ||
      annotation(one, marks.objectName) === undefined ||
      text(dig(one, 'metadata', 'labels', marks.managedBy)) !== own.name,
  );
  return new Map(
    foreign.flatMap((one) =>
      objects(dig(one, 'spec', 'rules')).flatMap((rule) => {
        const host = text(rule['host']);
        return host === undefined ? [] : [[host, ownerOf(one)] as const];
      }),
    ),
  );
}

/** What the tightest quota leaves of each resource. */
function leftOf(all: readonly KubeObject[]): ReadonlyMap<string, number> {
  const left = new Map<string, number>();
  for (const quota of all) {
    const hard = dig(quota, 'status', 'hard') ?? dig(quota, 'spec', 'hard');
    for (const [given, limit] of Object.entries(typeof hard === 'object' && hard !== null ? hard : {})) {
      const name =
        given === 'cpu' || given === 'memory' ? `requests.${given}` : given === 'count/pods' ? 'pods' : given;
      const free =
        (parseQuantity(limit) ?? Number.POSITIVE_INFINITY) - (parseQuantity(dig(quota, 'status', 'used', given)) ?? 0);
      left.set(name, Math.min(free, left.get(name) ?? Number.POSITIVE_INFINITY));
    }
  }
  return left;
}

/** What the host says that matters to a manifest: hosts of Ingresses that are taken, and what its quota leaves. What may not be read is left out. */
export async function hostWorld(
  client: KubeClient,
  own: { readonly name: string; readonly namespace: string },
  signal: AbortSignal,
): Promise<PreviewWorld> {
  const [ingresses, limits] = await Promise.all([
    listed(client, resources.ingresses, undefined, signal),
    listed(client, quotas, own.namespace, signal),
  ]);
  return {
    ...(ingresses === undefined ? {} : { ingressHosts: hostsOf(ingresses, own) }),
    ...(limits === undefined || limits.length === 0 ? {} : { quotaLeft: leftOf(limits) }),
  };
}
