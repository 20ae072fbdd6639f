import type { Stats } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { codeOf, writeProblem } from './fileProblem.ts';
import { temporaryName } from './temporary.ts';

async function unlessAbsent<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** Gives the new file the owner, group and mode of the old. Without the right to keep the group, it loses its access. */
async function takeAfter(handle: FileHandle, old: Stats): Promise<void> {
  const own = await handle.stat();
  let mode = old.mode & 0o7777;
  if (own.uid !== old.uid || own.gid !== old.gid) {
    try {
      await handle.chown(process.getuid?.() === 0 ? old.uid : own.uid, old.gid);
    } catch {
      mode &= ~0o070;
    }
  }
  await handle.chmod(mode);
}

async function replace(target: string, data: string | Uint8Array): Promise<void> {
  const old = await unlessAbsent(stat(target));
  if (old !== undefined && !old.isFile() && !old.isDirectory()) {
    const message = l10n.t('{0} is not written: it is not a regular file.', printable(target));
    throw new KubeError('kubeconfig', message);
  }
  if (old !== undefined) {
    // Renaming asks for the directory's permission only; a file that its owner made read-only is to stay as it is.
    await (await open(target, 'r+')).close();
  }
  const temporary = temporaryName(target);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(data);
      if (old !== undefined) {
        await takeAfter(handle, old);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Replaces a file in one step: readers see the old content or the new, also after a crash. Follows symbolic links; keeps
 * the mode and, as root, the owner; a new file gets 0600. The directory must exist.
 *
 * @throws KubeError `kubeconfig`; then the file is as it was and nothing is left beside it.
 */
export async function writeFileAtomic(file: string, data: string | Uint8Array): Promise<void> {
  try {
    await replace((await unlessAbsent(realpath(file))) ?? file, data);
  } catch (error) {
    throw KubeError.is(error) ? error : writeProblem(file, error);
  }
}
