import * as l10n from '@vscode/l10n';
import { isMap, isPair, isScalar, isSeq, type Node, Scalar } from 'yaml';

/**
 * What a value may be in the new version. `switch` is a boolean or `auto`; `texts` a list of texts, `textMap` a map to texts; `map` is
 * a map that vcluster leaves to Kubernetes, `maps` a list of such.
 */
export type Shape = 'boolean' | 'switch' | 'integer' | 'text' | 'texts' | 'textMap' | 'map' | 'maps' | 'list';

/** Whether a template or placeholder stands there, which can become anything. */
function isOpen(node: unknown): boolean {
  return isScalar(node) && typeof node.value === 'string' && /[\ue001\ue002]|\{\{|^\$\{[^}]*\}$/u.test(node.value);
}

function asText(node: unknown): boolean {
  if (!isScalar(node) || node.value === null) {
    return false;
  }
  if (typeof node.value !== 'string') {
    node.value = node.source ?? String(node.value);
    node.type = Scalar.QUOTE_DOUBLE;
  }
  return true;
}

function asBoolean(node: unknown, more: readonly string[] = []): boolean {
  if (!isScalar(node)) {
    return false;
  }
  if (node.value === 'true' || node.value === 'false') {
    node.value = node.value === 'true';
    node.type = Scalar.PLAIN;
  }
  // Written as true or false, since not everybody reads yes and on as YAML 1.1 does.
  Reflect.deleteProperty(node, 'source');
  return typeof node.value === 'boolean' || more.includes(String(node.value));
}

function asInteger(node: unknown): boolean {
  if (!isScalar(node)) {
    return false;
  }
  if (typeof node.value === 'string' && /^-?\d{1,15}$/u.test(node.value)) {
    node.value = Number(node.value);
    node.type = Scalar.PLAIN;
  }
  return Number.isInteger(node.value);
}

/** Whether a value is, or could be made, what is wanted; it is then changed in place, such as `"3"` to `3`. */
export function fit(node: Node, shape: Shape): boolean {
  if (isOpen(node)) {
    return true;
  }
  switch (shape) {
    case 'boolean':
      return asBoolean(node);
    case 'switch':
      return asBoolean(node, ['auto']);
    case 'integer':
      return asInteger(node);
    case 'text':
      return asText(node);
    case 'texts':
      return isSeq(node) && node.items.every(asText);
    case 'textMap':
      return isMap(node) && node.items.every((pair) => isPair(pair) && asText(pair.value));
    case 'map':
      return isMap(node);
    case 'maps':
      return isSeq(node) && node.items.every((item) => isMap(item));
    case 'list':
      return isSeq(node);
  }
}

/** What a value should have been. */
export function wantedText(shape: Shape): string {
  switch (shape) {
    case 'boolean':
    case 'switch':
      return l10n.t('It must be true or false, and is left out.');
    case 'integer':
      return l10n.t('It must be a whole number, and is left out.');
    case 'text':
      return l10n.t('It must be a text, and is left out.');
    case 'texts':
      return l10n.t('It must be a list of texts, and is left out.');
    case 'textMap':
      return l10n.t('It must be a mapping from texts to texts, and is left out.');
    case 'map':
      return l10n.t('It must be a mapping, and is left out.');
    case 'maps':
      return l10n.t('It must be a list of mappings, and is left out.');
    case 'list':
      return l10n.t('It must be a list, and is left out.');
  }
}
