import { isDeepStrictEqual } from 'node:util';
import { type Disposable, Emitter, type Event } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import { printable } from '../base/text.ts';
import { FileWatcher, type FileWatcherOptions } from './fileWatcher.ts';
import { type LoadedBytes, loadKubeconfigFile } from './loader.ts';
import { mergeKubeconfig } from './merge.ts';
import { emptyKubeconfig, type Kubeconfig } from './model.ts';

export interface KubeconfigSourceOptions extends Pick<FileWatcherOptions, 'watchDirectory' | 'pollMs'> {
  /** The files in order of precedence; asked for again at each load. */
  readonly paths: () => readonly string[];
  readonly log: Log;
  /** How long files must have been quiet before they are read again, in milliseconds. */
  readonly debounceMs?: number;
}

// Files that never come to rest are read at least this often, in multiples of the debounce.
const longestDelay = 10;

/**
 * The merged kubeconfig, kept up to date with its files. A file that cannot be used, such as one that is half-written,
 * keeps its last good content and has a `problem`; all other files go on.
 */
export class KubeconfigSource implements Disposable {
  readonly #options: KubeconfigSourceOptions;
  readonly #changed = new Emitter<Kubeconfig>();
  readonly #watcher: FileWatcher;
  #value: Kubeconfig = emptyKubeconfig;
  #files: ReadonlyMap<string, LoadedBytes> = new Map();
  #loading: Promise<void> = Promise.resolve();
  #doubted: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;
  #disturbedAt: number | undefined;
  #disposed = false;

  constructor(options: KubeconfigSourceOptions) {
    this.#options = options;
    const { watchDirectory, pollMs } = options;
    this.#watcher = new FileWatcher({
      onChange: () => this.#disturbed(),
      log: options.log,
      ...(watchDirectory && { watchDirectory }),
      ...(pollMs === undefined ? {} : { pollMs }),
    });
  }

  /** Fires when the merged value differs from before, not when a comment or the order of keys does. */
  get onDidChange(): Event<Kubeconfig> {
    return this.#changed.event;
  }

  get value(): Kubeconfig {
    return this.#value;
  }

  /** Loads and begins to watch. Never rejects: problems with files are part of the value. */
  start(): Promise<void> {
    return this.reload();
  }

  /** Asks for the paths again and reads the files, after a load that is under way. Never rejects. */
  reload(): Promise<void> {
    this.#loading = this.#loading.then(() => this.#load());
    return this.#loading;
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#watcher.dispose();
    this.#changed.dispose();
  }

  #disturbed(): void {
    if (this.#disposed) {
      return;
    }
    const { debounceMs = 150 } = this.#options;
    const now = performance.now();
    this.#disturbedAt ??= now;
    clearTimeout(this.#timer);
    const left = this.#disturbedAt + debounceMs * longestDelay - now;
    this.#timer = setTimeout(
      () => {
        this.#disturbedAt = undefined;
        void this.reload();
      },
      Math.max(0, Math.min(debounceMs, left)),
    );
  }

  async #load(): Promise<void> {
    if (this.#disposed) {
      return;
    }
    try {
      const paths = [...new Set(this.#options.paths())];
      // Watching first: what changes between is then seen, if only by a second load.
      await this.#watcher.sync(paths);
      const files = await Promise.all(paths.map((path) => loadKubeconfigFile(path, this.#files.get(path))));
      if (!this.#disposed) {
        const believed = this.#doubt(files);
        this.#report(believed);
        this.#accept(believed);
      }
    } catch (error) {
      this.#options.log.error('The kubeconfig could not be loaded.', error);
    }
  }

  /**
   * kubectl empties a file before it writes it. One that was just emptied keeps its content until it has been found empty
   * twice, so that nobody closes what was open on its contexts.
   */
  #doubt(files: readonly LoadedBytes[]): readonly LoadedBytes[] {
    const emptied = files.filter(({ path, bytes }) => bytes?.length === 0 && this.#files.get(path)?.bytes?.length);
    const doubted = new Set(emptied.map(({ path }) => path).filter((path) => !this.#doubted.has(path)));
    this.#doubted = doubted;
    if (doubted.size > 0) {
      this.#disturbed();
    }
    return files.map((file) => (doubted.has(file.path) ? (this.#files.get(file.path) ?? file) : file));
  }

  #accept(files: readonly LoadedBytes[]): void {
    this.#files = new Map(files.map((file) => [file.path, file]));
    const value = mergeKubeconfig(files);
    if (!isDeepStrictEqual(value, this.#value)) {
      this.#value = value;
      this.#changed.fire(value);
    }
  }

  #report(files: readonly LoadedBytes[]): void {
    const { log } = this.#options;
    for (const file of files.filter((each) => each !== this.#files.get(each.path))) {
      const ignored = file.problem === undefined ? (file.entries?.ignored ?? []) : [];
      if (file.problem !== undefined) {
        log.warn(file.problem.message);
      } else if (ignored.length > 0) {
        log.warn(`${printable(file.path)}: without a name of their own, thus ignored: ${ignored.join(', ')}`);
      }
    }
  }
}
