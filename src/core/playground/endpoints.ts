import type { KubeObject } from '../kube/resource.ts';
import { isReady } from './podPhase.ts';
import { isTree, listAt, nameOf, namespaceOf, type Tree, textAt, textsAt } from './tree.ts';

/** The pods behind a service that have the same ports, with what those ports are. */
export interface EndpointGroup {
  readonly ports: readonly Tree[];
  readonly pods: readonly KubeObject[];
}

/** The number behind a port of a service: its `targetPort`, by name or by number. Undefined when the pod has no such port. */
function targetOf(port: Tree, pod: KubeObject): number | undefined {
  const target = port['targetPort'] ?? port['port'];
  if (typeof target !== 'string') {
    return typeof target === 'number' ? target : undefined;
  }
  const named = listAt(pod, 'spec', 'containers')
    .flatMap((container) => listAt(container, 'ports'))
    .find(
      (one) => textAt(one, 'name') === target && (textAt(one, 'protocol') ?? 'TCP') === (port['protocol'] ?? 'TCP'),
    );
  const number = isTree(named) ? named['containerPort'] : undefined;
  return typeof number === 'number' ? number : undefined;
}

function portsFor(service: KubeObject, pod: KubeObject): readonly Tree[] {
  return listAt(service, 'spec', 'ports').flatMap((port) => {
    const number = isTree(port) ? targetOf(port, pod) : undefined;
    const name = textAt(port, 'name');
    return number === undefined
      ? []
      : [{ ...(name === undefined ? {} : { name }), port: number, protocol: textAt(port, 'protocol') ?? 'TCP' }];
  });
}

/** Whether a service looks for its pods by itself. */
export function selectsPods(service: KubeObject): boolean {
  return (
    Object.keys(textsAt(service, 'spec', 'selector')).length > 0 && textAt(service, 'spec', 'type') !== 'ExternalName'
  );
}

/** Whether a service of the same namespace selects a pod. */
export function selects(service: KubeObject, pod: KubeObject | undefined): boolean {
  const labels = pod?.metadata?.labels ?? {};
  return (
    selectsPods(service) &&
    Object.entries(textsAt(service, 'spec', 'selector')).every(([key, value]) => labels[key] === value)
  );
}

/** The pods with an address, not at their end, that a service selects, by the ports that they have. */
export function endpointGroups(service: KubeObject, pods: readonly KubeObject[]): readonly EndpointGroup[] {
  const groups = new Map<string, { readonly ports: readonly Tree[]; readonly pods: KubeObject[] }>();
  for (const pod of pods) {
    const over = ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase') ?? '');
    if (over || !textAt(pod, 'status', 'podIP') || !selects(service, pod)) {
      continue;
    }
    const ports = portsFor(service, pod);
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, pods: [] };
    group.pods.push(pod);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function targetRef(pod: KubeObject): Tree {
  return { kind: 'Pod', name: nameOf(pod), namespace: namespaceOf(pod), uid: pod.metadata?.uid };
}

/** Whether a service wants its pods in the DNS before they are ready. */
function wantsAll(service: KubeObject): boolean {
  const spec = service['spec'];
  return isTree(spec) && spec['publishNotReadyAddresses'] === true;
}

/** A group as a subset of an Endpoints object; undefined when none of its pods stays. */
export function subsetOf(service: KubeObject, { ports, pods }: EndpointGroup): Tree | undefined {
  const staying = pods.filter((pod) => wantsAll(service) || !pod.metadata?.deletionTimestamp);
  const address = (pod: KubeObject) => ({
    ip: textAt(pod, 'status', 'podIP'),
    nodeName: textAt(pod, 'spec', 'nodeName'),
    targetRef: targetRef(pod),
  });
  const ready = staying.filter((pod) => wantsAll(service) || isReady(pod));
  const others = staying.filter((pod) => !ready.includes(pod));
  return staying.length === 0
    ? undefined
    : {
        ...(ready.length > 0 ? { addresses: ready.map(address) } : {}),
        ...(others.length > 0 ? { notReadyAddresses: others.map(address) } : {}),
        ports,
      };
}

/** A pod as an endpoint of an EndpointSlice. */
export function endpointOf(service: KubeObject, pod: KubeObject): Tree {
  const terminating = pod.metadata?.deletionTimestamp !== undefined;
  const serving = isReady(pod);
  return {
    addresses: [textAt(pod, 'status', 'podIP')],
    conditions: { ready: wantsAll(service) || (serving && !terminating), serving, terminating },
    nodeName: textAt(pod, 'spec', 'nodeName'),
    targetRef: targetRef(pod),
  };
}
