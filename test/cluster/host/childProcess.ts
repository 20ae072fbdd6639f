import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';

const graceMs = 1_500;
const tailLines = 30;

/** A program that a test runs beside itself. Its output goes to a file; it is ended by its own process id. */
export class RunningProgram {
  readonly logFile: string;
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  readonly #name: string;
  #wanted = true;

  private constructor(name: string, child: ChildProcess, logFile: string) {
    this.#name = name;
    this.#child = child;
    this.logFile = logFile;
    this.exited = new Promise((resolve) => child.once('close', () => resolve()));
    child.once('error', () => undefined);
    child.once('close', (code, signal) => {
      if (this.#wanted) {
        void this.#tail().then((tail) => console.error(`${name} ended by itself (${signal ?? code}):\n${tail}`));
      }
    });
  }

  /** Starts `path`. Output is appended to `logFile`, so that a restart keeps what was there. */
  static async start(path: string, args: readonly string[], logFile: string): Promise<RunningProgram> {
    const log = await open(logFile, 'a', 0o600);
    const child = spawn(path, args, { stdio: ['ignore', log.fd, log.fd], cwd: '/' });
    await log.close();
    return new RunningProgram(basename(path), child, logFile);
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Waits until `ready` says true; throws with the tail of the log when the program ends first or time is up. */
  async ready(ready: () => Promise<boolean>, withinMs = 120_000): Promise<void> {
    const until = Date.now() + withinMs;
    while (!(await ready().catch(() => false))) {
      if (!this.running || Date.now() > until) {
        const why = this.running ? `was not ready within ${withinMs} ms` : 'ended while it started';
        this.#wanted = false;
        throw new Error(`${this.#name} ${why}:\n${await this.#tail()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** SIGTERM, and SIGKILL a moment later; or SIGKILL at once. Resolves when the process is gone. */
  async stop(hard = false): Promise<void> {
    this.#wanted = false;
    if (!this.running) {
      return;
    }
    this.#child.kill(hard ? 'SIGKILL' : 'SIGTERM');
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), graceMs);
    await this.exited;
    clearTimeout(killer);
  }

  /** For the handler of `exit`, where nothing can be awaited. */
  killNow(): void {
    this.#wanted = false;
    this.#child.kill('SIGKILL');
  }

  async #tail(): Promise<string> {
    const text = await readFile(this.logFile, 'utf8').catch(() => '');
    return text.split('\n').slice(-tailLines).join('\n');
  }
}
