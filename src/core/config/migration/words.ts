/** Whether a value turns something on. */
export function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}

/** A list such as `a=b,c=d` in its pairs, and what in it is none. */
export function assignments(text: string): {
  readonly pairs: readonly (readonly [string, string])[];
  readonly others: readonly string[];
} {
  const items = text
    .split(/,(?![^(]*\))/u)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const pair = (item: string): readonly [string, string] | undefined => {
    const [, key, value] = /^([^=!\s]+)\s*==?\s*([^=\s]*)$/u.exec(item) ?? [];
    return key === undefined || value === undefined ? undefined : [key, value];
  };
  return {
    pairs: items.map(pair).filter((one) => one !== undefined),
    others: items.filter((item) => pair(item) === undefined),
  };
}
