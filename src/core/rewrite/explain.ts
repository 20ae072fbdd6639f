import * as l10n from '@vscode/l10n';
import { marks } from '../vcluster/marks.ts';
import { label, type Raw, text } from '../vcluster/raw.ts';
import { Binding } from './binding.ts';
import { driftReason, type Field } from './comparedField.ts';
import { rewriteConfig } from './config.ts';
import { Draft, isNode, maxDepth } from './draft.ts';
import { alikeInPresence, isEmpty, own, same } from './equality.ts';
import { hostReason, ownOfEachSide } from './hostFields.ts';
import { allRules } from './kinds.ts';
import { lagReason } from './lag.ts';
import { checkedLimits } from './limitRange.ts';
import { alignLists } from './mergeKeys.ts';
import type { Change, RewriteOptions, Target } from './model.ts';
import { Placeholder } from './placeholder.ts';
import { pointer } from './pointer.ts';
import { rewrite } from './predict.ts';

const rules = new Map(allRules().map((rule) => [rule.id, rule]));

/** Compares one pair of objects. */
class Comparison {
  readonly #draft: Draft;
  readonly #host: Raw;
  readonly #virtual: Raw;
  readonly #kind: string;
  readonly #binding: Binding;

  constructor(virtual: Raw, host: Raw, draft: Draft) {
    this.#draft = draft;
    this.#virtual = virtual;
    this.#host = host;
    this.#kind = text(virtual['kind']) ?? text(host['kind']) ?? '';
    this.#binding = new Binding(draft.object, host);
  }

  changes(): readonly Change[] {
    const virtual = this.#virtual;
    return this.#compare({ virtual, predicted: this.#draft.object, host: this.#host, rule: undefined, path: [] });
  }

  #compare(field: Field): readonly Change[] {
    const { virtual, predicted, host } = field;
    if (predicted instanceof Placeholder) {
      return this.#placeholder(field, predicted);
    }
    const within = field.path.length < maxDepth;
    if (within && isNode(predicted) && isNode(host)) {
      return this.#collapsed(field, this.#members(field, predicted, host));
    }
    if (within && Array.isArray(predicted) && Array.isArray(host)) {
      return this.#collapsed(field, this.#elements(field, predicted, host));
    }
    if (!same(predicted, host) || !alikeInPresence(field.path.at(-1) ?? '', predicted, host)) {
      return this.#unpredicted(field);
    }
    return same(virtual, host) ? [] : [this.#rewritten(field)];
  }

  #placeholder(field: Field, placeholder: Placeholder): readonly Change[] {
    if (this.#binding.accepts(placeholder, field.host)) {
      return field.virtual === field.host ? [] : [this.#rewritten(field)];
    }
    return this.#unpredicted({ ...field, predicted: undefined });
  }

  #members(field: Field, predicted: Record<string, unknown>, host: Record<string, unknown>): readonly Change[] {
    const { virtual, rule, path } = field;
    const keyOf = new Map(Object.keys(predicted).map((key) => [this.#binding.key(key), key]));
    const keys = new Set([...Object.keys(isNode(virtual) ? virtual : {}), ...keyOf.keys(), ...Object.keys(host)]);
    return [...keys].flatMap((key) => {
      const predictedKey = keyOf.get(key) ?? key;
      return this.#compare({
        virtual: own(virtual, key),
        predicted: own(predicted, predictedKey),
        host: own(host, key),
        rule: this.#draft.writer(predicted, predictedKey) ?? rule,
        path: [...path, key],
      });
    });
  }

