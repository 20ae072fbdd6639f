import { type ConfigPath, type Finding, isSamePath } from './finding.ts';

/** Stands for a value that nobody knows, as what a template fills in. */
const unknown = '{{ }}';

/** Findings about a value that is not what it was meant to be. */
const badValues: ReadonlySet<string> = new Set(['wrong-type', 'unknown-value', 'boolean-word', 'yaml-alias']);

/** A place of which a document does not say what was meant to stand there. */
export interface Doubt {
  readonly path: ConfigPath;
  /** The misspelt key that was meant for the place; without it the value there is wrong. */
  readonly misspelt?: ConfigPath;
}

/** What the structure of a document leaves open: what is meant by a wrong value, and at the place that a misspelt key was for. */
export function doubtsOf(structure: readonly Finding[]): readonly Doubt[] {
  return structure.flatMap(({ code, data }): readonly Doubt[] => {
    const path = data?.path ?? [];
    if (badValues.has(code) && path.length > 0) {
      return [{ path }];
    }
    const [likeliest] = data?.candidates ?? [];
    return code === 'unknown-key' && likeliest !== undefined
      ? [{ path: [...path.slice(0, -1), likeliest], misspelt: path }]
      : [];
  });
}

/** The findings about the structure without those that miss a key that is there, but misspelt. */
export function withoutMisspelt(structure: readonly Finding[], doubts: readonly Doubt[]): readonly Finding[] {
  return structure.filter(
    ({ code, data }) =>
      code !== 'missing-key' ||
      !doubts.some(
        ({ path, misspelt }) =>
          misspelt !== undefined && isSamePath(path, [...(data?.path ?? []), String(data?.['missing'])]),
      ),
  );
}

function inner(value: unknown, step: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? (value as Readonly<Record<string | number, unknown>>)[step]
    : undefined;
}

/** A copy of plain data that is made as it is written to: what is on the way to a place is copied once. */
class Draft {
  readonly #copies = new Set<unknown>();
  #root: unknown;

  constructor(value: unknown) {
    this.#root = value;
  }

  get root(): unknown {
    return this.#root;
  }

  at(path: ConfigPath): unknown {
    return path.reduce(inner, this.#root);
  }

  /** Nothing happens where nothing leads to the place. */
  set(path: ConfigPath, value: unknown): void {
    this.#root = this.#with(this.#root, path, value);
  }

  #with(value: unknown, [step, ...rest]: ConfigPath, by: unknown): unknown {
    if (step === undefined) {
      return by;
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const copy = this.#copies.has(value) ? value : Array.isArray(value) ? [...value] : { ...value };
    this.#copies.add(copy);
    const entry = {
      value: this.#with(inner(copy, step), rest, by),
      configurable: true,
      enumerable: true,
      writable: true,
    };
    return Object.defineProperty(copy, step, entry);
  }
}

/** Plain data as it was meant: with misspelt keys at their places, and with wrong values as ones that nobody knows. */
export function meant(value: unknown, doubts: readonly Doubt[]): unknown {
  const draft = new Draft(value);
  for (const { path, misspelt } of doubts) {
    if (misspelt === undefined) {
      draft.set(path, unknown);
    } else if (draft.at(path) === undefined) {
      draft.set(path, draft.at(misspelt));
    }
  }
  return draft.root;
}
