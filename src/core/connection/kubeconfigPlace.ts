import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { addContext, type ContextEntry, removeContext } from '../kubeconfig/contextEntry.ts';
import { given } from '../kubeconfig/given.ts';
import { loadKubeconfigFile } from '../kubeconfig/loader.ts';
import type { LockOptions } from '../kubeconfig/lock.ts';
import { mergedCurrentContext } from '../kubeconfig/merge.ts';
import { parseVirtualContext } from '../vcluster/context.ts';
import type { KubeconfigMode } from './connection.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerEntry } from './ledgerFile.ts';
import { privateFilePath, removePrivateFile, writePrivateKubeconfig } from './privateFile.ts';

export interface KubeconfigPlacesOptions {
  /** The user's kubeconfig files in order of precedence; asked for at each `place`. */
  readonly paths: () => readonly string[];
  /** For private kubeconfigs: the folder of the ledger. */
  readonly folder: string;
  readonly ledger: Ledger;
  readonly lock?: LockOptions;
  readonly now?: () => number;
}

/** A context that is in its place. */
export interface PlacedContext {
  readonly context: string;
  /** The file that holds it. */
  readonly kubeconfigPath: string;
  /**
   * Takes it out again, and makes current what was so before, if it still is the current one. Safe to call again after a
   * failure, and nothing happens after a success. @throws KubeError `kubeconfig`
   */
  remove(): Promise<void>;
  /** Only of one in the user's kubeconfig. */
  readonly shared?: SharedContext;
}

/** A context among those of the user, who may rename or remove it. Each gives it as it is then. @throws KubeError `kubeconfig` */
export interface SharedContext {
  /** The name of its cluster and user. */
  readonly parts: string;
  /** Takes note that it has been renamed; `parts` is the name of its cluster. Writes nothing but the ledger. */
  renamed(context: string, parts: string): Promise<PlacedContext>;
  /** Writes it back, under the name that it had last, unless a context of that name leads elsewhere by now. */
  restore(entry: ContextEntry, makeCurrent: boolean): Promise<PlacedContext>;
}

/** Puts contexts of connected vclusters where the user wants them, and takes them out again. */
export class KubeconfigPlaces {
  readonly #options: KubeconfigPlacesOptions;
  /** Windows that are connected to the same vcluster have a private file each. */
  readonly #instance = randomUUID();
  /** What is in place now, by id: a former one with the same id has nothing to take out any more. */
  readonly #placed = new Map<string, object>();

  constructor(options: KubeconfigPlacesOptions) {
    this.#options = options;
  }

