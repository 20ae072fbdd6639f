import * as l10n from '@vscode/l10n';
import { isMap, isNode, isScalar, isSeq, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { OperationError } from '../../base/operationError.ts';
import type { ConfigDocument } from '../document.ts';
import type { NodeView } from '../nodeView.ts';
import { isMasked } from '../template.ts';
import type { Head, Remarks } from './remarks.ts';

/** Stand for a template while the new text is made; from the private use area. */
const [open, close] = ['\ue001', '\ue002'];

const deepest = 200;

/** The lines of a comment as the YAML library wants them. */
export function commentOf(lines: readonly string[]): string {
  return lines.join('\n');
}

/** Makes nodes for the new text from those of the old one: with their comments and templates, and with aliases written out. */
export class Copier {
  readonly remarks: Remarks;
  readonly #view: NodeView;
  readonly #templates: string[] = [];
  readonly #keyNodes = new Map<Node, Node>();
  #budget: number;

  constructor(document: ConfigDocument, view: NodeView, remarks: Remarks) {
    this.remarks = remarks;
    this.#view = view;
    this.#budget = document.text.length + 20_000;
  }

  /** A copy of a value, its own comments included. */
  copy(node: Node | null, depth = 0): Node {
    this.#budget -= 1;
    if (this.#budget < 0 || depth > deepest) {
      throw new OperationError(
        'invalid',
        l10n.t('The file is nested too deeply, or repeats itself too often by aliases, to be migrated.'),
      );
    }
    const source = this.#view.resolve(node);
    if (isMap(source)) {
      const map = new YAMLMap();
      map.flow = source.flow === true;
      const entries = this.#view.entries(source);
      const last = new Map(entries.toReversed().map(({ key }, i) => [key, entries.length - 1 - i]));
      for (const [i, { key, keyNode, value }] of entries.entries()) {
        if (i >= (last.get(key) ?? i)) {
          const name = this.key(key, this.remarks.headOf(keyNode), this.#besidesKey(keyNode, value));
          const made = this.copy(value, depth + 1);
          this.#keyNodes.set(made, keyNode);
          map.items.push(new Pair(name, made));
        }
      }
      addComment(map, this.#after(source));
      return map;
    }
    if (isSeq(source)) {
      const list = new YAMLSeq();
      list.flow = source.flow === true;
      for (const item of source.items) {
        const itemNode = isNode(item) ? item : null;
        const { comments } = this.remarks.headOf(itemNode);
        const made = this.copy(itemNode, depth + 1);
        made.commentBefore = comments.length > 0 ? commentOf(comments) : null;
        list.items.push(made);
        if (itemNode !== null) {
          this.#keyNodes.set(made, itemNode);
        }
      }
      addComment(list, this.#after(source));
      return list;
    }
    return this.#scalar(source);
  }

  /** The key, or the item of a list, in the old text that a copied value belongs to. */
  keyNodeOf(copy: Node): Node | undefined {
    return this.#keyNodes.get(copy);
  }

  /** A key of a map with what stands above it. */
  key(key: string, head: Head | undefined, besides?: string): Scalar {
    const scalar = new Scalar(isMasked(key) || key.includes('{{') ? this.#token(key) : key);
    const comments = [...(head?.comments ?? []), ...(besides === undefined ? [] : [besides])];
    if (comments.length > 0) {
      scalar.commentBefore = commentOf(comments);
    }
    if (head?.spaced === true) {
      scalar.spaceBefore = true;
    }
    return scalar;
  }

  /** The text with all templates as they were written. */
  filled(text: string): string {
    return text.replace(
      new RegExp(`${open}(\\d+)${close}`, 'gu'),
      (_, at: string) => this.#templates[Number(at)] ?? '',
    );
  }

  /** A text as it can stand in the new one: templates in it stay as they are. */
  plainText(text: string): string {
    return text.includes(open) || text.includes(close) ? text.replaceAll(open, '').replaceAll(close, '') : text;
  }

  /** What stands behind a map or list: on its line, or below what is in it. */
  #after(source: YAMLMap | YAMLSeq): readonly string[] {
    const besides = source.flow === true ? this.remarks.besides(source) : undefined;
    return source.flow === true ? (besides === undefined ? [] : [besides]) : this.remarks.tailOf(source);
  }

  /** What stands beside the key of a map or list; beside other values it is theirs. */
  #besidesKey(keyNode: Node, value: Node | null): string | undefined {
    const source = this.#view.resolve(value);
    return isMap(source) || isSeq(source) ? this.remarks.besides(keyNode) : undefined;
  }

  #scalar(source: Node | null): Scalar {
    const value = this.#view.scalar(source) ?? null;
    const scalar = new Scalar(typeof value === 'string' ? this.plainText(value) : value);
    if (isScalar(source)) {
      if (typeof source.value === 'string' && isMasked(source.value)) {
        scalar.value = this.#token(String(value));
        return scalar;
      }
      const { type, format, minFractionDigits } = source;
      Object.assign(scalar, {
        ...(type && { type }),
        ...(format && { format }),
        ...(minFractionDigits && { minFractionDigits }),
      });
      if (source.source !== undefined) {
        scalar.source = source.source;
      }
    }
    const besides = this.remarks.besides(source);
    if (besides !== undefined) {
      scalar.comment = besides;
    }
    return scalar;
  }

  #token(template: string): string {
    this.#templates.push(template);
    return `${open}${this.#templates.length - 1}${close}`;
  }
}

/** Puts lines behind what a map or list has. */
function addComment(node: Node, lines: readonly string[]): void {
  if (lines.length > 0) {
    node.comment = commentOf([...(node.comment ? [node.comment] : []), ...lines]);
  }
}
