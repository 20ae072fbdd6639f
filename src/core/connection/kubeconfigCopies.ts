import { chmod, stat } from 'node:fs/promises';
import type { Disposable } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import { writeFileAtomic } from '../kubeconfig/atomicFile.ts';
import type { ContextEntry } from '../kubeconfig/contextEntry.ts';
import { parseVClusterId } from '../vcluster/id.ts';
import type { Connections } from './connections.ts';
import type { KubeconfigPlaces, PlacedContext } from './kubeconfigPlace.ts';
import { kubeconfigTextFor } from './privateFile.ts';
import { connectAsServiceAccount, type ServiceAccountChoice } from './serviceAccount.ts';

/** A kubeconfig that signs in as a service account. */
export interface ServiceAccountKubeconfig {
  readonly kubeconfigPath: string;
  /** Secret. */
  readonly kubeconfig: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * Kubeconfigs of connected vclusters beside the one that connecting placed: for terminals, the clipboard and service accounts. Files
 * among them go when the connection does.
 */
export class KubeconfigCopies implements Disposable {
  readonly #connections: Connections;
  readonly #places: KubeconfigPlaces;
  readonly #log: Log;
  readonly #check: (context: string) => void;
  readonly #files = new Map<string, Map<string, Promise<PlacedContext>>>();
  readonly #subscription: Disposable;

  /** `check` throws where nothing may be changed by way of a host context. */
  constructor(connections: Connections, places: KubeconfigPlaces, log: Log, check: (context: string) => void) {
    this.#check = check;
    this.#connections = connections;
    this.#places = places;
    this.#log = log;
    this.#subscription = connections.onDidChange((id) => {
      if (connections.view(id) === undefined) {
        void this.#remove(id);
      }
    });
  }

  /** The path of a file for this connection alone, 0600. That of the connection itself where it is private. */
  async file(id: string): Promise<string> {
    const { entry } = this.#connections.way(id);
    const view = this.#connections.view(id);
    return view?.mode === 'private' ? view.kubeconfigPath : (await this.#place(id, 'terminal', entry)).kubeconfigPath;
  }

  /** The text of a kubeconfig for the connection. Secret. */
  text(id: string): string {
    return kubeconfigTextFor(this.#connections.way(id).entry);
  }

  /** Writes that text to a file for its owner alone, which stays. One that is there is replaced. */
  async save(id: string, file: string): Promise<void> {
    const text = this.text(id);
    // Before, since writing keeps the mode. One that its owner made read-only is not written.
    await stat(file).then(
      ({ mode }) => chmod(file, mode & 0o700),
      () => undefined,
    );
    await writeFileAtomic(file, text);
  }

  /**
   * A kubeconfig that signs in with a token of a service account inside the vcluster.
   * @throws OperationError `protected`: it may make the account and give it a role
   */
  async asServiceAccount(id: string, choice: ServiceAccountChoice): Promise<ServiceAccountKubeconfig> {
    this.#check(parseVClusterId(id)?.context ?? '');
    const { client, entry } = this.#connections.way(id);
    const { token, expiresAt } = await connectAsServiceAccount(client, choice);
    const own: ContextEntry = { ...entry, user: { token } };
    const placed = await this.#place(id, `${choice.namespace}/${choice.name}`, own);
    return { kubeconfigPath: placed.kubeconfigPath, kubeconfig: kubeconfigTextFor(own), expiresAt };
  }

  /** A second one for the same purpose takes the place of the first, in the same file. */
  #place(id: string, purpose: string, entry: ContextEntry): Promise<PlacedContext> {
    const files = this.#files.get(id) ?? new Map<string, Promise<PlacedContext>>();
    this.#files.set(id, files);
    const placed = this.#places.place('private', `${id}#${purpose}`, entry);
    placed.catch(() => files.delete(purpose));
    files.set(purpose, placed);
    return placed;
  }

  async #remove(id: string): Promise<void> {
    const files = [...(this.#files.get(id)?.values() ?? [])];
    this.#files.delete(id);
    for (const result of await Promise.allSettled(files.map(async (file) => (await file).remove()))) {
      if (result.status === 'rejected') {
        this.#log.error('A private kubeconfig could not be removed; the next start tries again.', result.reason);
      }
    }
  }

  /** Removes all files. */
  async close(): Promise<void> {
    await Promise.all([...this.#files.keys()].map((id) => this.#remove(id)));
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
