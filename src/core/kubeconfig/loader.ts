import { KubeError } from '../kube/error.ts';
import { decodeText } from './encoding.ts';
import { type FileContent, readKubeconfigFile } from './file.ts';
import type { LoadedFile } from './merge.ts';
import { parseKubeconfig } from './parser.ts';

/** A loaded file together with its present bytes, by which the next load sees that nothing changed. */
export interface LoadedBytes extends LoadedFile {
  readonly bytes?: Buffer;
}

function fromBytes(path: string, bytes: Buffer, previous: LoadedBytes | undefined): LoadedBytes {
  if (previous?.bytes?.equals(bytes)) {
    return previous;
  }
  const entries = parseKubeconfig(decodeText(bytes).text, path);
  if (!KubeError.is(entries)) {
    return { path, exists: true, entries, bytes };
  }
  const failed = { path, exists: true, problem: entries, bytes };
  return previous?.entries === undefined ? failed : { ...failed, entries: previous.entries };
}

function fromContent(path: string, content: FileContent, previous: LoadedBytes | undefined): LoadedBytes {
  switch (content.kind) {
    case 'absent':
      return { path, exists: false };
    case 'unreadable':
      return {
        path,
        exists: true,
        problem: content.problem,
        ...(previous?.entries === undefined ? {} : { entries: previous.entries }),
      };
    case 'content':
      return fromBytes(path, content.bytes, previous);
  }
}

/**
 * Reads and parses one kubeconfig; never rejects. Where it cannot be used, the result has a `problem` and keeps the
 * entries of `previous`. Unchanged bytes give `previous` itself. A file that is gone has no entries.
 */
export async function loadKubeconfigFile(path: string, previous?: LoadedBytes): Promise<LoadedBytes> {
  return fromContent(path, await readKubeconfigFile(path), previous);
}
