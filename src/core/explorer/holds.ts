import type { Disposable } from '../base/emitter.ts';
import type { Host } from '../host/host.ts';
import type { Hosts } from '../host/hosts.ts';
import { vclusterId } from '../vcluster/id.ts';
import type { VirtualViews } from '../virtual/virtualViews.ts';
import { parseNodeId } from './nodeId.ts';

interface Held extends Disposable {
  readonly host: Host;
}

/** Whether a node keeps something going while it is looked at. Asked often, thus without taking the id apart. */
export function isHolder(id: string): boolean {
  return /^(?:context|control-plane|synced|virtual):/u.test(id);
}

/**
 * Takes what a node needs: the vclusters of its host, or the synced objects, CoreDNS or inside of one of them; nothing for
 * most nodes.
 */
function holdNode(host: Host, virtual: VirtualViews, id: string): Disposable | undefined {
  const { kind, parts } = parseNodeId(id);
  const [context = '', namespace = '', name = ''] = parts;
  switch (kind) {
    case 'context':
      return host.hold();
    case 'control-plane':
      return host.holdCoreDns(vclusterId({ context, namespace, name }));
    case 'synced':
      return host.holdSynced(vclusterId({ context, namespace, name }));
    case 'virtual':
      return virtual.hold(vclusterId({ context, namespace, name }));
    default:
      return undefined;
  }
}

/** What the nodes that are looked at keep going on their hosts. Hosts are opened here and nowhere else in the tree. */
export class Holds implements Disposable {
  readonly #hosts: Hosts;
  readonly #virtual: VirtualViews;
  readonly #held = new Map<string, Held>();

  constructor(hosts: Hosts, virtual: VirtualViews) {
    this.#hosts = hosts;
    this.#virtual = virtual;
  }

  /** Takes hold of what these nodes need, then lets go of everything else. */
  set(active: readonly string[]): void {
    const before = new Map(this.#held);
    for (const id of active) {
      if (this.#isUp(before.get(id))) {
        before.delete(id);
      } else {
        this.#take(id);
      }
    }
    for (const [id, held] of before) {
      held.dispose();
      if (this.#held.get(id) === held) {
        this.#held.delete(id);
      }
    }
  }

  /** False also where the context went and came back, and thus has another host. */
  #isUp(held: Held | undefined): boolean {
    return held !== undefined && this.#hosts.find(held.host.context) === held.host;
  }

  #take(id: string): void {
    const host = this.#hosts.open(parseNodeId(id).parts[0] ?? '');
    const hold = host === undefined ? undefined : holdNode(host, this.#virtual, id);
    if (host !== undefined && hold !== undefined) {
      this.#held.set(id, { host, dispose: () => hold.dispose() });
    }
  }

  dispose(): void {
    this.set([]);
  }
}
