import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { decodeText, encodeText } from './encoding.ts';
import type { LoadedBytes } from './loader.ts';

/**
 * What a kubeconfig holds after its text was edited; undefined where nothing changed. The encoding stays.
 *
 * @throws KubeError `kubeconfig` where the file holds bytes that would not survive, and whatever `edit` throws
 */
export function editedBytes(
  { path, bytes = Buffer.alloc(0) }: LoadedBytes,
  edit: (text: string) => string,
): Buffer | undefined {
  const { text, encoding } = decodeText(bytes);
  const after = edit(text);
  if (after === text) {
    return undefined;
  }
  if (!encodeText({ text, encoding }).equals(bytes)) {
    throw new KubeError('kubeconfig', l10n.t('{0} is not written: it holds bytes that are no text.', printable(path)));
  }
  return encodeText({ text: after, encoding });
}
