import { open, realpath, rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { codeOf, writeProblem } from './fileProblem.ts';

export interface LockOptions {
  /** How long to wait for a lock that another holds, in milliseconds. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

const firstWaitMs = 5;
const longestWaitMs = 100;

async function tryLock(lockFile: string): Promise<boolean> {
  try {
    await (await open(lockFile, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    // Windows answers EPERM while a lock that was deleted just now is still open elsewhere.
    if (codeOf(error) === 'EEXIST' || (codeOf(error) === 'EPERM' && process.platform === 'win32')) {
      return false;
    }
    throw error;
  }
}

async function heldTooLong(file: string, lockFile: string, now: number): Promise<KubeError> {
  const since = await stat(lockFile).then(
    ({ mtimeMs }) => mtimeMs,
    () => now,
  );
  return new KubeError(
    'kubeconfig',
    l10n.t(
      '{0} is locked by another program: {1} has been there for {2} seconds. If nothing is using it any more, delete it.',
      printable(file),
      printable(lockFile),
      Math.max(0, Math.round((now - since) / 1000)),
    ),
  );
}

async function acquire(file: string, lockFile: string, options: LockOptions): Promise<void> {
  const { timeoutMs = 8000, now = Date.now, sleep = delay } = options;
  const deadline = now() + timeoutMs;
  for (let wait = firstWaitMs; !(await tryLock(lockFile)); wait = Math.min(wait * 1.5, longestWaitMs)) {
    if (now() >= deadline) {
      throw await heldTooLong(file, lockFile, now());
    }
    await sleep(wait * (0.5 + Math.random()));
  }
}

async function release(lockFile: string): Promise<void> {
  try {
    await rm(lockFile, { force: true });
  } catch (error) {
    throw new KubeError('kubeconfig', l10n.t('The lock {0} cannot be removed. Delete it.', printable(lockFile)), {
      cause: error,
    });
  }
}

/** A link and its target are two names of one file, and another program may know either. */
async function lockFilesOf(file: string): Promise<readonly string[]> {
  const target = await realpath(file).catch(() => file);
  return [...new Set([file, target])].map((name) => `${name}.lock`).sort();
}

/**
 * Runs `action` while holding the lock of a kubeconfig as client-go takes it: the file `<kubeconfig>.lock`, which only one
 * can create. client-go gives up at once where the lock exists and breaks none, however old; this waits, and breaks none
 * either, since the one who holds it may be suspended.
 *
 * @throws KubeError `kubeconfig` when the lock cannot be had; it names the lock file and its age. Else what `action` throws.
 */
export async function withKubeconfigLock<T>(
  file: string,
  action: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const held: string[] = [];
  try {
    for (const lockFile of await lockFilesOf(file)) {
      try {
        await acquire(file, lockFile, options);
      } catch (error) {
        throw KubeError.is(error) ? error : writeProblem(lockFile, error);
      }
      held.push(lockFile);
    }
    return await action();
  } finally {
    for (const lockFile of held.reverse()) {
      await release(lockFile);
    }
  }
}
