import { isIP } from 'node:net';

/** What a value can be that only the host decides; `optional` is anything or nothing at all. */
export type PlaceholderType = 'ip' | 'uid' | 'token' | 'tokenKey' | 'number' | 'text' | 'any' | 'optional';

const shapes: Readonly<Record<PlaceholderType, (text: string) => boolean>> = {
  ip: (text) => isIP(text) !== 0,
  uid: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(text),
  token: (text) => /^[\w.=-]+$/u.test(text),
  tokenKey: (text) => /^[a-z0-9]{8}$/u.test(text),
  number: (text) => /^-?\d+$/u.test(text),
  text: (text) => text !== '',
  any: () => true,
  optional: () => true,
};

/** A value as text; what is not simple as JSON. */
function plain(value: unknown): unknown {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What stands around the unknown part of a text. */
interface Surroundings {
  readonly before?: string;
  readonly after?: string;
}

/**
 * A value that cannot be known beforehand. Placeholders of one variable stand for one value throughout an object: what the
 * host shows in one place it must show in all.
 */
export class Placeholder {
  readonly variable: string;
  readonly type: PlaceholderType;
  readonly before: string;
  readonly after: string;

  constructor(variable: string, type: PlaceholderType, { before = '', after = '' }: Surroundings = {}) {
    this.variable = variable;
    this.type = type;
    this.before = before;
    this.after = after;
  }

  /** What is shown in its place. */
  get text(): string {
    return `${this.before}<${this.variable}>${this.after}`;
  }

  /** The part of a host's value that the variable stands for; undefined if the value cannot be one of this placeholder. */
  valueIn(actual: unknown): string | undefined {
    if (this.type === 'optional' && actual === undefined) {
      return '';
    }
    const isAny = this.type === 'any' || this.type === 'optional';
    const text = typeof actual === 'number' || isAny ? plain(actual) : actual;
    const { before, after } = this;
    if (typeof text !== 'string' || !text.startsWith(before) || !text.endsWith(after)) {
      return undefined;
    }
    const inner = text.slice(before.length, text.length - after.length);
    return inner === `<${this.variable}>` || shapes[this.type](inner) ? inner : undefined;
  }
}
