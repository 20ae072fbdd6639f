import { lstat, readlink } from 'node:fs/promises';
import * as path from 'node:path';

/** An entry of an existing directory that decides what a path leads to. */
export interface WatchPoint {
  readonly directory: string;
  readonly name: string;
}

// The same limit as Linux has when it resolves a path.
const mostLinks = 40;

function segmentsOf(absolute: string): string[] {
  return absolute
    .slice(path.parse(absolute).root.length)
    .split(path.sep)
    .filter((segment) => segment !== '');
}

/**
 * The directory entries to watch in order to notice every change of a file: the file itself in its real directory, each
 * symbolic link on the way to it, and where the way ends early the first entry that is missing. Only the renaming of a
 * folder above the file's own is not among them, since that would take watches up to the root.
 */
export async function watchPoints(file: string): Promise<readonly WatchPoint[]> {
  const points: WatchPoint[] = [];
  let directory = path.parse(path.resolve(file)).root;
  let rest = segmentsOf(path.resolve(file));
  let links = 0;
  while (rest.length > 0) {
    const [name = '', ...deeper] = rest;
    const here = path.join(directory, name);
    const status = await lstat(here).catch(() => undefined);
    const isLink = status?.isSymbolicLink() ?? false;
    if (isLink || status === undefined || deeper.length === 0) {
      points.push({ directory, name });
    }
    if (status === undefined || (isLink && ++links > mostLinks)) {
      break;
    }
    if (isLink) {
      const target = await readlink(here).catch(() => '');
      const absolute = path.resolve(directory, target);
      directory = path.parse(absolute).root;
      rest = [...segmentsOf(absolute), ...deeper];
    } else {
      directory = here;
      rest = deeper;
    }
  }
  return points;
}
