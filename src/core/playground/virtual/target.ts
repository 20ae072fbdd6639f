import { resources } from '../../kube/resource.ts';
import { hostName } from '../../vcluster/translate.ts';
import type { Api } from '../api.ts';
import type { SyncTarget } from '../fleet/syncTarget.ts';
import { type Tree, textAt } from '../tree.ts';

/** The vcluster that objects are synced for; undefined when its Service, which owns all of them, is not there. */
export function syncTarget(
  api: Api,
  {
    name,
    namespace,
    generation,
    version,
    values = {},
  }: Pick<SyncTarget, 'name' | 'namespace' | 'generation' | 'version'> & { readonly values?: Tree },
): SyncTarget | undefined {
  const service = api.find(resources.services, namespace, name);
  const dns = api.find(resources.services, namespace, hostName('kube-dns', 'kube-system', name));
  const dnsIP = textAt(dns, 'spec', 'clusterIP') ?? '10.96.0.10';
  return service && !service.metadata?.deletionTimestamp
    ? { name, namespace, generation, version, values, service, dnsIP }
    : undefined;
}
