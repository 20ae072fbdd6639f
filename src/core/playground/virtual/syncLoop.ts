import type { Disposable } from '../../base/emitter.ts';
import { type KubeObject, resources } from '../../kube/resource.ts';
import { podReferences } from '../../rewrite/references.ts';
import { marks } from '../../vcluster/marks.ts';
import { hostName } from '../../vcluster/translate.ts';
import { type Agenda, WorkQueue } from '../agenda.ts';
import type { Api } from '../api.ts';
import { type Served, servedByPlural } from '../catalogue.ts';
import type { SyncTarget } from '../fleet/syncTarget.ts';
import type { Random } from '../random.ts';
import { Refusal } from '../refusal.ts';
import type { Store, StoreEvent } from '../store.ts';
import { nameOf, namespaceOf, sameJson, textAt } from '../tree.ts';
import { newCopy, renewedCopy } from './downward.ts';
import type { Mirror } from './mirror.ts';
import { fromHost } from './upward.ts';
import { isUsed, rootCertificate } from './usage.ts';

interface Side {
  readonly store: Store;
  readonly api: Api;
}

export interface SyncParts {
  readonly host: Side;
  readonly inside: Side;
  readonly name: string;
  readonly namespace: string;
  /** Undefined while no syncer runs. */
  readonly target: () => SyncTarget | undefined;
  readonly ingresses: () => boolean;
  readonly mirror: Mirror;
  readonly agenda: Agenda;
  readonly random: Random;
}

/** What is synced, in the order in which it is needed. */
const plurals = ['services', 'pods', 'persistentvolumeclaims', 'configmaps', 'secrets', 'ingresses'];
/** Pods that come back first say which ConfigMaps and Secrets are still in use. */
const settleMs = 200;

function keyOf(plural: string, namespace: string, name: string): string {
  return `${plural}/${namespace}/${name}`;
}

/**
 * The syncer: what is in the vcluster is copied to the host, and what the host makes of it is told back. A pod whose copy is gone
 * is gone as well, so that its owner makes a new one. While no syncer runs nothing happens on either side.
 */
export class SyncLoop implements Disposable {
  readonly #parts: SyncParts;
  readonly #queue: WorkQueue;
  readonly #subscriptions: readonly Disposable[];

  constructor(parts: SyncParts) {
    this.#parts = parts;
    this.#queue = new WorkQueue(parts.agenda, (key) => this.#work(key));
    this.#subscriptions = [
      parts.inside.store.onDidChange((event) => this.#insideChanged(event)),
      parts.host.store.onDidChange((event) => this.#hostChanged(event)),
    ];
  }

  /** Looks at everything again, as a syncer does that has just started. */
  resync(): void {
    for (const plural of plurals) {
      const delay = plural === 'services' || plural === 'pods' ? 0 : settleMs;
      for (const object of this.#parts.inside.store.list(servedByPlural(plural))) {
        this.#queue.add(keyOf(plural, namespaceOf(object), nameOf(object)), delay);
      }
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #insideChanged({ type, object }: StoreEvent): void {
    if (!plurals.includes(type.plural)) {
      return;
    }
    const namespace = namespaceOf(object);
    this.#queue.add(keyOf(type.plural, namespace, nameOf(object)));
    if (type.plural === 'pods') {
      const named = podReferences(object['spec']).filter(({ kind }) => kind === 'Secret' || kind === 'ConfigMap');
      for (const { kind, name } of [...named, { kind: 'ConfigMap', name: rootCertificate }]) {
        this.#queue.add(keyOf(kind === 'Secret' ? 'secrets' : 'configmaps', namespace, name));
      }
    }
  }

  #hostChanged({ type, object }: StoreEvent): void {
    const { labels, annotations } = object.metadata ?? {};
    const ours =
      labels?.[marks.managedBy] === this.#parts.name && namespaceOf(object) === this.#parts.namespace
        ? annotations
        : {};
    const name = ours?.[marks.objectName];
    if (name !== undefined && plurals.includes(type.plural)) {
      this.#queue.add(keyOf(type.plural, ours?.[marks.objectNamespace] ?? '', name));
    }
  }

  #work(key: string): void {
    const { host, inside, agenda } = this.#parts;
    const target = this.#parts.target();
    const [plural = '', namespace = '', ...rest] = key.split('/');
    const name = rest.join('/');
    if (!target || key === keyOf('services', 'default', 'kubernetes')) {
      return;
    }
    const type = servedByPlural(plural);
    const copy = host.api.find(type, target.namespace, hostName(name, namespace, target.name));
    if (copy && copy.metadata?.labels?.[marks.managedBy] !== target.name) {
      return;
    }
    try {
      this.#step(type, inside.api.find(type, namespace, name), copy, target);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      // As with a real syncer, what the host refuses stays as it is until something changes.
      agenda.report(`Syncing ${key}`, error);
    }
  }

