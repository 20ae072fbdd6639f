import { dump } from 'js-yaml';
import { type Snippet, snippets } from '../../../../schemas/snippets.ts';
import { markdownDescription } from '../schema/description.ts';
import { childrenOf, type SchemaNode } from '../schema/node.ts';
import type { Target } from '../schema/target.ts';
import { type Way, wayDown } from '../schema/way.ts';
import type { Cursor } from './cursor.ts';

/** Something that may be written where the cursor is. */
export interface Suggestion {
  readonly kind: 'key' | 'value' | 'block';
  readonly label: string;
  /** A few words beside the label. */
  readonly detail?: string;
  /** What takes the place of what is typed, as a snippet of VS Code, with line breaks as they are indented in the first column. */
  readonly snippet: string;
  /** Markdown. */
  readonly documentation: string;
}

function escaped(text: string): string {
  return text.replace(/[$\\}]/gu, '\\$&');
}

/** A scalar as it is written in YAML. */
function scalarText(value: unknown): string {
  return dump(value, { lineWidth: -1 }).trimEnd();
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) && value !== '';
}

/** What a person writes behind a key first: its default, where it has one to change. */
function behind(node: SchemaNode): string {
  switch (node.type) {
    case 'object':
    case 'open':
    case 'map':
      return '\n  $0';
    case 'list':
      return '\n  - $0';
    case 'empty':
      return ' {}';
    default:
      return isScalar(node.default) ? ` \${1:${escaped(scalarText(node.default))}}` : ' $1';
  }
}

function blockOf({ body }: Snippet, isList: boolean): string {
  const text = dump(isList ? [body] : body, { lineWidth: -1, noRefs: true }).trimEnd();
  return text.replaceAll('\n', '\n  ');
}

/** The keys of a map that it does not have yet, with the blocks that are often written there. */
function keySuggestions({ node, below, keys }: Way, beside: readonly string[], target: Target): readonly Suggestion[] {
  const written = new Set(beside);
  const isOffered = ({ key, deprecated, refusedSince = Number.POSITIVE_INFINITY }: SchemaNode): boolean =>
    !written.has(key) && !deprecated && refusedSince > target.minor;
  return childrenOf(node, target)
    .filter(isOffered)
    .flatMap((child) => {
      const { key } = child;
      const path = [...keys, key].join('.');
      const blocks = target.generation === 'current' ? snippets.filter((snippet) => snippet.path === path) : [];
      return [
        {
          kind: 'key',
          label: key,
          snippet: `${key}:${behind(child)}`,
          documentation: markdownDescription(child, below, target),
        } as const,
        ...blocks.map((block) => ({
          kind: 'block' as const,
          label: key,
          detail: block.label,
          snippet: `${key}:\n  ${blockOf(block, child.type === 'list')}`,
          documentation: block.description,
        })),
      ];
    });
}

function valueSuggestions({ node, around }: Way, target: Target): readonly Suggestion[] {
  const known = node.type === 'boolean' ? ['true', 'false'] : node.values;
  const preset = isScalar(node.default) ? scalarText(node.default) : undefined;
  const texts = new Set([...(preset === undefined ? [] : [preset]), ...known]);
  return [...texts].map((text) => ({
    kind: 'value',
    label: text,
    snippet: escaped(text),
    documentation: markdownDescription(node, around, target),
  }));
}

/** What a version knows for a place in values: keys that are not there yet, values and defaults, common blocks. */
export function suggestionsAt({ path, atKey, beside }: Cursor, target: Target): readonly Suggestion[] {
  const way = wayDown(path, target);
  if (way === undefined) {
    return [];
  }
  // An item of a list is taken for a key while it is typed.
  return atKey && childrenOf(way.node, target).length > 0
    ? keySuggestions(way, beside, target)
    : !atKey || typeof path.at(-1) === 'number'
      ? valueSuggestions(way, target)
      : [];
}
