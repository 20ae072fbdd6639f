import { isDeepStrictEqual } from 'node:util';

function inner(value: unknown, step: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? (value as Readonly<Record<string, unknown>>)[step]
    : undefined;
}

/** What a table with dotted keys has at a path, or inside of what it has above that. */
export function lookUp(table: Readonly<Record<string, unknown>>, path: readonly string[]): unknown {
  for (let length = path.length; length > 0; length -= 1) {
    const key = path.slice(0, length).join('.');
    if (Object.hasOwn(table, key)) {
      return path.slice(length).reduce<unknown>(inner, table[key]);
    }
  }
  return undefined;
}

/** Whether a value is the same as a default, or, without one, says nothing: empty or false. */
export function isDefault(value: unknown, expected: unknown): boolean {
  if (value === undefined || value === null) {
    return true;
  }
  if (expected !== undefined) {
    return (
      isDeepStrictEqual(value, expected) || (typeof value !== 'object' && String(value).trim() === String(expected))
    );
  }
  if (typeof value === 'object') {
    return Object.keys(value).length === 0;
  }
  return value === '' || value === false;
}
