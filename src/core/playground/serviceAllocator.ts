import type { KubeObject } from '../kube/resource.ts';
import { invalid } from './refusal.ts';
import type { Store } from './store.ts';
import { isTree, listAt, nameOf, numberAt, textAt, withAt } from './tree.ts';

const firstNodePort = 30_000;
const lastNodePort = 32_767;

function nodePortsOf(service: KubeObject | undefined): readonly number[] {
  return listAt(service, 'spec', 'ports').flatMap((port) => numberAt(port, 'nodePort') || []);
}

/** Hands out cluster IPs (10.96.0.0/12) and node ports (30000 to 32767), each once. */
export class ServiceAllocator {
  readonly #addresses = new Set<string>();
  readonly #ports = new Set<number>();
  #next = 10;

  constructor(store: Store) {
    store.onDidChange(({ type, change, object, previous }) => {
      if (type.plural === 'services') {
        this.#account(previous, (set, value) => set.delete(value));
        if (change !== 'DELETED') {
          this.#account(object, (set, value) => set.add(value));
        }
      }
    });
  }

  /** The service with the address and the node ports that its type asks for. A port that is taken is a 422. */
  allocate(service: KubeObject): KubeObject {
    const kind = textAt(service, 'spec', 'type') ?? 'ClusterIP';
    if (kind === 'ExternalName') {
      return service;
    }
    const clusterIP = textAt(service, 'spec', 'clusterIP') || this.#address();
    const addressed = withAt(withAt(service, ['spec', 'clusterIP'], clusterIP), ['spec', 'clusterIPs'], [clusterIP]);
    return kind === 'NodePort' || kind === 'LoadBalancer' ? this.#withNodePorts(addressed) : addressed;
  }

  #withNodePorts(service: KubeObject): KubeObject {
    const given = new Set<number>();
    const ports = listAt(service, 'spec', 'ports').map((port) => {
      const wanted = numberAt(port, 'nodePort');
      const nodePort = wanted || this.#port(given);
      given.add(nodePort);
      return isTree(port) ? { ...port, nodePort } : port;
    });
    return withAt(service, ['spec', 'ports'], ports);
  }

  /** Throws a 422 when a new service asks for a node port that another one has. */
  check(service: KubeObject): void {
    const taken = nodePortsOf(service).find((port) => this.#ports.has(port));
    if (taken !== undefined) {
      const message = `Invalid value: ${taken}: provided port is already allocated`;
      throw invalid('Service', '', nameOf(service), [{ field: 'spec.ports[0].nodePort', message }]);
    }
  }

  #account(service: KubeObject | undefined, change: (set: Set<unknown>, value: unknown) => void): void {
    const address = textAt(service, 'spec', 'clusterIP');
    if (address && address !== 'None') {
      change(this.#addresses as Set<unknown>, address);
    }
    for (const port of nodePortsOf(service)) {
      change(this.#ports as Set<unknown>, port);
    }
  }

  #address(): string {
    for (;;) {
      this.#next += 1;
      const address = `10.${96 + ((this.#next >> 16) & 15)}.${(this.#next >> 8) & 255}.${this.#next & 255}`;
      if (!this.#addresses.has(address)) {
        return address;
      }
    }
  }

  #port(given: ReadonlySet<number>): number {
    for (let port = firstNodePort; port <= lastNodePort; port += 1) {
      if (!this.#ports.has(port) && !given.has(port)) {
        return port;
      }
    }
    return 0;
  }
}
