import { randomUUID } from 'node:crypto';
import { link, lstat, open, readdir, readFile, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { codeOf } from './fileProblem.ts';
import { asProcessMark, hasEnded, ownMark, type ProcessMark } from './processMark.ts';
import { temporaryName } from './temporary.ts';

/** A lock file of ours that is held. */
export interface HeldLock {
  readonly lockFile: string;
  /** What tells it from any other lock there has ever been; empty where the file says nothing. */
  readonly id: string;
}

interface Owner {
  readonly id: string;
  readonly process: ProcessMark;
}

// A lock of ours says whose it is. client-go's is empty and may not even be read.
const maxDepth = 3;
const maxLength = 4096;
// A lock is held for milliseconds. One that is older may have been left behind.
const freshMs = 250;

/** Errors with which file systems say that they have no hard links. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EACCES', 'EMLINK', 'EXDEV']);

async function ownerOf(lockFile: string): Promise<Owner | undefined> {
  try {
    const text = await readFile(lockFile, 'utf8');
    const { id, process: mark } = JSON.parse(text.slice(0, maxLength)) as Readonly<Record<string, unknown>>;
    const process = asProcessMark(mark);
    return typeof id === 'string' && /^[\w-]{1,64}$/u.test(id) && process !== undefined ? { id, process } : undefined;
  } catch {
    return undefined;
  }
}

async function writeNew(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Makes the file with its content in one step, so that none of ours is ever without its owner's name. */
async function create(lockFile: string): Promise<HeldLock | undefined> {
  const id = randomUUID();
  const text = JSON.stringify({ id, process: ownMark() });
  const draft = temporaryName(lockFile);
  try {
    await writeNew(draft, text);
    try {
      await link(draft, lockFile);
    } catch (error) {
      if (!noLinks.has(codeOf(error))) {
        throw error;
      }
      await writeNew(lockFile, text);
    }
    return { lockFile, id };
  } catch (error) {
    // Windows answers EPERM while a lock that was deleted just now is still open elsewhere.
    if (codeOf(error) === 'EEXIST' || (codeOf(error) === 'EPERM' && process.platform === 'win32')) {
      return undefined;
    }
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function deadOwner(lockFile: string): Promise<string | undefined> {
  const owner = await ownerOf(lockFile);
  return owner !== undefined && hasEnded(owner.process) ? owner.id : undefined;
}

/**
 * Removes a lock whose process has ended. Only who holds the claim to this very lock may: were two to remove what they
 * saw, the second would remove the lock that was taken after the first.
 */
async function breakDead(lockFile: string, id: string, depth: number): Promise<void> {
  const claim = await tryLock(`${lockFile}.${id}`, depth + 1);
  if (claim === undefined) {
    return;
  }
  try {
    if ((await deadOwner(lockFile)) === id) {
      await rm(lockFile, { force: true });
    }
  } finally {
    await rm(claim.lockFile, { force: true });
  }
}

/** Since when the lock is there, in milliseconds; undefined where it is not. Many may be waiting, so this is to be cheap. */
async function ageOf(lockFile: string): Promise<number | undefined> {
  try {
    return Math.abs(Date.now() - (await lstat(lockFile)).mtimeMs);
  } catch {
    return undefined;
  }
}

/**
 * Takes a lock file, as client-go does by creating it; undefined where somebody holds it. One that was left by a process
 * of ours that has ended is removed first; those of others never are.
 */
export async function tryLock(lockFile: string, depth = 0): Promise<HeldLock | undefined> {
  const age = await ageOf(lockFile);
  if (age !== undefined) {
    const dead = age < freshMs || depth >= maxDepth ? undefined : await deadOwner(lockFile);
    if (dead === undefined) {
      return undefined;
    }
    await breakDead(lockFile, dead, depth);
  }
  return await create(lockFile);
}

/**
 * Removes the claims to earlier locks whose processes were killed before they let go of them. Nobody would ask for them
 * again: a lock's id never comes back.
 */
export async function removeClaims({ lockFile }: HeldLock): Promise<void> {
  const folder = path.dirname(lockFile);
  const entries = await readdir(folder).catch(() => []);
  const claims = entries.filter((entry) => entry.startsWith(`${path.basename(lockFile)}.`));
  for (const claim of claims.map((entry) => path.join(folder, entry))) {
    if ((await deadOwner(claim)) !== undefined) {
      await rm(claim, { force: true }).catch(() => undefined);
    }
  }
}

/** Lets go of a lock. One that somebody else has put in its place stays. */
export async function unlock({ lockFile, id }: HeldLock): Promise<void> {
  const owner = await ownerOf(lockFile);
  if (owner?.id === id) {
    await rm(lockFile, { force: true });
  }
}
