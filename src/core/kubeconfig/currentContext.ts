import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { writeFileAtomic } from './atomicFile.ts';
import { withCurrentContext } from './currentContextEdit.ts';
import { given } from './given.ts';
import { type LoadedBytes, loadKubeconfigFile } from './loader.ts';
import { type LockOptions, withKubeconfigLock } from './lock.ts';
import { mergedCurrentContext } from './merge.ts';
import { editedBytes } from './textEdit.ts';

export interface CurrentContextOptions {
  readonly lock?: LockOptions;
}

export interface CurrentContextResult {
  /** Whether anything was written. */
  readonly changed: boolean;
  /** The file that was written or would have been. */
  readonly file: string;
}

interface Situation {
  readonly files: readonly LoadedBytes[];
  readonly isCurrent: boolean;
  /** The first file that exists. */
  readonly target?: LoadedBytes;
  readonly refusal?: KubeError;
}

function unknownContext(context: string): KubeError {
  return new KubeError('kubeconfig', l10n.t('No kubeconfig has a context "{0}".', printable(context)));
}

/** Looks at the files; what is in `previous` is parsed again only where its bytes have changed. */
async function assess(
  paths: readonly string[],
  context: string,
  previous: readonly LoadedBytes[] = [],
): Promise<Situation> {
  const files = await Promise.all(paths.map((path, index) => loadKubeconfigFile(path, previous[index])));
  // A file with a problem has its former entries, but only what is there now counts for a write.
  const entries = files.flatMap(({ problem, entries: own }) =>
    problem !== undefined || own === undefined ? [] : [own],
  );
  const target = files.find(({ exists }) => exists);
  const isKnown = entries.some(({ contexts }) => contexts.has(context));
  const refusal = target?.problem ?? (isKnown ? undefined : unknownContext(context));
  return { files, isCurrent: isKnown && mergedCurrentContext(entries) === context, ...given({ target, refusal }) };
}

async function switchLocked(
  paths: readonly string[],
  context: string,
  { file, previous }: { readonly file: string; readonly previous: readonly LoadedBytes[] },
): Promise<CurrentContextResult> {
  const { isCurrent, target, refusal } = await assess(paths, context, previous);
  if (refusal !== undefined) {
    throw refusal;
  }
  if (target?.path !== file) {
    throw new KubeError('kubeconfig', l10n.t('{0} went away while it was to be written.', printable(file)));
  }
  if (!isCurrent) {
    const data = editedBytes(target, (text) => withCurrentContext(text, context, file));
    if (data !== undefined) {
      await writeFileAtomic(file, data);
    }
  }
  return { changed: !isCurrent, file };
}

/**
 * Makes a context the current one, as `kubectl config use-context` does: in the first of the files that exists, which
 * thereby takes precedence over what later files say. Writes under client-go's lock and in one step, changes nothing but
 * that one value, and writes nothing where the context is current already.
 *
 * @throws KubeError `kubeconfig`: unknown context, a file that cannot be parsed, locked or written. It is as it was then.
 */
export async function setCurrentContext(
  paths: readonly string[],
  context: string,
  options: CurrentContextOptions = {},
): Promise<CurrentContextResult> {
  const { files: previous, isCurrent, target, refusal } = await assess(paths, context);
  if (target === undefined) {
    throw refusal ?? unknownContext(context);
  }
  const file = target.path;
  if (isCurrent && refusal === undefined) {
    return { changed: false, file };
  }
  // A refusal is not final without the lock: another program may be in the middle of writing.
  return await withKubeconfigLock(file, () => switchLocked(paths, context, { file, previous }), options.lock);
}
