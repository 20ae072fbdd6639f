import { isNode } from './draft.ts';
import { Placeholder } from './placeholder.ts';

/** What a variable of a prediction stands for; undefined where the host is to decide. */
export type Resolve = (variable: string) => string | undefined;

function filled(value: unknown, resolve: Resolve): unknown {
  if (value instanceof Placeholder) {
    const known = resolve(value.variable);
    return known === undefined ? undefined : `${value.before}${known}${value.after}`;
  }
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value.map((one) => filled(one, resolve));
    return items.length > 0 && items.every((one) => one === undefined) ? undefined : items;
  }
  if (!isNode(value)) {
    return value;
  }
  const entries = Object.entries(value).flatMap(([key, one]) => {
    const known = filled(one, resolve);
    return known === undefined
      ? []
      : [[key.replace(/<([^>]*)>/gu, (text, name: string) => resolve(name) ?? text), known]];
  });
  return Object.fromEntries(entries);
}

/** An object that rules have written, with its variables replaced; what the host is to decide is left out. */
export function concrete(
  object: Readonly<Record<string, unknown>>,
  resolve: Resolve,
): Readonly<Record<string, unknown>> {
  return filled(object, resolve) as Readonly<Record<string, unknown>>;
}
