import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const prefix = 'vcluster-explorer-run-';
const named = new RegExp(`^${prefix}(\\d+)-[0-9a-f-]+$`, 'u');
/** Longer than any command may take, so that one that outlived its window is left its files. */
const oldMs = 15 * 60_000;

/** A private folder for one run of a program: an empty one to work in, and files beside that. */
export interface RunFolder {
  readonly path: string;
  /** Empty: nothing that lies about in a working folder, such as one named like the chart, can change what a tool does. */
  readonly workPath: string;
  remove(): Promise<void>;
}

/** Makes the folder (0700) below the temporary one, with its files (0600). */
export async function makeRunFolder(
  files: Readonly<Record<string, string>>,
  parent: string = tmpdir(),
): Promise<RunFolder> {
  const path = join(parent, `${prefix}${process.pid}-${randomUUID()}`);
  const workPath = join(path, 'work');
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
  await mkdir(path, { mode: 0o700 });
  try {
    await mkdir(workPath, { mode: 0o700 });
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(path, basename(name)), content, { mode: 0o600, flag: 'wx' });
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, workPath, remove };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Removes what runs of windows left behind that crashed: folders of this user whose process is gone and that are older than any
 * command takes. To be called once at the start. Never rejects; gives how many went.
 */
export async function sweepRunFolders(parent: string = tmpdir(), now: number = Date.now()): Promise<number> {
  let removed = 0;
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const pid = Number(named.exec(name)?.[1] ?? 0);
    const path = join(parent, name);
    try {
      if (pid > 0 && !isAlive(pid)) {
        const { uid, mtimeMs } = await stat(path);
        if ((process.getuid === undefined || uid === process.getuid()) && now - mtimeMs > oldMs) {
          await rm(path, { recursive: true, force: true });
          removed += 1;
        }
      }
    } catch {
      // Somebody else's, or gone meanwhile.
    }
  }
  return removed;
}