  /**
   * Places a context. `id` names it in the ledger and, in mode `private`, its file; a second one with the same id takes the
   * place of the first. The ledger knows of it before anything is written.
   *
   * @throws KubeError `kubeconfig`; then nothing is left behind
   */
  async place(
    mode: KubeconfigMode,
    id: string,
    entry: ContextEntry,
    port?: number | undefined,
  ): Promise<PlacedContext> {
    const { name: context, server } = entry;
    const startedAt = (this.#options.now ?? Date.now)();
    const note = { id, mode, context, server, startedAt, ...given({ port }) };
    return mode === 'private' ? await this.#placePrivately(note, entry) : await this.#merge(note, entry);
  }

  async #placePrivately(note: Omit<LedgerEntry, 'files'>, entry: ContextEntry): Promise<PlacedContext> {
    const { folder, ledger } = this.#options;
    const key = `${this.#instance}/${note.id}`;
    const file = privateFilePath(folder, key);
    await ledger.record({ ...note, files: [file] });
    const remove = this.#once(note.id, async () => {
      await removePrivateFile(file);
      await ledger.forget(note.id);
    });
    try {
      await writePrivateKubeconfig(folder, key, entry);
    } catch (error) {
      await remove().catch(() => undefined);
      throw error;
    }
    return { context: note.context, kubeconfigPath: file, remove };
  }

  async #merge(note: Omit<LedgerEntry, 'files'>, entry: ContextEntry): Promise<PlacedContext> {
    const { ledger } = this.#options;
    const files = this.#options.paths();
    const noted = { ...note, files, ...given({ previousContext: await this.#previous(files, note.context) }) };
    await ledger.record(noted);
    const remove = this.#once(note.id, () => this.#takeOut(note.id));
    try {
      const makeCurrent = note.mode === 'switch';
      const { file, previousContext } = await addContext(files, entry, { makeCurrent, ...this.#lock() });
      if (previousContext !== undefined && previousContext !== noted.previousContext) {
        await ledger.record({ ...noted, previousContext });
      }
      return this.#shared(note.id, { context: note.context, kubeconfigPath: file, remove }, note.context);
    } catch (error) {
      // Of several files, some may have been written.
      await (files.length > 1 ? remove() : ledger.forget(note.id)).catch(() => undefined);
      throw error;
    }
  }

  #shared(id: string, placed: PlacedContext, parts: string): PlacedContext {
    return {
      ...placed,
      shared: {
        parts,
        renamed: async (context, newParts) => {
          await this.#renote(id, { context, parts: newParts });
          return this.#shared(id, { ...placed, context }, newParts);
        },
        restore: async (entry, makeCurrent) => {
          const { files } = await this.#renote(id, { context: placed.context, parts });
          const options = { makeCurrent, parts, unlessTaken: true, ...this.#lock() } as const;
          const { file } = await addContext(files, { ...entry, name: placed.context }, options);
          return this.#shared(id, { ...placed, kubeconfigPath: file }, parts);
        },
      },
    };
  }

  /** Corrects what the ledger says of a context that is in place. */
  async #renote(id: string, change: { readonly context: string; readonly parts: string }): Promise<LedgerEntry> {
    const { ledger } = this.#options;
    const entry = ledger.entries.find((each) => each.id === id);
    if (entry === undefined) {
      throw new OperationError('cancelled', l10n.t('It was disconnected meanwhile.'));
    }
    const noted = { ...entry, ...change };
    await ledger.record(noted);
    return noted;
  }

  /** Runs until it succeeds once, and only while nothing else is in place under the id. */
  #once(id: string, action: () => Promise<void>): () => Promise<void> {
    const token = {};
    this.#placed.set(id, token);
    return async () => {
      if (this.#placed.get(id) === token) {
        await action();
        this.#placed.delete(id);
      }
    };
  }

  #lock(): { readonly lock?: LockOptions } {
    return given({ lock: this.#options.lock });
  }

  /**
   * The current context; where that is the same one, left by an earlier connection, what was current before that. Where only the CLI
   * could know that, its host, as the CLI has it.
   */
  async #previous(files: readonly string[], context: string): Promise<string | undefined> {
    const loaded = await Promise.all(files.map((file) => loadKubeconfigFile(file)));
    const current = mergedCurrentContext(loaded.flatMap(({ entries }) => entries ?? []));
    if (current !== context) {
      return current;
    }
    const known = [...this.#options.ledger.entries, ...(await this.#options.ledger.othersNotes())];
    const earlier = known.find((entry) => entry.context === context && entry.previousContext !== context);
    return earlier === undefined ? parseVirtualContext(context)?.parent : earlier.previousContext;
  }

  async #takeOut(id: string): Promise<void> {
    const { ledger } = this.#options;
    const entry = ledger.entries.find((each) => each.id === id);
    if (entry === undefined) {
      return;
    }
    const { context, parts, server, files, previousContext: restore } = entry;
    if (!(await ledger.isShared(entry))) {
      await removeContext(files, context, { onlyIf: { server }, ...given({ restore, parts }), ...this.#lock() });
    }
    await ledger.forget(id);
    await this.#passOn(context, restore);
  }

  /** Connections that were to restore the context that went restore what that one would have. */
  async #passOn(context: string, restore: string | undefined): Promise<void> {
    for (const entry of this.#options.ledger.entries.filter(({ previousContext }) => previousContext === context)) {
      const { previousContext: _, ...rest } = entry;
      await this.#options.ledger.record({ ...rest, ...given({ previousContext: restore }) });
    }
  }
}
