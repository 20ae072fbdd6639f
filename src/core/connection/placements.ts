import type { KubeconfigMode } from './connection.ts';
import type { Way } from './connector.ts';
import type { KubeconfigPlaces, PlacedContext } from './kubeconfigPlace.ts';
import { Turns } from './turns.ts';

/** The kubeconfig files that the context of a vcluster may go into. */
export type PlacesOf = (vcluster: string) => Pick<KubeconfigPlaces, 'place'>;

/**
 * Puts contexts of connections into kubeconfigs and takes them out, one after the other: each restores what was current before it, so
 * that the order counts.
 */
export class Placements {
  readonly #places: PlacesOf;
  readonly #turns = new Turns();
  /** Contexts of connections that have ended, which could not be taken out of their place. */
  readonly #stranded = new Map<string, PlacedContext>();

  constructor(places: PlacesOf) {
    this.#places = places;
  }

  /** The ids of those that could not be taken out. */
  get stranded(): readonly string[] {
    return [...this.#stranded.keys()];
  }

  /** @throws KubeError `kubeconfig` */
  async place(id: string, mode: KubeconfigMode, { entry, forward }: Way): Promise<PlacedContext> {
    const placed = await this.#turns.take(() => this.#places(id).place(mode, id, entry, forward?.port));
    this.#stranded.delete(id);
    return placed;
  }

  /** Takes out the context of a connection that has ended; without one, what could not be taken out before. @throws KubeError `kubeconfig` */
  async remove(id: string, placed: PlacedContext | undefined = this.#stranded.get(id)): Promise<void> {
    if (placed !== undefined) {
      this.#stranded.set(id, placed);
      await this.#turns.take(() => placed.remove());
      this.#stranded.delete(id);
    }
  }

  /** Changes a context in its place when its turn comes. */
  change<T>(act: () => Promise<T>): Promise<T> {
    return this.#turns.take(act);
  }

  /** Resolves once no kubeconfig is being changed. */
  settled(): Promise<void> {
    return this.#turns.settled();
  }
}
