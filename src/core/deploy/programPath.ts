import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import type { Environment } from '../auth/proxy.ts';

export interface ProgramSearch {
  readonly environment: Environment;
  readonly platform?: NodeJS.Platform;
  /** Folders that no program is taken from: those of the workspace, which others may have written. */
  readonly untrusted?: readonly string[];
}

function isWithin(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const way = relative(folder, path);
    return way === '' || !(way.startsWith('..') || isAbsolute(way));
  });
}

/** Whether a path is a file that may be run. */
export async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/**
 * The absolute path of a program on PATH; undefined when it is not there. Only absolute folders are searched, so never the present
 * one, and none of the untrusted, not through a link either. On Windows only `.exe` counts: nothing else runs without a shell.
 */
export async function findProgram(name: string, search: ProgramSearch): Promise<string | undefined> {
  const { environment, platform = process.platform, untrusted = [] } = search;
  const windows = platform === 'win32';
  const path = environment['PATH'] ?? environment['Path'] ?? '';
  const folders = path.split(windows ? ';' : ':').filter((folder) => isAbsolute(folder));
  const real = await Promise.all(untrusted.map((folder) => realpath(folder).catch(() => folder)));
  const forbidden = [...untrusted, ...real];
  for (const folder of new Set(folders)) {
    const candidate = join(folder, windows ? `${name}.exe` : name);
    if (!isWithin(candidate, forbidden) && (await isProgram(candidate))) {
      const target = await realpath(candidate).catch(() => candidate);
      if (!isWithin(target, forbidden)) {
        return candidate;
      }
    }
  }
  return undefined;
}