  #elements(field: Field, predicted: readonly unknown[], host: readonly unknown[]): readonly Change[] {
    const { virtual, path, rule } = field;
    const origins = Array.isArray(virtual) ? virtual : [];
    const used = new Set<unknown>();
    const changes = alignLists(path.at(-1) ?? '', predicted, host).flatMap(([left, right]) => {
      const element = left === undefined ? undefined : predicted[left];
      const origin = isNode(element) ? this.#draft.origin(element) : origins.find((one) => one === element);
      used.add(origin);
      return this.#compare({
        virtual: origin,
        predicted: element,
        host: right === undefined ? undefined : host[right],
        rule: (isNode(element) ? this.#draft.adder(element) : undefined) ?? rule,
        path: [...path, String(right ?? Math.max(0, origins.indexOf(origin)))],
      });
    });
    return changes;
  }

  /** A part that only the host has is one change if one thing explains all of it. */
  #collapsed(field: Field, changes: readonly Change[]): readonly Change[] {
    const [first, ...others] = changes;
    const alike = first !== undefined && others.every(({ kind, rule }) => kind === first.kind && rule === first.rule);
    return field.virtual === undefined && alike && field.path.length > 1
      ? [{ ...first, path: field.path.reduce(pointer, ''), from: undefined, to: field.host }]
      : changes;
  }

  #rewritten(field: Field): Change {
    const rule = rules.get(field.rule ?? '');
    if (rule === undefined || ownOfEachSide(field.path)) {
      return this.#change(field, { kind: 'host', reason: l10n.t('Each side keeps this for itself.') });
    }
    return this.#change(field, { kind: 'rewritten', rule: rule.id, reason: rule.reason() });
  }

  /** What is otherwise on the host than the rules say. */
  #unpredicted(field: Field): readonly Change[] {
    const { virtual, predicted, host, path } = field;
    const mayBeHosts = isEmpty(predicted) || ownOfEachSide(path) || path.at(-1)?.startsWith('kubectl.kubernetes.io/');
    const settled = virtual !== undefined && virtual !== host && predicted === undefined && field.rule === undefined;
    const reason =
      (mayBeHosts ? hostReason(this.#kind, path, host, this.#host) : undefined) ??
      lagReason({
        path,
        virtual: this.#virtual,
        predicted,
        host,
        kind: this.#kind,
        hostObject: this.#host,
        predictedObject: this.#draft.object,
      });
    if (reason !== undefined && !settled) {
      return same(virtual, host) ? [] : [this.#change(field, { kind: 'host', reason: reason() })];
    }
    if (isEmpty(predicted) && isNode(host) && path.length < maxDepth) {
      const parts = Object.keys(host).flatMap((key) =>
        this.#unpredicted({
          ...field,
          virtual: own(virtual, key),
          predicted: undefined,
          host: own(host, key),
          path: [...path, key],
        }),
      );
      return this.#collapsed({ ...field, virtual: undefined }, parts);
    }
    return [
      this.#change(field, {
        kind: 'drift',
        reason: driftReason(field),
      }),
    ];
  }

  #change(field: Field, what: Pick<Change, 'kind' | 'reason'> & { readonly rule?: string }): Change {
    return {
      path: field.path.reduce(pointer, ''),
      ...what,
      ...(field.virtual === undefined ? {} : { from: field.virtual }),
      ...(field.host === undefined ? {} : { to: field.host }),
    };
  }
}

/**
 * The differences between a virtual object and its twin on the host, each explained: `rewritten` by exactly one rule, set by
 * the `host`, or `drift`. Lists are aligned by Kubernetes' merge keys. Pure, and never throws: objects of unknown kinds, or without
 * metadata, are compared as they are.
 */
export function explain(
  virtual: Raw,
  host: Raw,
  target: Target,
  options?: RewriteOptions,
): { readonly changes: readonly Change[] } {
  const config = rewriteConfig(target, options);
  // What comes from the host, and is used by a pod, has a copy there as well.
  const isWritten = label(host, marks.managedBy) !== undefined;
  const draft = rewrite(virtual, isWritten ? { ...config, imports: new Map() } : config)?.draft;
  const changes = new Comparison(virtual, host, draft ?? new Draft(virtual)).changes();
  if (draft === undefined) {
    const reason = l10n.t('The syncer does not write objects of this kind to the host, which has one of its own.');
    return { changes: changes.map((change) => ({ ...change, kind: 'host', reason })) };
  }
  const { limitRange } = config;
  return { changes: limitRange === undefined ? changes : changes.map((change) => checkedLimits(change, limitRange)) };
}

/** Where vcluster documents a rule. */
export function ruleLink(id: string): string | undefined {
  return rules.get(id)?.link;
}
