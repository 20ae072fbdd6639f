import type { Disposable } from '../base/emitter.ts';
import type { Host } from '../host/host.ts';
import { vclusterId } from '../vcluster/id.ts';
import { parseNodeId } from './nodeId.ts';
import type { OutlineSources } from './outlineSources.ts';

interface Held extends Disposable {
  readonly host: Host;
}

/** Whether a node keeps something going while it is looked at. Asked often, thus without taking the id apart. */
export function isHolder(id: string): boolean {
  return /^(?:context|namespace|control-plane|synced|virtual):/u.test(id);
}

/** Where what is held comes from. */
type HoldSources = Pick<OutlineSources, 'hosts' | 'virtual' | 'access'>;

function both(one: Disposable, other: Disposable): Disposable {
  return {
    dispose: () => {
      one.dispose();
      other.dispose();
    },
  };
}

/**
 * Takes what a node needs: the vclusters of its host with what may be done to them, or the synced objects, CoreDNS or inside of one
 * of them; nothing for most nodes.
 */
function holdNode(host: Host, { virtual, access }: HoldSources, id: string): Disposable | undefined {
  const { kind, parts } = parseNodeId(id);
  const [context = '', namespace = '', name = ''] = parts;
  switch (kind) {
    case 'context':
      return both(host.hold(), access.hold(host));
    case 'namespace':
      return access.hold(host, namespace);
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
  readonly #sources: HoldSources;
  readonly #held = new Map<string, Held>();

  constructor(sources: HoldSources) {
    this.#sources = sources;
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
    return held !== undefined && this.#sources.hosts.find(held.host.context) === held.host;
  }

  #take(id: string): void {
    const host = this.#sources.hosts.open(parseNodeId(id).parts[0] ?? '');
    const hold = host === undefined ? undefined : holdNode(host, this.#sources, id);
    if (host !== undefined && hold !== undefined) {
      this.#held.set(id, { host, dispose: () => hold.dispose() });
    }
  }

  dispose(): void {
    this.set([]);
  }
}
