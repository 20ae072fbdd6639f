import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Disposable } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import { codeOf } from './fileProblem.ts';
import { type WatchPoint, watchPoints } from './watchPoint.ts';

/** Watches one directory, not what is below it. The name is null where the platform does not tell it. */
export type WatchDirectory = (directory: string, listener: (name: string | null) => void) => fs.FSWatcher;

export interface FileWatcherOptions {
  /** Something may have changed; it may also have been nothing. */
  readonly onChange: () => void;
  readonly log: Log;
  readonly watchDirectory?: WatchDirectory;
  /** How often to look where the platform gives no events, in milliseconds. */
  readonly pollMs?: number;
}

interface Watched {
  readonly handle: fs.FSWatcher;
  names: ReadonlySet<string>;
}

interface Wanted {
  readonly directory: string;
  readonly names: Set<string>;
  readonly files: Set<string>;
}

// A loop that ends at once where nothing moves; more rounds only follow directories that come and go meanwhile.
const mostRounds = 5;

const watchByEvents: WatchDirectory = (directory, listener) =>
  fs.watch(directory, { persistent: false }, (_event, name) => listener(name));

/** File systems may ignore case and normalise Unicode; a needless look at a file is harmless. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** Windows gets no events from the file systems of WSL (9p). */
export function needsPolling(file: string): boolean {
  return /^[\\/]{2}wsl(?:\$|\.localhost)[\\/]/iu.test(file);
}

/**
 * Notices changes of files, whether they exist or not, through events of their directories, so that creation, removal,
 * atomic replacement and changes of symbolic links are all seen. `sync` says which files, and is to be called again after
 * each change, since that may have moved the directories to watch. Looks at intervals only where there are no events.
 */
export class FileWatcher implements Disposable {
  readonly #options: FileWatcherOptions;
  readonly #watched = new Map<string, Watched>();
  readonly #polled = new Map<string, () => void>();
  #disposed = false;

  constructor(options: FileWatcherOptions) {
    this.#options = options;
  }

  /** Once it resolves, every later change is noticed. */
  async sync(files: readonly string[]): Promise<void> {
    const polled = new Set(files.filter(needsPolling));
    for (let round = 0; round < mostRounds && !this.#disposed; round++) {
      const wanted = await wantedDirectories(files.filter((file) => !polled.has(file)));
      if (this.#disposed || !this.#attach(wanted, polled)) {
        break;
      }
    }
    this.#poll(polled);
  }

  dispose(): void {
    this.#disposed = true;
    for (const key of [...this.#watched.keys()]) {
      this.#close(key);
    }
    this.#poll(new Set());
  }

  /** Whether any directory was added, so that its state before that is not certain. */
  #attach(wanted: ReadonlyMap<string, Wanted>, polled: Set<string>): boolean {
    for (const key of [...this.#watched.keys()].filter((each) => !wanted.has(each))) {
      this.#close(key);
    }
    let added = false;
    for (const [key, { directory, names, files }] of wanted) {
      const present = this.#watched.get(key);
      if (present !== undefined) {
        present.names = names;
        continue;
      }
      try {
        this.#watched.set(key, { handle: this.#open(key, directory), names });
        added = true;
      } catch (error) {
        added ||= codeOf(error) === 'ENOENT';
        if (codeOf(error) !== 'ENOENT') {
          this.#options.log.warn(`No file events from ${directory} (${codeOf(error)}): looking at intervals instead.`);
          for (const file of files) {
            polled.add(file);
          }
        }
      }
    }
    return added;
  }

  #open(key: string, directory: string): fs.FSWatcher {
    const { watchDirectory = watchByEvents, onChange } = this.#options;
    const self = folded(path.basename(directory));
    const handle = watchDirectory(directory, (name) => {
      const changed = name === null ? undefined : folded(name);
      const isSelf = changed === undefined || changed === self;
      if (isSelf) {
        // The directory itself may be gone: this handle would stay silent also when another takes its place.
        this.#close(key);
      }
      if (isSelf || this.#watched.get(key)?.names.has(changed)) {
        onChange();
      }
    });
    handle.on('error', () => {
      this.#close(key);
      onChange();
    });
    return handle;
  }

  #close(key: string): void {
    this.#watched.get(key)?.handle.close();
    this.#watched.delete(key);
  }

  #poll(files: ReadonlySet<string>): void {
    for (const [file, listener] of [...this.#polled].filter(([each]) => !files.has(each))) {
      fs.unwatchFile(file, listener);
      this.#polled.delete(file);
    }
    for (const file of [...files].filter((each) => !this.#disposed && !this.#polled.has(each))) {
      const listener = () => this.#options.onChange();
      fs.watchFile(file, { interval: this.#options.pollMs ?? 2000, persistent: false }, listener);
      this.#polled.set(file, listener);
    }
  }
}

/** By directory and inode: another directory in the same place is another key. */
async function wantedDirectories(files: readonly string[]): Promise<ReadonlyMap<string, Wanted>> {
  const wanted = new Map<string, Wanted>();
  for (const file of files) {
    for (const { directory, name } of await watchPoints(file)) {
      const key = await directoryKey({ directory, name });
      const entry = wanted.get(key) ?? { directory, names: new Set(), files: new Set() };
      entry.names.add(folded(name));
      entry.files.add(file);
      wanted.set(key, entry);
    }
  }
  return wanted;
}

async function directoryKey({ directory }: WatchPoint): Promise<string> {
  const status = await fs.promises.stat(directory, { bigint: true }).catch(() => undefined);
  return `${directory}\0${status?.dev ?? 0}:${status?.ino ?? 0}`;
}
