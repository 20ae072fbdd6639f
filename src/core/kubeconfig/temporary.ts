import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { asProcessMark, hasEnded, ownMark } from './processMark.ts';

/** Tells machines and containers apart: what a process id means in one of them, it does not in another. */
function spaceHash(): string {
  const { host, space } = ownMark();
  return createHash('sha256').update(`${host}\n${space}`).digest('hex').slice(0, 8);
}

/** A name beside a file for what is to become it, new each time, which says what process it is of. */
export function temporaryName(file: string): string {
  const { pid, started } = ownMark();
  const name = `.${path.basename(file)}.${spaceHash()}-${pid}-${started}-${randomUUID()}.tmp`;
  return path.join(path.dirname(file), name);
}

function isLeftover(entry: string, space: string): boolean {
  const parts = /^\..+\.([0-9a-f]{8})-(\d+)-(\d*)-[0-9a-f-]{36}\.tmp$/su.exec(entry);
  if (parts?.[1] !== space) {
    return false;
  }
  const mark = asProcessMark({ ...ownMark(), pid: Number(parts[2]), started: parts[3] });
  return mark !== undefined && hasEnded(mark);
}

/**
 * Removes what processes that were killed in the middle of a write have left in a folder: nobody else would, and it may
 * hold secrets.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(() => []);
  const space = spaceHash();
  const left = entries.filter((entry) => isLeftover(entry, space));
  await Promise.all(left.map((entry) => rm(path.join(folder, entry), { force: true }).catch(() => undefined)));
}
