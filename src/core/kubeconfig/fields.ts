/**
 * Reads the fields of a mapping of a kubeconfig one by one. What is absent, null or empty reads as not set, as in Go;
 * what has the wrong shape reads as not set too and its path is added to `misshapen`.
 */
export class Fields {
  readonly #map: ReadonlyMap<unknown, unknown>;
  readonly #path: string;
  readonly #misshapen: string[];

  constructor(value: unknown, path: string, misshapen: string[]) {
    if (value !== null && value !== undefined && !(value instanceof Map)) {
      misshapen.push(path);
    }
    this.#map = value instanceof Map ? value : new Map();
    this.#path = path;
    this.#misshapen = misshapen;
  }

  #read<T>(key: string, shape: (value: unknown) => value is T): T | undefined {
    const value = this.#map.get(key) ?? undefined;
    if (value === undefined || shape(value)) {
      return value;
    }
    this.#misshapen.push(this.#path === '' ? key : `${this.#path}.${key}`);
    return undefined;
  }

  has(key: string): boolean {
    return (this.#map.get(key) ?? undefined) !== undefined;
  }

  text(key: string): string | undefined {
    return this.#read(key, (value): value is string => typeof value === 'string') || undefined;
  }

  /** A boolean in the spellings of YAML 1.1, which kubectl accepts. */
  flag(key: string): boolean {
    const text = this.#read(key, isFlag);
    return text !== undefined && /^(?:y|yes|true|on)$/iu.test(text);
  }

  list(key: string): readonly unknown[] {
    return this.#read(key, (value): value is unknown[] => Array.isArray(value)) ?? [];
  }

  texts(key: string): readonly string[] {
    return this.#read(key, isTexts) ?? [];
  }

  fields(key: string): Fields {
    return new Fields(this.#map.get(key), this.#path === '' ? key : `${this.#path}.${key}`, this.#misshapen);
  }

  /** A mapping of texts to lists of texts. */
  textLists(key: string): Readonly<Record<string, readonly string[]>> {
    const lists = this.fields(key);
    const keys = [...lists.#map.keys()].filter((name) => typeof name === 'string');
    return Object.fromEntries(keys.map((name) => [name, lists.texts(name)]));
  }

  /** The entries whose key and value are text. */
  entries(): readonly (readonly [string, string])[] {
    return [...this.#map].filter((pair): pair is [string, string] => pair.every((part) => typeof part === 'string'));
  }
}

function isFlag(value: unknown): value is string {
  return typeof value === 'string' && /^(?:y|yes|true|on|n|no|false|off|)$/iu.test(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
