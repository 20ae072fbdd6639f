import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningProgram } from './childProcess.ts';
import { onSuddenEnd } from './exitGuard.ts';

/** A temporary folder and the programs that work in it. None of it outlives this process, however that ends. */
export class Programs {
  readonly folder: string;
  readonly #running = new Set<RunningProgram>();
  readonly #guard = onSuddenEnd(() => {
    for (const program of this.#running) {
      program.killNow();
    }
    rmSync(this.folder, { recursive: true, force: true });
  });

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async inTemporaryFolder(prefix: string): Promise<Programs> {
    return new Programs(await mkdtemp(join(tmpdir(), prefix)));
  }

  /** Starts a program whose output goes to `NAME.log` in the folder. */
  async start(name: string, path: string, args: readonly string[]): Promise<RunningProgram> {
    const program = await RunningProgram.start(path, args, join(this.folder, `${name}.log`));
    this.#running.add(program);
    void program.exited.then(() => this.#running.delete(program));
    return program;
  }

  get pids(): readonly number[] {
    return [...this.#running].flatMap((program) => program.pid ?? []);
  }

  /** Ends what runs, the last one started first, and removes the folder. */
  async dispose(hard = false): Promise<void> {
    for (const program of [...this.#running].reverse()) {
      await program.stop(hard);
    }
    await rm(this.folder, { recursive: true, force: true });
    this.#guard.dispose();
  }
}
