import type { Disposable } from '../base/emitter.ts';
import type { ReflectorQuery } from '../reflector/reflector.ts';
import { clusterMarker, marks } from '../vcluster/marks.ts';
import type { NamespaceRecord } from '../vcluster/objects.ts';
import { openNamespaces, type SyncedOrigin } from '../vcluster/syncedReflectors.ts';
import { VirtualNamespaces } from '../vcluster/virtualNamespaces.ts';
import { type ComparedItem, comparedProjection } from './comparedItem.ts';
import { type ComparedKind, controlPlaneKinds, isMetadataOnly } from './comparedKind.ts';
import { type ItemListener, ItemSet, type ItemSource } from './itemSet.ts';
import type { KindTable } from './kindTable.ts';

/** Where objects of a kind are on the host. */
export type HostPlace = Pick<ReflectorQuery<ComparedItem>, 'namespace' | 'labelSelector' | 'fieldSelector'>;

/** The list of what the syncer marked, and that of what the chart made. */
const markedPart = 'marked';
const releasePart = 'release';

/**
 * What one vcluster has on its host, live: what its syncer wrote, into however many namespaces, and its own control plane. Each kind is
 * one list for each of these, whatever the number of objects.
 */
export class HostItems implements Disposable {
  readonly #origin: SyncedOrigin;
  readonly #items: ItemSet;
  readonly #namespaces: VirtualNamespaces;
  #kinds: KindTable;
  #spread: readonly NamespaceRecord[] = [];

  constructor(origin: SyncedOrigin, kinds: KindTable, listener: ItemListener) {
    this.#origin = origin;
    this.#kinds = kinds;
    this.#items = new ItemSet(listener);
    this.#namespaces = new VirtualNamespaces(
      () => openNamespaces(origin),
      origin.namespace,
      () => this.#follow(),
    );
    for (const kind of [...kinds.synced, 'namespaces' as const]) {
      this.#add(kind, markedPart, this.#marked(kind));
    }
    for (const kind of controlPlaneKinds) {
      this.#add(kind, releasePart, {
        namespace: origin.namespace,
        labelSelector: `${marks.release}=${origin.name}`,
      });
    }
    // The only part of a control plane that carries no label of its release.
    this.#add('secrets', 'kubeconfig', {
      namespace: origin.namespace,
      fieldSelector: `metadata.name=vc-${origin.name}`,
    });
    this.#namespaces.start();
  }

  get source(): ItemSource {
    return this.#items;
  }

  /** Reads other custom resources from now on. */
  setKinds(kinds: KindTable): void {
    const before = new Set(this.#kinds.synced);
    for (const kind of before) {
      if (!kinds.isSynced(kind)) {
        for (const part of this.#items.parts(kind)) {
          this.#items.remove(kind, part);
        }
      }
    }
    this.#kinds = kinds;
    for (const kind of kinds.synced.filter((one) => !before.has(one))) {
      this.#add(kind, markedPart, this.#marked(kind));
      for (const { name } of kinds.resource(kind).namespaced ? this.#spread : []) {
        this.#add(kind, `in ${name}`, { namespace: name });
      }
    }
  }

  /** Where everything that the syncer wrote of a kind is. */
  placesOf(kind: ComparedKind): readonly HostPlace[] {
    const spread = this.#kinds.resource(kind).namespaced ? this.#spread : [];
    return [this.#marked(kind), ...spread.map(({ name }) => ({ namespace: name }))];
  }

  #marked(kind: ComparedKind): HostPlace {
    const { name, namespace } = this.#origin;
    return this.#kinds.resource(kind).namespaced
      ? { namespace, labelSelector: `${marks.managedBy}=${name}` }
      : { labelSelector: `${marks.managedBy}=${clusterMarker(namespace, name)}` };
  }

  #add(kind: ComparedKind, part: string, where: HostPlace): void {
    const { reflectors, client } = this.#origin;
    const type = this.#kinds.resource(kind);
    const query = {
      type,
      metadataOnly: isMetadataOnly(kind),
      project: comparedProjection(kind, type),
      ...where,
    };
    this.#items.add(kind, part, reflectors(client, query));
  }

  /** Goes into the namespaces that stand for virtual ones, where the vcluster has such; all that is in them is its. */
  #follow(): void {
    const now = this.#namespaces.all;
    const kinds = this.#kinds.synced.filter((kind) => this.#kinds.resource(kind).namespaced);
    const gone = this.#spread.filter(({ name }) => now.every((one) => one.name !== name));
    const added = now.filter(({ name }) => this.#spread.every((one) => one.name !== name));
    this.#spread = now;
    for (const kind of kinds) {
      for (const { name } of gone) {
        this.#items.remove(kind, `in ${name}`);
      }
      for (const { name } of added) {
        this.#add(kind, `in ${name}`, { namespace: name });
      }
    }
  }

  dispose(): void {
    this.#namespaces.stop();
    this.#items.dispose();
  }
}
