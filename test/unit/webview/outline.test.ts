import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AlignedLine } from '../../../src/core/comparison/model.ts';
import { changeStops, foldable, shownLines } from '../../../src/webview/comparison/outline.ts';

/** A document by its indentation; `!` marks a changed line with the number after it, `~` what the server manages. */
function document(text: string): readonly AlignedLine[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [, indent = '', label = '', change, managed] = /^(\s*)([^!~]+)(?:!(\d))?(~)?$/u.exec(line) ?? [];
      return {
        left: label,
        path: `/${label}`,
        depth: indent.length / 2,
        ...(change === undefined ? {} : { change: Number(change) }),
        ...(managed === undefined ? {} : { part: 'managed' }),
      };
    });
}

const lines = document(`
kind
metadata
  name!0
  uid!3~
spec
  containers
    image
    env!1
      value!1
  nodeName!2
status
`);
const all = { onlyChanges: false, status: true, managed: true };

function labels(indices: readonly number[]): string {
  return indices.map((index) => lines[index]?.left).join(' ');
}

describe('the lines of a panel', () => {
  it('are all shown, or without what the server manages', () => {
    assert.equal(shownLines(lines, all, new Set()).length, lines.length);
    const shown = shownLines(lines, { ...all, managed: false }, new Set());
    assert.equal(labels(shown), 'kind metadata name spec containers image env value nodeName status');
  });

  it('are what differs and what that stands below, where only that is wanted', () => {
    const shown = shownLines(lines, { ...all, managed: false, onlyChanges: true }, new Set());
    assert.equal(labels(shown), 'metadata name spec containers env value nodeName');
  });

  it('have nothing that leads to what is hidden, where only what differs is wanted', () => {
    const hidden = document('metadata\n  uid!0~\nspec!1');
    assert.deepEqual(shownLines(hidden, { ...all, managed: false, onlyChanges: true }, new Set()), [2]);
    assert.deepEqual(shownLines(hidden, { ...all, onlyChanges: true }, new Set()), [0, 1, 2]);
  });

  it('end below a folded line where its depth ends', () => {
    assert.equal(
      labels(shownLines(lines, all, new Set([5]))),
      'kind metadata name uid spec containers nodeName status',
    );
    assert.equal(labels(shownLines(lines, all, new Set([1, 4, 5]))), 'kind metadata spec status');
    assert.deepEqual(
      [1, 2, 5, 10].map((index) => foldable(lines, index)),
      [true, false, true, false],
    );
  });

  it('are stepped through by their changes, each once', () => {
    assert.equal(labels(changeStops(lines, shownLines(lines, all, new Set()))), 'name uid env nodeName');
    assert.deepEqual(changeStops([], []), []);
  });
});
