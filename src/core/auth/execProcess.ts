import { type ChildProcess, spawn } from 'node:child_process';
import type { Environment } from './proxy.ts';

export interface ExecLimits {
  readonly timeoutMs: number;
  /** Bytes of standard output after which the process is ended. */
  readonly maxOutputBytes: number;
  readonly signal: AbortSignal;
}

/** How a process ended. `stderr` is its last 8 KiB. */
export type ExecEnd =
  | { readonly kind: 'exit'; readonly code: number | null; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'timeout' | 'overflow' | 'aborted' }
  | { readonly kind: 'failed'; readonly error: unknown };

const stderrBytes = 8 * 1024;
/** A plugin may leave a helper behind that keeps its output open; it is not waited for longer than this. */
const drainMs = 500;

/** Runs a program without a shell and without input, and ends it with all its children when it breaks a limit. Never rejects. */
export function runProcess(
  file: string,
  args: readonly string[],
  environment: Environment,
  limits: ExecLimits,
): Promise<ExecEnd> {
  return new Promise((resolve) => {
    if (limits.signal.aborted) {
      resolve({ kind: 'aborted' });
      return;
    }
    let child: ChildProcess;
    try {
      child = spawn(file, args, {
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
        detached: process.platform !== 'win32',
      });
    } catch (error) {
      resolve({ kind: 'failed', error });
      return;
    }
    const stdout: Buffer[] = [];
    let stderr: Buffer = Buffer.alloc(0);
    let size = 0;
    let drain: NodeJS.Timeout | undefined;
    const end = (result: ExecEnd) => {
      clearTimeout(limit);
      clearTimeout(drain);
      limits.signal.removeEventListener('abort', abort);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(result);
    };
    const stop = (kind: 'timeout' | 'overflow' | 'aborted') => {
      killTree(child);
      end({ kind });
    };
    const abort = () => stop('aborted');
    const exited = (code: number | null) =>
      end({ kind: 'exit', code, stdout: Buffer.concat(stdout).toString('utf8'), stderr: stderr.toString('utf8') });
    const limit = setTimeout(() => stop('timeout'), limits.timeoutMs);
    limits.signal.addEventListener('abort', abort, { once: true });
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      stdout.push(chunk);
      if (size > limits.maxOutputBytes) {
        stop('overflow');
      }
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr = Buffer.concat([stderr, chunk]).subarray(-stderrBytes);
    });
    child.on('error', (error) => end({ kind: 'failed', error }));
    child.on('close', (code) => exited(code));
    child.on('exit', (code) => {
      drain = setTimeout(() => exited(code), drainMs);
    });
  });
}

/** Ends a process and its children. On POSIX it leads a process group of its own; Windows has a tool for it. */
function killTree(child: ChildProcess): void {
  if (child.pid === undefined) {
    return;
  }
  if (process.platform === 'win32') {
    const killer = spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    killer.on('error', () => child.kill('SIGKILL'));
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
