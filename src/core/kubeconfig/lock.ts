import { realpath, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { writeProblem } from './fileProblem.ts';
import { type HeldLock, removeClaims, tryLock, unlock } from './lockFile.ts';
import { removeLeftovers } from './temporary.ts';

export interface LockOptions {
  /** How long to wait for a lock that another holds, in milliseconds. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

const firstWaitMs = 5;
const longestWaitMs = 100;

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

async function acquire(file: string, lockFile: string, options: LockOptions): Promise<HeldLock> {
  const { timeoutMs = 8000, now = Date.now, sleep = delay } = options;
  const deadline = now() + timeoutMs;
  for (let wait = firstWaitMs; ; wait = Math.min(wait * 1.5, longestWaitMs)) {
    const held = await tryLock(lockFile);
    if (held !== undefined) {
      return held;
    }
    if (now() >= deadline) {
      throw await heldTooLong(file, lockFile, now());
    }
    await sleep(wait * (0.5 + Math.random()));
  }
}

async function release(held: HeldLock): Promise<void> {
  try {
    await unlock(held);
  } catch (error) {
    const message = l10n.t('The lock {0} cannot be removed. Delete it.', printable(held.lockFile));
    throw new KubeError('kubeconfig', message, { cause: error });
  }
}

/** A link and its target are two names of one file, and another program may know either. */
async function namesOf(file: string): Promise<readonly string[]> {
  return [file, await realpath(file).catch(() => file)];
}

/**
 * Runs `action` while holding the locks of kubeconfigs as client-go takes them: the file `<kubeconfig>.lock`, which only
 * one can create. client-go gives up at once where the lock exists and breaks none, however old; this waits, and breaks
 * none of others either, since the one who holds it may be suspended. A lock of ours names its process, and is broken
 * once that has ended. What a killed process of ours left beside the files is removed.
 *
 * @throws KubeError `kubeconfig` when a lock cannot be had; it names the lock file and its age. Else what `action` throws.
 */
export async function withKubeconfigLocks<T>(
  files: readonly string[],
  action: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const held: HeldLock[] = [];
  try {
    // All take them in the same order, so that no two wait for each other.
    const names = [...new Set((await Promise.all(files.map(namesOf))).flat())].sort();
    for (const file of names) {
      const lockFile = `${file}.lock`;
      try {
        held.push(await acquire(file, lockFile, options));
      } catch (error) {
        throw KubeError.is(error) ? error : writeProblem(lockFile, error);
      }
    }
    await Promise.all([...new Set(names.map((name) => path.dirname(name)))].map(removeLeftovers));
    await Promise.all(held.map(removeClaims));
    return await action();
  } finally {
    for (const lock of held.reverse()) {
      await release(lock);
    }
  }
}

/** The same for one kubeconfig. */
export async function withKubeconfigLock<T>(file: string, action: () => Promise<T>, options?: LockOptions): Promise<T> {
  return await withKubeconfigLocks([file], action, options);
}
