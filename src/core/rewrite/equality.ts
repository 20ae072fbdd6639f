import { isNode } from './draft.ts';

/** Whether nothing is there, or what Go writes for nothing: null, an empty list or an empty object. */
export function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (Array.isArray(value) ? value.length === 0 : isNode(value) && Object.keys(value).length === 0)
  );
}

/** Selectors that select nothing where they are not there, and everything where they are empty. */
const pointers: ReadonlySet<string> = new Set(['labelSelector', 'namespaceSelector', 'podSelector']);

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Whether a value is there on both sides or on neither, where that makes a difference. */
export function alikeInPresence(key: string, left: unknown, right: unknown): boolean {
  return !pointers.has(key) || isNothing(left) === isNothing(right);
}

/** The members of both, pair by pair; undefined where they are not both lists of one length, or both objects. */
function members(left: unknown, right: unknown): readonly (readonly [string, unknown, unknown])[] | undefined {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length
      ? left.map((one: unknown, index) => ['', one, right[index] as unknown] as const)
      : undefined;
  }
  return isNode(left) && isNode(right)
    ? [...new Set([...Object.keys(left), ...Object.keys(right)])].map(
        (key) => [key, own(left, key), own(right, key)] as const,
      )
    : undefined;
}

/** Whether two JSON values say the same, nothing and empty ones being alike. However deep they are, it does not fail. */
export function same(left: unknown, right: unknown): boolean {
  const todo: (readonly [string, unknown, unknown])[] = [['', left, right]];
  const seen = new Map<unknown, unknown>();
  for (let pair = todo.pop(); pair !== undefined; pair = todo.pop()) {
    const [key, one, other] = pair;
    if (!alikeInPresence(key, one, other)) {
      return false;
    }
    if (one === other || (isEmpty(one) && isEmpty(other)) || (seen.has(one) && seen.get(one) === other)) {
      continue;
    }
    const parts = members(one, other);
    if (parts === undefined) {
      return false;
    }
    seen.set(one, other);
    for (const part of parts) {
      todo.push(part);
    }
  }
  return true;
}

/** The value of an own member; undefined where there is none. */
export function own(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, key)
    ? (node as Record<string, unknown>)[key]
    : undefined;
}
