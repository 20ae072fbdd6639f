import * as l10n from '@vscode/l10n';
import { isMap, isSeq, type Node } from 'yaml';
import type { ConfigDocument } from '../document.ts';
import type { ConfigPath } from '../finding.ts';
import { Copier } from './copier.ts';
import { Draft } from './draft.ts';
import { keyText } from './entries.ts';
import { generationOf } from './generation.ts';
import { byPlace, type Migration, type NoteKind, type PlacedMigration, withoutPlaces } from './note.ts';
import { Origin } from './origin.ts';
import { closedSince, openPolicy } from './policyOpening.ts';
import { Remarks } from './remarks.ts';
import { report } from './report.ts';
import { readForMigration } from './source.ts';
import { applyChanges } from './versionChange.ts';
import { versionChanges } from './versionChanges.ts';
import { minorOf } from './versionNumber.ts';

/** The versions that a file is for, and will be for, such as `0.24.0` and `0.36.1`. */
export interface VersionStep {
  readonly from: string;
  readonly to: string;
}

/** Says of each value where it stands in the old text. */
function ownAll(draft: Draft, document: ConfigDocument, copier: Copier): void {
  const own = (node: Node | null, path: ConfigPath): void => {
    const keyNode = node === null ? undefined : copier.keyNodeOf(node);
    if (node !== null && keyNode !== undefined) {
      draft.origins.own(node, new Origin(path, document.rangeOfNode(keyNode)));
    }
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        own(value as Node | null, [...path, keyText(key)]);
      }
    } else if (isSeq(node)) {
      for (const [i, item] of node.items.entries()) {
        own(item as Node, [...path, i]);
      }
    }
  };
  own(draft.root, []);
}

function unchanged(document: ConfigDocument, kind: NoteKind, message: string): PlacedMigration {
  return { text: document.text, notes: [{ path: '', keys: [], kind, message, range: document.rangeOf(0, 0) }] };
}

/**
 * Takes a vcluster.yaml from one version to a newer one: keys that were renamed or removed on the way, with a note for each. A file without such keys
 * stays as it is, to the letter, and is said to need nothing.
 * @throws OperationError `invalid` for what is no YAML mapping, and for versions that have no vcluster.yaml
 */
export function migrateVersionDocument(text: string, { from, to }: VersionStep): PlacedMigration {
  const [older, newer] = [minorOf(from), minorOf(to)];
  const { document, view } = readForMigration(text);
  if (generationOf(document.value) === 'legacy') {
    const message = l10n.t('These are values of a chart up to 0.19: convert them to a vcluster.yaml first.');
    return unchanged(document, 'unsupported', message);
  }
  if (newer < older) {
    const message = l10n.t('A file can only be taken to a newer version; nothing was changed.');
    return unchanged(document, 'unsupported', message);
  }
  const copier = new Copier(document, view, new Remarks(document));
  const draft = new Draft();
  draft.fill(copier.copy(view.root));
  ownAll(draft, document, copier);
  const opened = older < closedSince && newer >= closedSince && openPolicy(draft);
  const changed = newer > older && applyChanges(draft, versionChanges, newer);
  if (!changed && !opened) {
    return unchanged(
      document,
      'unchanged',
      l10n.t('Nothing in this file was renamed or removed; it can stay as it is.'),
    );
  }
  const { header, footer } = copier.remarks;
  const written = copier.filled(draft.text(header, footer));
  return {
    text: document.text.includes('\r\n') ? written.replace(/\n/gu, '\r\n') : written,
    notes: report(draft).toSorted(byPlace),
  };
}

/** The same, without the places of the notes. */
export function migrateVersion(text: string, step: VersionStep): Migration {
  return withoutPlaces(migrateVersionDocument(text, step));
}
