import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Which process it was, written into what would outlive it. A process id alone does not tell, since another process may
 * have it by now, on this machine, after a restart of it, or in another container that sees the same files.
 */
export interface ProcessMark {
  readonly pid: number;
  /** When it started, in ticks since the machine did; empty where that cannot be had. */
  readonly started: string;
  readonly host: string;
  /** Which start of the machine, and which container; empty outside Linux. */
  readonly boot: string;
  readonly space: string;
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/** The 22nd field; the second, in parentheses, may hold anything. */
function startOf(pid: number): string {
  const status = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  return status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** The mark of this process. */
export function ownMark(): ProcessMark {
  return {
    pid: process.pid,
    started: startOf(process.pid),
    host: hostname(),
    boot: attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()),
    space: attempt(() => readlinkSync('/proc/self/ns/pid')),
  };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Whether the process has certainly ended. Of another machine or container nothing is certain, unless it was restarted. */
export function hasEnded(mark: ProcessMark): boolean {
  const own = ownMark();
  if (mark.host !== own.host) {
    return false;
  }
  if (mark.boot !== own.boot) {
    return true;
  }
  if (mark.space !== own.space) {
    return false;
  }
  const started = startOf(mark.pid);
  return !exists(mark.pid) || (mark.started !== '' && started !== '' && mark.started !== started);
}

/** The mark in a parsed JSON value; undefined where there is none. */
export function asProcessMark(value: unknown): ProcessMark | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { pid, started, host, boot, space } = value as Readonly<Record<string, unknown>>;
  const isPid = typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0;
  return isPid && isText(started) && isText(host) && isText(boot) && isText(space)
    ? { pid, started, host, boot, space }
    : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