  #step(type: Served, virtual: KubeObject | undefined, copy: KubeObject | undefined, target: SyncTarget): void {
    const leaving = virtual?.metadata?.deletionTimestamp !== undefined;
    if (!virtual || leaving || !this.#wanted(virtual)) {
      this.#takeAway(type, virtual, copy);
    } else if (!copy) {
      this.#bring(type, virtual, target);
    } else if (copy.metadata?.deletionTimestamp) {
      this.#follow(type, virtual, copy);
    } else {
      this.#match(virtual, copy, target);
    }
  }

  #wanted(virtual: KubeObject): boolean {
    const { api } = this.#parts.inside;
    if (virtual.kind === 'Ingress') {
      return this.#parts.ingresses();
    }
    return isUsed(virtual, api.list(resources.pods, namespaceOf(virtual)));
  }

  #takeAway(type: Served, virtual: KubeObject | undefined, copy: KubeObject | undefined): void {
    const { host, inside } = this.#parts;
    if (copy && !copy.metadata?.deletionTimestamp) {
      const seconds = virtual?.metadata?.['deletionGracePeriodSeconds'];
      const grace = typeof seconds === 'number' ? { gracePeriodSeconds: seconds } : {};
      host.api.delete(type, namespaceOf(copy), nameOf(copy), grace);
    } else if (!copy && type.plural === 'pods' && virtual?.metadata?.deletionTimestamp) {
      this.#removePod(inside.api, virtual);
    }
  }

  #bring(type: Served, virtual: KubeObject, target: SyncTarget): void {
    const { host, inside, random } = this.#parts;
    if (type.plural === 'pods' && textAt(virtual, 'spec', 'nodeName')) {
      this.#removePod(inside.api, virtual);
    } else {
      const copy = newCopy(virtual, this.#inNamespace(virtual, target), random);
      if (copy !== undefined) {
        host.api.create(copy);
      }
    }
  }

  #removePod(api: Api, pod: KubeObject): void {
    api.remove(resources.pods, namespaceOf(pod), nameOf(pod));
    this.#parts.mirror.keepNodes();
  }

  /** A pod that is ending on the host ends inside as well; anything else is brought again once it is gone. */
  #follow(type: Served, virtual: KubeObject, copy: KubeObject): void {
    if (type.plural === 'pods') {
      const seconds = copy.metadata?.['deletionGracePeriodSeconds'];
      const grace = typeof seconds === 'number' ? { gracePeriodSeconds: seconds } : {};
      this.#parts.inside.api.delete(type, namespaceOf(virtual), nameOf(virtual), grace);
    }
  }

  /** The target with the labels of an object's namespace, which its pods carry. */
  #inNamespace(virtual: KubeObject, target: SyncTarget): SyncTarget {
    const name = namespaceOf(virtual);
    const labels = this.#parts.inside.api.find(resources.namespaces, undefined, name)?.metadata?.labels;
    return labels === undefined ? target : { ...target, namespaceLabels: { [name]: labels } };
  }

  #match(virtual: KubeObject, copy: KubeObject, target: SyncTarget): void {
    const { host, inside, mirror, random } = this.#parts;
    const renewed = renewedCopy(virtual, copy, this.#inNamespace(virtual, target), random);
    if (!sameJson(renewed, copy)) {
      host.api.overwrite(renewed);
    }
    const known = fromHost(virtual, copy);
    if (!sameJson(known, virtual)) {
      inside.api.overwrite(known);
      mirror.follow(known);
    }
  }
}
