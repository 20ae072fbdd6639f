import type { ConfigDocument } from '../document.ts';
import type { ConfigPath } from '../finding.ts';
import type { LegacyDistro } from '../schema/target.ts';
import { isPlaceholder } from '../template.ts';

/** Keys joined by dots where none of them has a dot itself, else the keys. */
export type Place = string | ConfigPath;

/** The keys of a place; more steps are taken as they are. */
export function pathOf(place: Place, ...steps: ConfigPath): ConfigPath {
  const base = typeof place === 'string' ? place.split('.') : place;
  return steps.length === 0 ? base : [...base, ...steps];
}

type Fields = Readonly<Record<string, unknown>>;

/** Whether it is a map with text keys. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that says something: not empty, and no template that somebody fills in later. */
export function said(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && !isPlaceholder(value) ? value : undefined;
}

/** The same without texts that stand for another one, as in `<HOST>`, `[[HOST]]` or `YOUR_HOST`. */
export function certain(value: unknown): string | undefined {
  const text = said(value);
  return text === undefined || /<[^<>]*>|\[\[|\$\{|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/u.test(text) ? undefined : text;
}

/** A text, also an empty one, unless a template fills it in. */
export function written(value: unknown): string | undefined {
  return typeof value === 'string' && !isPlaceholder(value) ? value : undefined;
}

/** What a document sets, read so that whatever is left out or filled in by somebody else gives no finding. */
export class Settings {
  readonly document: ConfigDocument;
  /** The minor version of chart 0 that the document is for. */
  readonly minor: number;
  readonly distro: LegacyDistro;
  readonly #value: unknown;
  readonly #isDoubted: boolean;

  /** @param value what the document says, where it is not to be taken as it is written */
  constructor(document: ConfigDocument, minor: number, distro: LegacyDistro, value: unknown = document.value) {
    this.document = document;
    this.minor = minor;
    this.distro = distro;
    this.#value = value;
    this.#isDoubted = value !== document.value;
  }

  /** What is written, as plain data; undefined for what is not. */
  value(place: Place): unknown {
    const { value, isOpen } = this.#read(place);
    return isOpen && !this.#isDoubted ? undefined : value;
  }

  /** What stands at a place; open where a template fills in something that the place is a part of, which is given then. */
  #read(place: Place): { readonly value: unknown; readonly isOpen: boolean } {
    let value = this.#value;
    for (const step of pathOf(place)) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) {
        const isOpen = isPlaceholder(value);
        return { value: isOpen ? value : undefined, isOpen };
      }
      value = (value as Readonly<Record<string | number, unknown>>)[step];
    }
    return { value, isOpen: false };
  }

  /** Whether a template fills in what stands there, or something that it is a part of. */
  isOpen(place: Place): boolean {
    return isPlaceholder(this.#read(place).value);
  }

  /** Whether the key stands there, with whatever value. */
  has(place: Place): boolean {
    return this.value(place) !== undefined;
  }

  /** Whether it is certainly true; what is left out is as the chart has it. */
  on(place: Place, chart = false): boolean {
    const value = this.#read(place).value ?? chart;
    return value === true || value === 'true';
  }

  /** Whether it is certainly not true. */
  off(place: Place, chart = false): boolean {
    const value = this.#read(place).value ?? chart;
    return !isPlaceholder(value) && value !== true && value !== 'true';
  }

  /** Whether it is written as false. */
  refused(place: Place): boolean {
    const value = this.value(place);
    return value === false || value === 'false';
  }

  /** A text that says something; undefined otherwise. */
  text(place: Place): string | undefined {
    return said(this.value(place));
  }

  number(place: Place): number | undefined {
    const value = this.value(place);
    return typeof value === 'number' ? value : undefined;
  }

  /** The entries of a map, none for anything else. */
  entries(place: Place): readonly (readonly [string, unknown])[] {
    const value = this.value(place);
    return isFields(value) ? Object.entries(value) : [];
  }

  /** The items of a list, none for anything else. */
  items(place: Place): readonly unknown[] {
    const value = this.value(place);
    return Array.isArray(value) ? value : [];
  }
}
