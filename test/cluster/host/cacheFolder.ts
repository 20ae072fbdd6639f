import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A line of progress for the person who waits. */
export type Progress = (line: string) => void;

/** A folder outside the source tree that is kept from run to run, made when it is missing. */
export async function cacheFolder(name: string): Promise<string> {
  const folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'vcluster-explorer', name);
  await mkdir(folder, { recursive: true });
  return folder;
}

/**
 * Runs `work` while no other process on this machine does so for the same folder. The lock is a file that names its
 * holder; one whose holder has died is taken over.
 */
export async function withFolderLock<T>(folder: string, progress: Progress, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, '.lock');
  for (let told = false; !(await tryLock(lock)); told = true) {
    const holder = Number((await readFile(lock, 'utf8').catch(() => '')).trim());
    if (holder > 0 && !isAlive(holder)) {
      await dropStale(lock);
      continue;
    }
    if (!told) {
      progress(`Waiting for process ${holder || 'unknown'}, which is filling ${folder}.`);
    }
    await sleep(500);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function tryLock(lock: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx');
    await file.write(`${process.pid}\n`);
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** Renames before it removes, so that of two that see the same dead holder only one takes its lock away. */
async function dropStale(lock: string): Promise<void> {
  const stale = `${lock}-${process.pid}`;
  try {
    await rename(lock, stale);
    await rm(stale, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
