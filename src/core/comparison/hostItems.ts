import type { Disposable } from '../base/emitter.ts';
import type { ReflectorQuery } from '../reflector/reflector.ts';
import { clusterMarker, marks } from '../vcluster/marks.ts';
import { openNamespaces, type SyncedOrigin } from '../vcluster/syncedReflectors.ts';
import { VirtualNamespaces } from '../vcluster/virtualNamespaces.ts';
import { type ComparedItem, comparedProjection } from './comparedItem.ts';
import { type ComparedKind, controlPlaneKinds, isMetadataOnly } from './comparedKind.ts';
import { type ItemListener, ItemSet, type ItemSource } from './itemSet.ts';
import type { KindTable } from './kindTable.ts';

/** Where objects of a kind are on the host. */
export type HostPlace = Pick<ReflectorQuery<ComparedItem>, 'namespace' | 'labelSelector' | 'fieldSelector'>;

/** The list of what the syncer marked. */
const markedPart = 'marked';
/** Those of what the chart made. The kubeconfig is the only part of a control plane that carries no label of its release. */
const [releasePart, kubeconfigPart] = ['release', 'kubeconfig'];
const ownParts: readonly string[] = [releasePart, kubeconfigPart];

/**
 * What one vcluster has on its host, live: what its syncer wrote, into however many namespaces, and its own control plane. Each kind is
 * one list for each of these, whatever the number of objects.
 */
export class HostItems implements Disposable {
  readonly #origin: SyncedOrigin;
  readonly #items: ItemSet;
  readonly #namespaces: VirtualNamespaces;
  #kinds: KindTable;
  #workloadNamespace: string;

  constructor(origin: SyncedOrigin, kinds: KindTable, listener: ItemListener) {
    this.#origin = origin;
    this.#kinds = kinds;
    this.#workloadNamespace = origin.namespace;
    this.#items = new ItemSet(listener);
    this.#namespaces = new VirtualNamespaces(
      () => openNamespaces(origin),
      origin.namespace,
      () => this.#align(this.#kinds.synced),
    );
    this.#align([...kinds.synced, 'namespaces']);
    for (const kind of controlPlaneKinds) {
      this.#add(kind, releasePart, {
        namespace: origin.namespace,
        labelSelector: `${marks.release}=${origin.name}`,
      });
    }
    this.#add('secrets', kubeconfigPart, {
      namespace: origin.namespace,
      fieldSelector: `metadata.name=vc-${origin.name}`,
    });
    this.#namespaces.start();
  }

  get source(): ItemSource {
    return this.#items;
  }

  /** Reads other custom resources from now on, and workloads where they are put, if that is not beside the control plane. */
  follow(kinds: KindTable, workloadNamespace: string): void {
    const all = new Set<ComparedKind>([...this.#kinds.synced, ...kinds.synced]);
    this.#kinds = kinds;
    this.#workloadNamespace = workloadNamespace;
    this.#align(all);
  }

  /** Where everything that the syncer wrote of a kind is. */
  placesOf(kind: ComparedKind): readonly HostPlace[] {
    return [...this.#parts(kind).values()];
  }

  /** The lists that hold what the syncer wrote of a kind, by their names. In a namespace that stands for a virtual one all is its. */
  #parts(kind: ComparedKind): ReadonlyMap<string, HostPlace> {
    if (kind !== 'namespaces' && !this.#kinds.isSynced(kind)) {
      return new Map();
    }
    const parts = new Map([[markedPart, this.#marked(kind)]]);
    if (this.#kinds.resource(kind).namespaced) {
      const elsewhere = this.#workloadNamespace;
      if (elsewhere !== this.#origin.namespace) {
        parts.set(`marked in ${elsewhere}`, { ...this.#marked(kind), namespace: elsewhere });
      }
      for (const { name } of this.#namespaces.all) {
        parts.set(`in ${name}`, { namespace: name });
      }
    }
    return parts;
  }

  /** Begins the lists that are missing, and ends those of places where nothing is looked for any more. */
  #align(kinds: Iterable<ComparedKind>): void {
    for (const kind of kinds) {
      const wanted = this.#parts(kind);
      const there = new Set(this.#items.parts(kind));
      for (const part of there) {
        if (!wanted.has(part) && !ownParts.includes(part)) {
          this.#items.remove(kind, part);
        }
      }
      for (const [part, place] of wanted) {
        if (!there.has(part)) {
          this.#add(kind, part, place);
        }
      }
    }
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

  dispose(): void {
    this.#namespaces.stop();
    this.#items.dispose();
  }
}
