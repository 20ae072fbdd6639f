import type { KubeObject } from '../../kube/resource.ts';
import { hostObject } from '../fleet/syncer.ts';
import type { SyncTarget } from '../fleet/syncTarget.ts';
import type { Random } from '../random.ts';
import { at, isTree, listAt, numberAt, textAt, treeAt, withAt } from '../tree.ts';

/** A Service asks the host for an address and ports of its own, whatever it got inside. */
function withoutAddresses(service: KubeObject): KubeObject {
  const headless = at(service, 'spec', 'clusterIP') === 'None';
  const { clusterIP, clusterIPs, ipFamilies: _families, ipFamilyPolicy: _policy, ...spec } = treeAt(service, 'spec');
  const ports = listAt(service, 'spec', 'ports').map((port) =>
    isTree(port) ? withAt(port, ['nodePort'], undefined) : port,
  );
  return { ...service, spec: { ...spec, ...(headless ? { clusterIP, clusterIPs } : {}), ports } };
}

/** The copy that a virtual object is to have on the host, as it is created there; undefined where it is not synced. */
export function newCopy(virtual: KubeObject, target: SyncTarget, random: Random): KubeObject | undefined {
  const { status: _status, ...object } = virtual.kind === 'Service' ? withoutAddresses(virtual) : virtual;
  return hostObject(object, target, random);
}

function images(copy: KubeObject, wanted: KubeObject): KubeObject {
  const containers = listAt(copy, 'spec', 'containers').map((one, index) => {
    const image = textAt(listAt(wanted, 'spec', 'containers')[index], 'image');
    return isTree(one) && image !== undefined ? { ...one, image } : one;
  });
  return withAt(copy, ['spec', 'containers'], containers);
}

function ports(copy: KubeObject, wanted: KubeObject): readonly unknown[] {
  return listAt(wanted, 'spec', 'ports').map((port) => {
    const same = listAt(copy, 'spec', 'ports').find((one) => numberAt(one, 'port') === numberAt(port, 'port'));
    const nodePort = numberAt(same, 'nodePort');
    return isTree(port) && nodePort !== undefined ? { ...port, nodePort } : port;
  });
}

function body(copy: KubeObject, wanted: KubeObject): KubeObject {
  switch (copy.kind) {
    case 'Pod':
      return images(copy, wanted);
    case 'Service': {
      const { type, selector } = treeAt(wanted, 'spec');
      const spec = { ...treeAt(copy, 'spec'), type, ports: ports(copy, wanted) };
      return { ...copy, spec: selector === undefined ? withAt(spec, ['selector'], undefined) : { ...spec, selector } };
    }
    case 'Ingress':
      return { ...copy, spec: wanted['spec'] };
    case 'ConfigMap':
    case 'Secret': {
      const { data, binaryData } = wanted;
      return withAt(withAt(copy, ['data'], data), ['binaryData'], binaryData);
    }
    default:
      return copy;
  }
}

/** Annotations are taken over whole, but for pods: theirs hold a token and what else was made at their creation. */
function annotations(copy: KubeObject, wanted: KubeObject): Readonly<Record<string, string>> {
  const fresh = wanted.metadata?.annotations ?? {};
  if (copy.kind !== 'Pod') {
    return fresh;
  }
  const kept = Object.entries(fresh).filter(([key]) => !/^vcluster\.loft\.sh\/token-/.test(key));
  return { ...copy.metadata?.annotations, ...Object.fromEntries(kept) };
}

/** The copy on the host, brought in step with its virtual object as far as it can be changed. */
export function renewedCopy(virtual: KubeObject, copy: KubeObject, target: SyncTarget, random: Random): KubeObject {
  const wanted = newCopy(virtual, target, random) ?? copy;
  const labels = wanted.metadata?.labels ?? {};
  return { ...body(copy, wanted), metadata: { ...copy.metadata, labels, annotations: annotations(copy, wanted) } };
}
