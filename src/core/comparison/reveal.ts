import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable, printableLines } from '../base/text.ts';
import type { KubeObject } from '../kube/resource.ts';
import { dig } from '../vcluster/raw.ts';
import { maskedPart, steps } from './masking.ts';

/** The text in base64, or the base64 itself where it stands for no text. */
function decoded(value: string): string {
  const bytes = Buffer.from(value, 'base64');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : value;
}

/**
 * One value of an object that is masked everywhere else; data of Secrets as the text that it stands for.
 * @throws OperationError `invalid` for a pointer to anything else
 */
export function revealed(object: KubeObject, pointer: string): string {
  const path = steps(pointer);
  const value = dig(object, ...path);
  const kind = object.kind ?? '';
  if (typeof value === 'object' || value === undefined || maskedPart(value, path, kind) === value) {
    const shown = printable(pointer, 200);
    throw new OperationError('invalid', l10n.t('There is no hidden value at {0}. Load the object again.', shown));
  }
  const text = String(value);
  return printableLines(path[0] === 'data' && kind === 'Secret' ? decoded(text) : text);
}
