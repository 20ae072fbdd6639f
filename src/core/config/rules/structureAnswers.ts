import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { ConfigDocument } from '../document.ts';
import type { ConfigPath, Finding } from '../finding.ts';
import { toMove, toRemove, toRename, toSet } from './answer.ts';
import type { Answer } from './rule.ts';

/** More of them than this are a list to read, and no help. */
const mostCandidates = 5;

function isAnswers(value: unknown): value is readonly Answer[] {
  return (
    Array.isArray(value) &&
    value.every((one) => typeof one === 'object' && one !== null && Array.isArray((one as Partial<Answer>).changes))
  );
}

function named(path: ConfigPath): boolean {
  return path.length > 0 && typeof path.at(-1) === 'string';
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Another name for a key: the nearest ones, or the place that has a key of this name. */
function keyAnswers(
  document: ConfigDocument,
  path: ConfigPath,
  candidates: readonly string[],
  data: Finding['data'],
): readonly Answer[] {
  const parent = path.slice(0, -1);
  const free = candidates.filter((key) => document.at([...parent, key]) === undefined).slice(0, mostCandidates);
  const place = text(data?.['elsewhere']);
  const key = String(path.at(-1));
  return [
    ...free.map((one) => toRename(path, one)),
    ...(place === undefined ? [] : [toMove(path, [...place.split('.'), key])]),
  ];
}

function removedAnswers(document: ConfigDocument, path: ConfigPath, successor: string | undefined): readonly Answer[] {
  const to = successor?.split('.');
  return to !== undefined && document.at(to) === undefined ? [toMove(path, to)] : [toRemove(path)];
}

function written(path: ConfigPath, at: 'key' | 'value', candidate: string): Answer {
  return {
    title: l10n.t('Write {0}', printable(candidate, 60)),
    changes: [{ kind: 'write', path, at, text: candidate }],
  };
}

/** What follows from a finding about the structure of a document. */
function structureAnswers(document: ConfigDocument, { code, data, line, character }: Finding): readonly Answer[] {
  const path = data?.path ?? [];
  const candidates = data?.candidates ?? [];
  const key = document.at(path)?.keyRange;
  switch (code) {
    case 'unknown-key':
      return named(path) ? keyAnswers(document, path, candidates, data) : [];
    case 'removed-key':
      return named(path) ? removedAnswers(document, path, text(data?.['successor'])) : [];
    case 'empty-section':
    case 'empty-value':
      return named(path) ? [toRemove(path)] : [];
    case 'missing-key':
      return data?.['missing'] === 'enabled' ? [toSet([...path, 'enabled'], true)] : [];
    case 'unknown-value':
      return candidates.slice(0, mostCandidates).map((one) => toSet(path, one));
    case 'boolean-word':
    case 'wrong-type':
    case 'yaml-alias': {
      const at = code === 'boolean-word' && key?.line === line && key.character === character ? 'key' : 'value';
      return candidates.slice(0, mostCandidates).map((one) => written(path, at, one));
    }
    default:
      return [];
  }
}

/** The answers to a finding: those that its rule gave along, else those that follow from what is wrong with its structure. */
export function answersOf(document: ConfigDocument, finding: Finding): readonly Answer[] {
  const answers = finding.data?.['answers'];
  return isAnswers(answers) ? answers : structureAnswers(document, finding);
}
