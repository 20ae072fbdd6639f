/** How deep such a text is looked into. */
const maxDepth = 30;

interface Line {
  readonly indent: number;
  readonly text: string;
}

function scalar(given: string): unknown {
  const [, double] = /^("(?:[^"\\]|\\.)*")\s*(?:#.*)?$/u.exec(given) ?? [];
  const [, single] = /^'((?:[^']|'')*)'\s*(?:#.*)?$/u.exec(given) ?? [];
  if (single !== undefined) {
    return single.replaceAll("''", "'");
  }
  const plain = double ?? given.replace(/\s+#.*$/u, '');
  try {
    return plain === '~' || plain === '' ? null : (JSON.parse(plain) as unknown);
  } catch {
    return plain;
  }
}

/** Reads lines from the first on. */
class Reader {
  readonly #lines: Line[];

  constructor(lines: readonly Line[]) {
    this.#lines = lines.toReversed();
  }

  /** What stands at one indentation, a list or a map. */
  block(indent: number, depth = 0): unknown {
    const isList = /^-(\s|$)/u.test(this.#next?.text ?? '');
    return depth > maxDepth ? this.#skip(indent) : isList ? this.#list(indent, depth) : this.#map(indent, depth);
  }

  get #next(): Line | undefined {
    return this.#lines.at(-1);
  }

  #skip(indent: number): undefined {
    while ((this.#next?.indent ?? -1) >= indent) {
      this.#lines.pop();
    }
  }

  #list(indent: number, depth: number): unknown[] {
    const items: unknown[] = [];
    for (let line = this.#next; line?.indent === indent && /^-(\s|$)/u.test(line.text); line = this.#next) {
      this.#lines.pop();
      const rest = line.text.slice(1).trimStart();
      if (/^([^"'[{#][^#]*?|"[^"]*"|'[^']*'):(\s|$)/u.test(rest) || /^-(\s|$)/u.test(rest)) {
        const inner = indent + line.text.length - rest.length;
        this.#lines.push({ indent: inner, text: rest });
        items.push(this.block(inner, depth + 1));
      } else {
        items.push(this.#value(rest, indent, depth));
      }
    }
    return items;
  }

  #map(indent: number, depth: number): Readonly<Record<string, unknown>> {
    const entries: (readonly [string, unknown])[] = [];
    for (let line = this.#next; line?.indent === indent; line = this.#next) {
      const [, double, single, bare, rest = ''] =
        /^(?:"([^"]*)"|'([^']*)'|([^"'#][^#]*?))\s*:(?:\s+(.*))?$/su.exec(line.text) ?? [];
      const key = double ?? single ?? bare;
      this.#lines.pop();
      if (key === undefined) {
        this.#skip(indent + 1);
        continue;
      }
      // A list may stand at the indentation of its key.
      const isList = rest === '' && this.#next?.indent === indent && /^-(\s|$)/u.test(this.#next.text);
      entries.push([key, isList ? this.block(indent, depth + 1) : this.#value(rest, indent, depth)]);
    }
    this.#skip(indent + 1);
    return Object.fromEntries(entries);
  }

  #value(rest: string, indent: number, depth: number): unknown {
    const given = rest.startsWith('#') ? '' : rest;
    const below = this.#next;
    if (/^[|>]/u.test(given)) {
      return this.#skip(indent + 1);
    }
    return given === '' && below !== undefined && below.indent > indent
      ? this.block(below.indent, depth + 1)
      : scalar(given);
  }
}

/**
 * The value of a YAML text as far as configurations of the generic sync need it: maps and lists by indentation, and what stands in one
 * line. Texts of several lines are left out. Nothing makes it fail; the rules of rewriting need no more, and so no parser.
 */
export function plainYaml(text: string): unknown {
  const lines = text.split(/\r?\n/u).flatMap((line): readonly Line[] => {
    const content = line.trim();
    return content === '' || content.startsWith('#') || content === '---'
      ? []
      : [{ indent: line.search(/\S/u), text: content }];
  });
  const isJson = /^\s*[[{]/u.test(text);
  return isJson ? scalar(text.trim()) : lines.length === 0 ? undefined : new Reader(lines).block(lines[0]?.indent ?? 0);
}
