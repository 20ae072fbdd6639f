import { type Document, isMap, isNode, isSeq, type LineCounter, type Node } from 'yaml';
import type { ConfigPath, Range } from './finding.ts';
import { rangeBetween } from './linePositions.ts';
import { type Entry, NodeView } from './nodeView.ts';
import { maskTemplates } from './template.ts';
import { parseYaml } from './yamlParser.ts';

/** Something that is written in a document. */
export interface Located {
  /** As plain data; a scalar with a template in it is its text. */
  readonly value: unknown;
  /** Null for a value that is left out, as in `coredns:`. */
  readonly node: Node | null;
  /** The place of the key; of the item itself in a list. */
  readonly keyRange: Range;
  /** The place of the value; that of the key where the value is left out. */
  readonly valueRange: Range;
}

/** A vcluster.yaml or an old values.yaml, parsed as helm would. Positions are those of `text`. */
export class ConfigDocument {
  /** Without a byte-order mark, as editors have it. */
  readonly text: string;
  /** The YAML documents of the text; vcluster reads the first only. Templates are masked in their nodes. */
  readonly documents: readonly Document.Parsed[];
  /** Whether templates (`{{ … }}`) stand where YAML does, so that what the text says is not all that will be there. */
  readonly templated: boolean;
  /** Where the first template begins that has no end. */
  readonly unclosedTemplate: number | undefined;
  /** Whether it is nested so deeply that it was not parsed. */
  readonly tooDeep: boolean;
  /** The nodes of the first document that says something. */
  readonly view: NodeView | undefined;
  readonly #lines: LineCounter;
  #value: { readonly plain: unknown } | undefined;

  constructor(text: string) {
    this.text = text.replace(/^\ufeff/u, '');
    const { text: masked, unclosed } = maskTemplates(this.text);
    const { documents, lines, tooDeep } = parseYaml(masked);
    this.documents = documents;
    this.templated = masked !== this.text;
    this.unclosedTemplate = unclosed;
    this.tooDeep = tooDeep;
    this.#lines = lines;
    const first = documents.find(({ contents }) => contents !== null && this.#says(contents)) ?? documents[0];
    this.view = first && new NodeView(first, this.text);
  }

  /** All of it as plain data: null for an empty text. */
  get value(): unknown {
    this.#value ??= { plain: this.view?.plain(this.view.root) ?? null };
    return this.#value.plain;
  }

  /** What stands at a path, the last of equal keys; the root for an empty path. Undefined for what is not written. */
  at(path: ConfigPath): Located | undefined {
    const view = this.view;
    if (view === undefined) {
      return undefined;
    }
    let node: Node | null = view.root;
    let value = this.value;
    let keyNode: Node | null = node;
    for (const step of path) {
      const target: Node | null = view.resolve(node);
      if (isMap(target)) {
        const entry: Entry | undefined = view.entries(target).findLast(({ key }) => key === String(step));
        if (entry === undefined) {
          return undefined;
        }
        [keyNode, node] = [entry.keyNode, entry.value];
      } else {
        const item: unknown = isSeq(target) ? target.items[Number(step)] : undefined;
        if (!isNode(item)) {
          return undefined;
        }
        [keyNode, node] = [item, item];
      }
      value = (value as Readonly<Record<string | number, unknown>> | null | undefined)?.[step];
    }
    const keyRange = this.rangeOfNode(keyNode);
    return { value, node, keyRange, valueRange: isEmpty(node) ? keyRange : this.rangeOfNode(node) };
  }

  /** The place between two offsets of `text`. */
  rangeOf(start: number, end: number): Range {
    return rangeBetween(this.#lines, start, end);
  }

  /** Where a line ends, its break not included. */
  endOfLine(line: number): Pick<Range, 'endLine' | 'endCharacter'> {
    const start = this.#lines.lineStarts[line] ?? 0;
    const next = this.text.indexOf('\n', start);
    const end = next < 0 ? this.text.length : next;
    return { endLine: line, endCharacter: this.text.slice(start, end).trimEnd().length };
  }

  /** The place of a node, without the white space behind it; the start of the text for null. */
  rangeOfNode(node: Node | null): Range {
    const [start, end] = node?.range ?? [0, 0];
    return this.rangeOf(start, start + this.text.slice(start, end).trimEnd().length);
  }

  #says(node: Node): boolean {
    return !isEmpty(node);
  }
}

function isEmpty(node: Node | null): boolean {
  const [start, end] = node?.range ?? [0, 0];
  return node === null || (start === end && !isMap(node) && !isSeq(node));
}

/** Takes any text in and never throws: what is wrong with it is for the checks to say. */
export function parseConfig(text: string): ConfigDocument {
  return new ConfigDocument(text);
}
