import { type ChildProcess, spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { OperationError } from '../base/operationError.ts';
import type { Command } from './command.ts';
import { OutputLines } from './outputLines.ts';
import { ProcessTree } from './processTree.ts';
import { lineRedactor } from './redaction.ts';
import { makeRunFolder } from './runFolder.ts';
import { cancelled, exitFailure, outputFailure, overflowFailure, startFailure, timeFailure } from './toolFailure.ts';

export interface RunOptions {
  readonly signal: AbortSignal;
  /** Takes each line of output as it comes, without secrets and safe to show. */
  readonly onLine?: (line: string) => void;
  /** How long a tool that is cancelled may take to tidy up, in milliseconds; 5,000 when left out. */
  readonly graceMs?: number;
  /** Bytes of output after which it is stopped; 32 MiB when left out. */
  readonly maxBytes?: number;
  /** Where its private folder is made; the system's temporary folder when left out. */
  readonly parentFolder?: string;
}

/** Runs commands. There is one in the product; tests may have others. */
export type Runner = <T>(command: Command<T>, options: RunOptions) => Promise<T>;

const keptLines = 50;
/** A tool may leave a helper behind that keeps its output open; it is not waited for longer than this. */
const drainMs = 500;

/** How a process came to its end. */
type End =
  | { readonly kind: 'exit'; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly kind: 'timeout' | 'overflow' | 'aborted' }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Runs a command without a shell and without input, in an empty private folder, and gives what its `parse` makes of the output.
 * When it is cancelled or breaks a limit, it ends with all that it has started, and this settles once that is gone; its folder
 * is removed in every case.
 * @throws OperationError `toolMissing`, `toolUnfit` when it cannot be started, `toolFailed`, `toolTimeout`, `cancelled`
 */
export const runCommand: Runner = async (command, options) => {
  if (options.signal.aborted) {
    throw cancelled();
  }
  if (!isAbsolute(command.file)) {
    throw startFailure(command.file, Object.assign(new Error('not an absolute path'), { code: 'ENOENT' }));
  }
  const folder = await makeRunFolder(command.files ?? {}, options.parentFolder);
  try {
    return await new Run(command, options, folder.workPath).result();
  } finally {
    await folder.remove();
  }
};

class Run<T> {
  readonly #command: Command<T>;
  readonly #options: RunOptions;
  readonly #folder: string;
  readonly #stdout: Buffer[] = [];
  readonly #last: string[] = [];
  #size = 0;

  constructor(command: Command<T>, options: RunOptions, folder: string) {
    this.#command = command;
    this.#options = options;
    this.#folder = folder;
  }

  async result(): Promise<T> {
    const { file, timeoutMs, parse } = this.#command;
    const end = await this.#end();
    switch (end.kind) {
      case 'failed':
        throw startFailure(file, end.error);
      case 'aborted':
        throw cancelled();
      case 'timeout':
        throw timeFailure(file, timeoutMs, this.#last);
      case 'overflow':
        throw overflowFailure(file, this.#maxBytes);
      case 'exit':
        if (end.code !== 0) {
          throw exitFailure(file, end.code ?? end.signal ?? '?', this.#last);
        }
    }
    try {
      return parse(Buffer.concat(this.#stdout).toString('utf8'));
    } catch (error) {
      throw OperationError.is(error) ? error : outputFailure(file, error);
    }
  }

  get #maxBytes(): number {
    return this.#options.maxBytes ?? 32 * 2 ** 20;
  }

  async #end(): Promise<End> {
    const { signal, graceMs = 5000 } = this.#options;
    let tree: ProcessTree;
    try {
      tree = new ProcessTree(this.#spawn(), graceMs);
    } catch (error) {
      return { kind: 'failed', error };
    }
    const { promise, resolve } = Promise.withResolvers<End>();
    const abort = () => resolve({ kind: 'aborted' });
    const limit = setTimeout(() => resolve({ kind: 'timeout' }), this.#command.timeoutMs);
    signal.addEventListener('abort', abort, { once: true });
    const drain = this.#listen(tree.child, resolve);
    try {
      const end = await promise;
      if (end.kind !== 'failed') {
        // Also after a normal end: a helper that it left in its group has nobody to answer to.
        await tree.end();
      }
      return end;
    } finally {
      clearTimeout(limit);
      clearTimeout(drain.timer);
      signal.removeEventListener('abort', abort);
      tree.child.stdout?.destroy();
      tree.child.stderr?.destroy();
    }
  }

  #spawn(): ChildProcess {
    const { file, argv, env } = this.#command;
    return spawn(file, argv, {
      cwd: this.#folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      shell: false,
      detached: process.platform !== 'win32',
    });
  }

  #listen(child: ChildProcess, resolve: (end: End) => void): { timer: NodeJS.Timeout | undefined } {
    const redacted = lineRedactor(this.#command.redact);
    const say = (logged: boolean) => (line: string) => {
      const safe = redacted(line);
      this.#last.push(safe);
      this.#last.splice(0, this.#last.length - keptLines);
      if (logged) {
        this.#options.onLine?.(safe);
      }
    };
    const out = new OutputLines(say(this.#command.quiet !== true));
    const err = new OutputLines(say(true));
    const count = (chunk: Buffer) => {
      this.#size += chunk.length;
      if (this.#size > this.#maxBytes) {
        resolve({ kind: 'overflow' });
      }
      return this.#size <= this.#maxBytes;
    };
    const drain: { timer: NodeJS.Timeout | undefined } = { timer: undefined };
    const exited = (code: number | null, signal: NodeJS.Signals | null) => {
      out.end();
      err.end();
      resolve({ kind: 'exit', code, signal });
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      if (count(chunk)) {
        this.#stdout.push(chunk);
        out.push(chunk);
      }
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (count(chunk)) {
        err.push(chunk);
      }
    });
    child.once('error', (error) => resolve({ kind: 'failed', error }));
    child.once('close', exited);
    child.once('exit', (code, signal) => {
      drain.timer = setTimeout(() => exited(code, signal), drainMs);
    });
    return drain;
  }
}
