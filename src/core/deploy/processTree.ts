import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const lookMs = 40;
/** After SIGKILL a process may only be waiting to be reaped by whoever adopted it, which is not waited for longer. */
const deadMs = 1000;

/** A program that runs in a process group of its own, with all that it starts. */
export class ProcessTree {
  readonly child: ChildProcess;
  readonly #graceMs: number;
  #ending: Promise<void> | undefined;

  constructor(child: ChildProcess, graceMs: number) {
    this.child = child;
    this.#graceMs = graceMs;
  }

  /** Ends all of it: asks first, and forces what is left after the time of grace. Resolves when nothing is left. Never rejects. */
  end(): Promise<void> {
    this.#ending ??= process.platform === 'win32' ? this.#taskkill() : this.#terminate();
    return this.#ending;
  }

  #signal(signal: NodeJS.Signals | 0): boolean {
    const { pid } = this.child;
    try {
      return pid !== undefined && process.kill(-pid, signal);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  }

  async #terminate(): Promise<void> {
    if (this.#signal('SIGTERM') && !(await this.#goneWithin(this.#graceMs))) {
      this.#signal('SIGKILL');
      await this.#goneWithin(deadMs);
    }
  }

  async #goneWithin(ms: number): Promise<boolean> {
    const end = performance.now() + ms;
    while (this.#signal(0) && (await hasLiving(this.child.pid ?? 0))) {
      if (performance.now() > end) {
        return false;
      }
      await sleep(lookMs);
    }
    return true;
  }

  /** Windows has no way to ask a console program; its own tool ends the tree. */
  #taskkill(): Promise<void> {
    const { pid } = this.child;
    if (pid === undefined || this.child.exitCode !== null) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const file = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\taskkill.exe`;
      const killer = spawn(file, ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
      killer.once('error', () => {
        this.child.kill('SIGKILL');
        resolve();
      });
      killer.once('exit', () => resolve());
    });
  }
}

/**
 * Whether a process group has a member that still runs. Containers often lack an init that reaps: there, what has ended stays a zombie
 * for good and answers signals. Where there is no /proc, everything counts as running.
 */
async function hasLiving(group: number): Promise<boolean> {
  const pids = process.platform === 'linux' ? await readdir('/proc').catch(() => undefined) : undefined;
  if (pids === undefined) {
    return true;
  }
  for (const pid of pids) {
    const stat = /^\d+$/u.test(pid) ? await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '') : '';
    // After the name, which is in brackets and may hold anything: state, parent, process group.
    const [state, , member] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(member) === group && state !== 'Z' && state !== 'X') {
      return true;
    }
  }
  return false;
}
