import { isNode } from './draft.ts';

/** Keys, indexes, `*` for all elements, and `..` for any depth. */
export type Steps = readonly string[];

/** A dotted path with indexes, `[*]` and keys in quotes, or a JSON pointer. What chooses among elements counts as all of them. */
export function stepsOf(path: string): Steps {
  if (path.startsWith('/')) {
    const keys = path.slice(1).split('/');
    return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  const found = path
    .replace(/^\$\.?/u, '')
    .matchAll(/\.(\.)(?=[^.])|\["([^"]*)"\]|\['([^']*)'\]|\[(\*|\d+)\]|\[(\?)[^\]]*\]|([^.[\]]+)/gu);
  return [...found].map(([, deep, double, single, index, filter, key]) =>
    deep === undefined ? (filter === undefined ? (double ?? single ?? index ?? key ?? '') : '*') : '..',
  );
}

/** Is told an object or a list, the key or index in it, and the JSON pointer to that. */
export type Visit = (holder: Record<string, unknown>, key: string, path: string) => void;

/** Finds what a path leads to; where it leads to nothing, there is nothing to visit. */
export function visit(at: unknown, steps: Steps, found: Visit, path = ''): void {
  const [step = '', ...rest] = steps;
  if (!(Array.isArray(at) || isNode(at)) || path.length > 2000) {
    return;
  }
  const holder = at as Record<string, unknown>;
  if (step === '..') {
    visit(at, rest, found, path);
    for (const key of Object.keys(holder)) {
      visit(holder[key], steps, found, `${path}/${key}`);
    }
    return;
  }
  const keys = step === '*' ? Object.keys(holder) : Object.hasOwn(holder, step) ? [step] : [];
  for (const key of keys) {
    rest.length === 0 ? found(holder, key, `${path}/${key}`) : visit(holder[key], rest, found, `${path}/${key}`);
  }
}
