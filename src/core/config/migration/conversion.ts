import * as l10n from '@vscode/l10n';
import { OperationError } from '../../base/operationError.ts';
import { printable } from '../../base/text.ts';
import type { LegacyDistro } from '../../create/choices.ts';
import type { ConfigDocument } from '../document.ts';
import { pathText } from '../finding.ts';
import { distroMessage } from './distroChanges.ts';
import { generationOf } from './generation.ts';
import { space } from './keyComments.ts';
import { Conversion } from './legacyConversion.ts';
import { convertKey } from './legacyRules.ts';
import { byPlace, type Migration, type PlacedMigration, type PlacedNote, withoutPlaces } from './note.ts';
import { closedSince, openPolicy } from './policyOpening.ts';
import { report } from './report.ts';
import { settle } from './settlement.ts';
import { type Loss, Sieve } from './sieve.ts';
import { readForMigration } from './source.ts';
import { applyChanges } from './versionChange.ts';
import { versionChanges } from './versionChanges.ts';
import { minorOf } from './versionNumber.ts';

/** What an old file is converted by. */
export interface ConvertOptions {
  /** The chart that the old file was for; it is not in the file itself, see `recogniseDistro`. */
  readonly distro: LegacyDistro;
  /** The version of vcluster that the new file is for, such as `0.36.1`: the newest known where it is left out. */
  readonly version?: string;
}

const store = 'controlPlane.backingStore';

/** What the old chart was, which the new one has to be told. */
function begin(to: Conversion): void {
  const put = (target: string, value: unknown): void => void to.draft.put(target, to.draft.node(value));
  put(`controlPlane.distro.${to.target}.enabled`, true);
  const parts = to.distro === 'k8s' || to.distro === 'eks';
  if (parts && to.keys.read('embeddedEtcd', 'enabled') !== true) {
    put(`${store}.etcd.deploy.enabled`, true);
  }
  // A StatefulSet that is there cannot change it, and the old charts left it at what Kubernetes does.
  put('controlPlane.statefulSet.scheduling.podManagementPolicy', 'OrderedReady');
}

function fileNote(document: ConfigDocument, kind: PlacedNote['kind'], message: string): PlacedNote {
  return { path: '', keys: [], kind, message, range: document.rangeOf(0, 0) };
}

function distroNotes(document: ConfigDocument, to: Conversion): readonly PlacedNote[] {
  if ((to.distro === 'k3s' || to.distro === 'k0s') && to.target !== to.distro) {
    return [fileNote(document, 'changed', distroMessage(to.distro))];
  }
  if (to.distro === 'eks') {
    const message = l10n.t(
      'There is no distro for EKS any more: this becomes k8s with the etcd beside it, and with the images of Kubernetes itself.',
    );
    return [fileNote(document, 'changed', message)];
  }
  return [];
}

/**
 * Makes a vcluster.yaml of the values of a chart up to 0.19, with a note for each key that moved, went, or means something else. Comments stay
 * with the keys that they are about. A file that is a vcluster.yaml already stays as it is, and is said to be one.
 * @throws OperationError `invalid` for what is no YAML mapping, and for a version that has no vcluster.yaml
 */
export function convertDocument(text: string, { distro, version }: ConvertOptions): PlacedMigration {
  const minor = minorOf(version);
  const { document, view } = readForMigration(text);
  if (generationOf(document.value) === 'current') {
    const message = l10n.t('This is a vcluster.yaml already; nothing was converted.');
    return { text: document.text, notes: [fileNote(document, 'unchanged', message)] };
  }
  const to = new Conversion(document, view, distro, minor);
  begin(to);
  for (const key of to.keys.children({ path: [], keyNode: null, node: view.root, value: document.value ?? {} })) {
    convertKey(key, to);
  }
  if (minor >= closedSince) {
    openPolicy(to.draft);
  }
  applyChanges(to.draft, versionChanges, minor);
  settle(to.draft);
  const { losses } = new Sieve(to.draft, { generation: 'current', minor });
  const { header, footer, templateLines, spaced } = to.copier.remarks;
  if (spaced) {
    space(to.draft);
  }
  const written = to.copier.filled(to.draft.text(header, footer));
  const notes = [
    ...distroNotes(document, to),
    ...to.notes,
    ...losses.map((loss) => lossNote(document, loss)),
    ...templateLines.map((line) => templateNote(document, line)),
    ...report(to.draft),
  ];
  return {
    text: document.text.includes('\r\n') ? written.replace(/\n/gu, '\r\n') : written,
    notes: notes.toSorted(byPlace),
  };
}

/** At the key in the old text, where it is written there as it would be in the new one. */
function lossNote(document: ConfigDocument, { origin, below, message }: Loss): PlacedNote {
  if (origin === undefined) {
    return fileNote(document, 'unsupported', `${printable(pathText(below))}: ${message}`);
  }
  const keys = [...origin.keys, ...below];
  const range = document.at(keys)?.keyRange;
  return range === undefined
    ? { path: pathText(origin.keys), keys: origin.keys, kind: 'unsupported', message, range: origin.range }
    : { path: pathText(keys), keys, kind: 'unsupported', message, range };
}

/** A line of a template has no place in the order of the new file. */
function templateNote(document: ConfigDocument, line: number): PlacedNote {
  const message = l10n.t('This line of a template is left out: write it again where it belongs.');
  return {
    path: '',
    keys: [],
    kind: 'unsupported',
    message,
    range: { line, character: 0, endLine: line, endCharacter: lineLength(document, line) },
  };
}

function lineLength(document: ConfigDocument, line: number): number {
  return (document.text.split('\n', line + 1)[line] ?? '').trimEnd().length;
}

/** The same as `convertDocument`, without the places of the notes. */
export function convertConfig(text: string, options: ConvertOptions): Migration {
  try {
    return withoutPlaces(convertDocument(text, options));
  } catch (error) {
    if (error instanceof RangeError) {
      throw new OperationError('invalid', l10n.t('The file is nested too deeply to be migrated.'), error);
    }
    throw error;
  }
}
