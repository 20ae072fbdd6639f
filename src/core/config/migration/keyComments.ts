import { isMap, isScalar, type Scalar } from 'yaml';
import { commentOf } from './copier.ts';
import type { Draft } from './draft.ts';
import type { Entry, Target } from './entries.ts';

/** The comment above a key, if there is one. */
export function commentLines(key: unknown): readonly string[] {
  return isScalar(key) && key.commentBefore ? [key.commentBefore] : [];
}

/** Puts comments above those that a key has. */
export function announce(key: Scalar, comments: readonly string[]): void {
  if (comments.length > 0) {
    key.commentBefore = commentOf([...comments, ...commentLines(key)]);
  }
}

function isAlone(entry: Entry | undefined): boolean {
  return isMap(entry?.value) && entry.value.items.length === 1;
}

/** The comments above the keys that are empty without what they lead to, from the outermost in. */
export function lastComments(above: readonly (Entry | undefined)[]): readonly string[] {
  const start = above.findLastIndex((entry) => !isAlone(entry)) + 1;
  return above.slice(start).flatMap((entry) => commentLines(entry?.key));
}

/** Takes the comment above a key away. */
export function takeComment(draft: Draft, target: Target): readonly string[] {
  const key = draft.way(target).at(-1)?.key;
  const lines = commentLines(key);
  if (isScalar(key)) {
    key.commentBefore = null;
  }
  return lines;
}

/** Gives a comment to the highest key above a place that was made for it. */
export function giveComment(draft: Draft, lines: readonly string[], target: Target): void {
  const way = draft.way(target);
  const key = way.find((_, i) => way.slice(i, -1).every(isAlone))?.key;
  if (lines.length > 0 && isScalar(key)) {
    key.commentBefore = commentOf([...lines, ...commentLines(key)]);
  }
}

/** Puts a blank line between all keys at the root. */
export function space(draft: Draft): void {
  for (const { key } of draft.root.items.slice(1)) {
    (key as Scalar).spaceBefore = true;
  }
}
