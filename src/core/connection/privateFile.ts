import { createHash } from 'node:crypto';
import { chmod, mkdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { writeFileAtomic } from '../kubeconfig/atomicFile.ts';
import { type ContextEntry, contextBodies } from '../kubeconfig/contextEntry.ts';
import { withCurrentContext } from '../kubeconfig/currentContextEdit.ts';
import { editsOf, withEntries } from '../kubeconfig/entryEdit.ts';
import { writeProblem } from '../kubeconfig/fileProblem.ts';

// Short enough for every file system, also where the folder is deep.
const maxNameLength = 60;

/**
 * A file name for an id, which may hold anything: what a person can read of it, and a hash that tells it from ids that
 * read the same. Holds letters, digits, `-` and `.` in the middle only, so it is safe everywhere, Windows included.
 */
export function fileNameFor(id: string, extension: string): string {
  const readable = id
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/giu, '-')
    .slice(-maxNameLength)
    .replace(/^-+|-+$/gu, '');
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 12);
  return `${readable === '' ? '' : `${readable}-`}${hash}${extension}`;
}

/** The text of a kubeconfig with one context, which is the current one. Secret. */
export function kubeconfigTextFor(entry: ContextEntry): string {
  const text = withEntries('', editsOf(entry.name, contextBodies(entry)), '');
  return withCurrentContext(text, entry.name, '');
}

/** Where the private kubeconfig for an id is, if there is one. */
export function privateFilePath(folder: string, id: string): string {
  return path.join(folder, fileNameFor(id, '.kubeconfig'));
}

/** A folder for its owner alone, made if need be. @throws KubeError `kubeconfig` */
export async function makePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  } catch (error) {
    throw writeProblem(folder, error);
  }
}

/**
 * Writes a kubeconfig of our own with one context, for its owner alone, and gives its path: for a terminal, or where the
 * user's kubeconfig is to be left alone. One that is there for the same id is replaced.
 *
 * @throws KubeError `kubeconfig`
 */
export async function writePrivateKubeconfig(folder: string, id: string, entry: ContextEntry): Promise<string> {
  await makePrivateFolder(folder);
  const file = privateFilePath(folder, id);
  await writeFileAtomic(file, kubeconfigTextFor(entry));
  await chmod(file, 0o600);
  return file;
}

/** Removes a private kubeconfig. One that is not there is no error. @throws KubeError `kubeconfig` */
export async function removePrivateFile(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
  } catch (error) {
    throw writeProblem(file, error);
  }
}
