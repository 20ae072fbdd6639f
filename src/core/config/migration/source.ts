import * as l10n from '@vscode/l10n';
import { isMap } from 'yaml';
import { OperationError } from '../../base/operationError.ts';
import { type ConfigDocument, parseConfig } from '../document.ts';
import type { NodeView } from '../nodeView.ts';

/** Larger than any values file, and small enough to be taken apart at once. */
const largest = 4_000_000;

/** A file that can be migrated. */
export interface Source {
  readonly document: ConfigDocument;
  readonly view: NodeView;
}

/**
 * Reads values that are to be migrated; an empty text is an empty mapping.
 * @throws OperationError `invalid` for what is no YAML mapping, or far too large
 */
export function readForMigration(text: string): Source {
  if (text.length > largest) {
    throw new OperationError('invalid', l10n.t('The file is too large to be migrated.'));
  }
  const document = parseConfig(text);
  const said = document.documents.find(({ contents }) => contents === document.view?.root);
  const problem = said?.errors[0];
  if (problem !== undefined) {
    const { line, character } = document.rangeOf(problem.pos[0], problem.pos[0]);
    const message = l10n.t(
      'The file is not valid YAML at line {0}, column {1}. Correct that, then migrate it.',
      line + 1,
      character + 1,
    );
    throw new OperationError('invalid', message);
  }
  const view = document.view ?? parseConfig('{}').view;
  const root = view?.resolve(view.root) ?? null;
  if (document.tooDeep || view === undefined) {
    throw new OperationError('invalid', l10n.t('The file is nested too deeply to be migrated.'));
  }
  if (root !== null && !isMap(root) && document.value !== null) {
    throw new OperationError('invalid', l10n.t('The file is not a YAML mapping. Write it as key: value.'));
  }
  return { document, view };
}
