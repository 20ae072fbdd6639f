/** A JSON object of which nothing is known. */
export type Raw = Readonly<Record<string, unknown>>;

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys; undefined as soon as something on the way is not an object. Never throws. */
export function dig(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const key of path) {
    if (!isRaw(at)) {
      return undefined;
    }
    at = at[key];
  }
  return at;
}

/** The text with U+FFFD for every half of a surrogate pair, which JSON and YAML can smuggle in and which cannot be encoded. */
export function wellFormed(value: string): string {
  return /[\ud800-\udfff]/.test(value) ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value;
}

/**
 * A text that is not empty, cut at `limit` characters, and well-formed;
 * undefined for anything else.
 */
export function text(value: unknown, limit = 1024): string | undefined {
  if (typeof value !== 'string' || value === '') {
    return undefined;
  }
  const cut = value.length > limit ? value.slice(0, limit) : value;
  return wellFormed(cut);
}

/** A whole number that is not negative, such as a replica count; undefined for anything else. */
export function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** An RFC 3339 time as milliseconds since the epoch; undefined for anything else. */
export function time(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

/** The objects in a list; anything that is not an object is left out, anything that is not a list is an empty one. */
export function objects(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.filter(isRaw) : [];
}

/** A label of an object. */
export function label(object: unknown, key: string): string | undefined {
  return text(dig(object, 'metadata', 'labels', key));
}

/** An annotation of an object. */
export function annotation(object: unknown, key: string): string | undefined {
  return text(dig(object, 'metadata', 'annotations', key));
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

/** The same fields without those that are undefined, so that equal values compare as equal. */
export function defined<T extends object>(fields: Loose<T>): T {
  const result: Partial<Record<keyof T, unknown>> = {};
  for (const key in fields) {
    if (fields[key] !== undefined) {
      result[key] = fields[key];
    }
  }
  return result as T;
}
