import type { Raw } from '../vcluster/raw.ts';
import type { LineFacts } from './lineWriter.ts';

const firstKeys: Readonly<Record<string, number>> = {
  apiVersion: 1,
  kind: 2,
  name: 3,
  namespace: 4,
  metadata: 5,
  spec: 6,
};
const managedKeys = /^\/metadata\/(?:uid|resourceVersion|managedFields|creationTimestamp|generation|selfLink)$/u;
/** What the syncer writes for itself; labels of users whose keys it hashed are not that. */
const ownKey = /^vcluster\.loft\.sh\/(?!label-)/u;

export function isMap(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isFilled(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isMap(value) && Object.keys(value).length > 0;
}

export function keysOf(...maps: readonly unknown[]): readonly string[] {
  return [...new Set(maps.flatMap((map) => (isMap(map) ? Object.keys(map) : [])))];
}

export function byRank(a: string, b: string): number {
  return (firstKeys[a] ?? 9) - (firstKeys[b] ?? 9) || (a < b ? -1 : 1);
}

/** Gives the lines of two texts as they stand beside one another: what is equal at their ends, all else in order. */
export function zipLines(
  left: readonly string[],
  right: readonly string[],
  take: (left: string | undefined, right: string | undefined) => void,
): void {
  const shorter = Math.min(left.length, right.length);
  let end = 0;
  while (end < shorter && left[left.length - 1 - end] === right[right.length - 1 - end]) {
    end += 1;
  }
  const [leftEnd, rightEnd] = [left.length - end, right.length - end];
  for (let at = 0; at < Math.max(leftEnd, rightEnd); at += 1) {
    take(at < leftEnd ? left[at] : undefined, at < rightEnd ? right[at] : undefined);
  }
  for (let at = 0; at < end; at += 1) {
    take(left[leftEnd + at], right[rightEnd + at]);
  }
}

/** Which of the parts that can be hidden a field at that pointer is. */
export function partOf(path: string, key: string, left: unknown, right: unknown): LineFacts['part'] {
  if (path === '/status') {
    return 'status';
  }
  const isNotes = path === '/metadata/annotations' || path === '/metadata/labels';
  const isOwn = isNotes
    ? keysOf(left, right).every((one) => ownKey.test(one)) && keysOf(left, right).length > 0
    : /^\/metadata\/(?:annotations|labels)\/[^/]+$/u.test(path) && ownKey.test(key);
  return isOwn || managedKeys.test(path) ? 'managed' : undefined;
}
