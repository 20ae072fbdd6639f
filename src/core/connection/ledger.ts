import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { writeFileAtomic } from '../kubeconfig/atomicFile.ts';
import { removeContext } from '../kubeconfig/contextEntry.ts';
import { given } from '../kubeconfig/given.ts';
import type { LockOptions } from '../kubeconfig/lock.ts';
import { hasEnded, ownMark, type ProcessMark } from '../kubeconfig/processMark.ts';
import { removeLeftovers } from '../kubeconfig/temporary.ts';
import { type LedgerEntry, type LedgerPage, ledgerText, readLedgerFile } from './ledgerFile.ts';
import { makePrivateFolder, removePrivateFile } from './privateFile.ts';

export interface LedgerOptions {
  /** Shared by all windows: each has a file of its own in it. */
  readonly folder: string;
  readonly lock?: LockOptions;
  /** For tests. */
  readonly process?: ProcessMark;
}

/** What a sweep did: whose traces it removed, and which ones it could not, to be tried again at the next start. */
export interface Swept {
  readonly removed: readonly LedgerEntry[];
  readonly failed: readonly { readonly entry: LedgerEntry; readonly error: unknown }[];
}

interface StoredPage {
  readonly file: string;
  readonly page: LedgerPage;
}

/** Whether both mean the same context in the same file with the same server. */
function sharesContext(one: LedgerEntry, other: LedgerEntry): boolean {
  return (
    one.context === other.context && one.server === other.server && one.files.some((file) => other.files.includes(file))
  );
}

/**
 * Which connections are open, in a file: written before a connection leaves traces, so that what a crash leaves behind is
 * found at the next start. Holds no secrets.
 */
export class Ledger {
  readonly #folder: string;
  readonly #file: string;
  readonly #lock: LockOptions | undefined;
  readonly #process: ProcessMark;
  readonly #entries = new Map<string, LedgerEntry>();
  #writing: Promise<void> = Promise.resolve();

  constructor({ folder, lock, process = ownMark() }: LedgerOptions) {
    this.#folder = path.resolve(folder);
    this.#file = path.join(folder, `window-${randomUUID()}.json`);
    this.#lock = lock;
    this.#process = process;
  }

  /** The connections of this window, the oldest first. */
  get entries(): readonly LedgerEntry[] {
    return [...this.#entries.values()];
  }

  /** Notes a connection, in place of one with the same id. Resolves once it is on the disk. @throws KubeError `kubeconfig` */
  async record(entry: LedgerEntry): Promise<void> {
    const before = this.#entries.get(entry.id);
    this.#entries.set(entry.id, entry);
    try {
      await this.#write();
    } catch (error) {
      if (before === undefined) {
        this.#entries.delete(entry.id);
      } else {
        this.#entries.set(entry.id, before);
      }
      throw error;
    }
  }

  /** Strikes a connection out. @throws KubeError `kubeconfig` */
  async forget(id: string): Promise<void> {
    if (this.#entries.delete(id)) {
      await this.#write();
    }
  }

  /** One after another, and each what holds when its turn comes. */
  #write(): Promise<void> {
    const write = async (): Promise<void> => {
      if (this.#entries.size === 0) {
        await rm(this.#file, { force: true });
        return;
      }
      await makePrivateFolder(this.#folder);
      await writeFileAtomic(this.#file, ledgerText({ process: this.#process, entries: this.entries }));
    };
    const turn = this.#writing.then(write);
    this.#writing = turn.catch(() => undefined);
    return turn;
  }

  async #otherPages(): Promise<readonly StoredPage[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const files = names
      .filter((name) => /^window-[\w-]+\.json$/u.test(name))
      .map((name) => path.join(this.#folder, name))
      .filter((file) => file !== this.#file);
    const pages = await Promise.all(
      files.map(async (file) => {
        const content = await readLedgerFile(file);
        if (content.kind === 'garbage') {
          await rm(file, { force: true }).catch(() => undefined);
        }
        return content.kind === 'page' ? [{ file, page: content.page }] : [];
      }),
    );
    return pages.flat();
  }

  /** What other windows have noted, those included that crashed and were not swept yet. */
  async othersNotes(): Promise<readonly LedgerEntry[]> {
    return (await this.#otherPages()).flatMap(({ page }) => page.entries);
  }

  /** The connections of other windows that are running, as far as one can tell. */
  async othersEntries(): Promise<readonly LedgerEntry[]> {
    const pages = await this.#otherPages();
    return pages.flatMap(({ page }) => (hasEnded(page.process) ? [] : page.entries));
  }

  /** Whether another window has the same context open, so that it is not to be removed. */
  async isShared(entry: LedgerEntry): Promise<boolean> {
    return (await this.othersEntries()).some((other) => sharesContext(entry, other));
  }

  /**
   * Removes what windows that were killed have left: contexts in the user's kubeconfig, only while they are as we made
   * them, with the context restored that was current before; and private files. May run in several windows at once.
   */
  async sweep(): Promise<Swept> {
    await removeLeftovers(this.#folder);
    const pages = await this.#otherPages();
    const alive = pages.filter(({ page }) => !hasEnded(page.process)).flatMap(({ page }) => page.entries);
    const dead = pages.filter(({ page }) => hasEnded(page.process));
    const removed: LedgerEntry[] = [];
    const failed: { entry: LedgerEntry; error: unknown }[] = [];
    // The newest first, since each restores what was current before it.
    const entries = dead.flatMap(({ page }) => page.entries).sort((one, other) => other.startedAt - one.startedAt);
    for (const entry of entries) {
      try {
        if (![...alive, ...this.entries].some((other) => sharesContext(entry, other))) {
          await this.#removeTraces(entry);
        }
        removed.push(entry);
      } catch (error) {
        failed.push({ entry, error });
      }
    }
    for (const { file, page } of dead) {
      await this.#keep(file, { ...page, entries: page.entries.filter((entry) => !removed.includes(entry)) });
    }
    return { removed, failed };
  }

  /** What could not be removed stays on its page. A page that cannot be written is read again at the next start, which does no harm. */
  async #keep(file: string, page: LedgerPage): Promise<void> {
    const kept = page.entries.length === 0 ? rm(file, { force: true }) : writeFileAtomic(file, ledgerText(page));
    await kept.catch(() => undefined);
  }

  async #removeTraces({ mode, files, context, parts, server, previousContext }: LedgerEntry): Promise<void> {
    if (mode !== 'private') {
      const options = given({ restore: previousContext, parts, lock: this.#lock });
      await removeContext(files, context, { ...options, onlyIf: { server } });
      return;
    }
    // Whatever the file says, nothing outside of the folder is ours.
    for (const file of files.filter(
      (each) => path.dirname(path.resolve(each)) === this.#folder && each.endsWith('.kubeconfig'),
    )) {
      await removePrivateFile(file);
    }
  }
}
