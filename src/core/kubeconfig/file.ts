import { readFile, stat } from 'node:fs/promises';
import { devNull } from 'node:os';
import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { codeOf, readProblem } from './fileProblem.ts';

/** Larger files are not read, in bytes: parsing would hold up everything else for seconds. */
export const maxKubeconfigBytes = 5 * 1024 * 1024;

/** What is on the disk under a path. */
export type FileContent =
  | { readonly kind: 'absent' }
  | { readonly kind: 'content'; readonly bytes: Buffer }
  | { readonly kind: 'unreadable'; readonly problem: KubeError };

function tooLarge(file: string, bytes: number): KubeError {
  const [size, limit] = [bytes, maxKubeconfigBytes].map((count) => (count / 1024 / 1024).toFixed(1));
  return new KubeError(
    'kubeconfig',
    l10n.t('{0} is not read: it has {1} MiB, and the limit is {2} MiB.', printable(file), size ?? '', limit ?? ''),
  );
}

/** Reads a kubeconfig. Never rejects, and neither opens a pipe or device, which may never end, nor a huge file. */
export async function readKubeconfigFile(file: string): Promise<FileContent> {
  if (file === devNull) {
    return { kind: 'content', bytes: Buffer.alloc(0) };
  }
  try {
    const status = await stat(file);
    if (!(status.isFile() || status.isDirectory())) {
      const message = l10n.t('{0} is not read: it is not a regular file.', printable(file));
      return { kind: 'unreadable', problem: new KubeError('kubeconfig', message) };
    }
    if (status.isFile() && status.size > maxKubeconfigBytes) {
      return { kind: 'unreadable', problem: tooLarge(file, status.size) };
    }
    return { kind: 'content', bytes: await readFile(file) };
  } catch (error) {
    const absent = ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
    return absent ? { kind: 'absent' } : { kind: 'unreadable', problem: readProblem(file, error) };
  }
}
