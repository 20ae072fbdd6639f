import * as l10n from '@vscode/l10n';
import { isAlias, isMap, isNode, isScalar, isSeq, type Node, Scalar, type YAMLMap } from 'yaml';
import { printable } from '../../base/text.ts';
import type { ConfigDocument } from '../document.ts';
import type { ConfigPath } from '../finding.ts';
import type { NodeView } from '../nodeView.ts';
import type { Target } from '../schema/target.ts';
import type { Collector } from './collector.ts';

/** Something to look at, with its path. */
interface Visit {
  readonly node: Node;
  readonly path: ConfigPath;
}

/** Looks for what YAML allows but helm reads otherwise: equal keys, words that are booleans, aliases of nothing. Also inside of free-form values. */
export class YamlTraps {
  readonly #document: ConfigDocument;
  readonly #view: NodeView;
  readonly #target: Target;
  readonly #collector: Collector;

  constructor(document: ConfigDocument, view: NodeView, target: Target, collector: Collector) {
    this.#document = document;
    this.#view = view;
    this.#target = target;
    this.#collector = collector;
  }

  check(): void {
    const ahead: Visit[] = this.#view.root === null ? [] : [{ node: this.#view.root, path: [] }];
    for (let next = ahead.pop(); next !== undefined && !this.#collector.isFull; next = ahead.pop()) {
      const { node, path } = next;
      if (isAlias(node)) {
        this.#alias(node, node.source, path);
      } else if (isMap(node)) {
        this.#map(node, path, ahead);
      } else if (isSeq(node)) {
        for (const [index, item] of node.items.entries()) {
          if (isNode(item)) {
            ahead.push({ node: item, path: [...path, index] });
          }
        }
      }
    }
  }

  #alias(node: Node, name: string, path: ConfigPath): void {
    if (this.#view.resolve(node) === null) {
      const text = printable(name, 40);
      const message = l10n.t(
        '*{0} is an alias in YAML, and nothing has that anchor. Put it in quotes if it is a text.',
        text,
      );
      this.#collector.add(node, {
        severity: 'error',
        code: 'yaml-alias',
        message,
        data: { path, candidates: [JSON.stringify(`*${name}`)] },
      });
    }
  }

  #map(map: YAMLMap, path: ConfigPath, ahead: Visit[]): void {
    const keys = new Set<string>();
    for (const { key, value } of map.items) {
      const node = this.#view.resolve(isNode(key) ? key : null);
      if (!isScalar(node)) {
        if (isNode(key)) {
          this.#badKey(key, path);
        }
        continue;
      }
      if (isMergeKey(node)) {
        this.#merge(value, path, ahead);
        continue;
      }
      const text = String(this.#view.scalar(node));
      const below = [...path, text];
      this.#word(node, below);
      if (keys.has(text) && !this.#document.templated) {
        this.#duplicate(isNode(key) ? key : node, text, below);
      }
      keys.add(text);
      if (isNode(value)) {
        ahead.push({ node: value, path: below });
      }
    }
  }

  #merge(value: unknown, path: ConfigPath, ahead: Visit[]): void {
    if (isNode(value)) {
      ahead.push({ node: value, path: [...path, '<<'] });
    }
  }

  #badKey(key: Node, path: ConfigPath): void {
    const message = l10n.t('A key must be a text. Put it in quotes.');
    this.#collector.add(key, { severity: 'error', code: 'yaml-key', message, data: { path } });
  }

  #word(key: Scalar, path: ConfigPath): void {
    if (typeof key.value === 'boolean' && !/^(?:true|false)$/u.test(key.source ?? '')) {
      const message = l10n.t('helm reads this key as "{0}". Put it in quotes.', String(key.value));
      const data = { path, candidates: [JSON.stringify(key.source ?? '')] };
      this.#collector.add(key, { severity: 'warning', code: 'boolean-word', message, data });
    }
  }

  #duplicate(key: Node, text: string, path: ConfigPath): void {
    const message = l10n.t(
      '"{0}" is already there above, and only one of them can count. Remove one, or merge them.',
      printable(text, 60),
    );
    const severity = this.#target.generation === 'legacy' ? 'warning' : 'error';
    this.#collector.add(key, { severity, code: 'duplicate-key', message, data: { path } });
  }
}

function isMergeKey({ value, type }: Scalar): boolean {
  return typeof value === 'symbol' || (value === '<<' && type === Scalar.PLAIN);
}
