import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { ConfigPath } from '../finding.ts';
import { hasDefaults, type NodeType, type SchemaNode } from '../schema/node.ts';
import type { Target } from '../schema/target.ts';
import type { Remark } from './collector.ts';
import { nearest } from './nearest.ts';

/** What a YAML node is, in the words of the schema. */
export type ActualType = 'map' | 'list' | 'string' | 'number' | 'boolean' | 'null';

/** A scalar as it is written and as helm reads it. */
export interface ScalarText {
  readonly value: unknown;
  /** The characters in the file. */
  readonly source: string;
  readonly quoted: boolean;
}

function expectation(type: NodeType): string {
  switch (type) {
    case 'object':
    case 'open':
    case 'empty':
    case 'map':
      return l10n.t('Keys with values belong here, such as key: value on a line of its own.');
    case 'list':
      return l10n.t('A list belongs here: a line with "- " for each item.');
    case 'boolean':
      return l10n.t('This is either true or false.');
    case 'switch':
      return l10n.t('This is true, false or auto.');
    case 'integer':
      return l10n.t('This is a whole number.');
    case 'number':
      return l10n.t('This is a number.');
    default:
      return l10n.t('This is a text.');
  }
}

/** Images are written in parts in some places and as one text in others. */
function isImage({ keys }: SchemaNode): boolean {
  return keys.has('repository') && keys.has('tag');
}

/** The type that a scalar has for helm. */
export function typeOfScalar(value: unknown): ActualType {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 'number';
    case 'boolean':
      return 'boolean';
    default:
      return value === null || value === undefined ? 'null' : 'string';
  }
}

/** A value of the wrong type. */
export function wrongType(node: SchemaNode, actual: ActualType, path: ConfigPath, scalar?: ScalarText): Remark {
  const severity = 'error';
  const { type } = node;
  const data = { path, expected: type, actual };
  const written = printable(scalar?.source ?? '', 40);
  if (type === 'string' && (actual === 'number' || actual === 'boolean')) {
    const word = actual === 'boolean' && !/^(?:true|false)$/iu.test(scalar?.source ?? '');
    const message = word
      ? l10n.t('helm reads {0} as true or false, but a text is expected. Put it in quotes.', written)
      : l10n.t('A text is expected here. Put {0} in quotes.', written);
    return {
      severity,
      code: word ? 'boolean-word' : 'wrong-type',
      message,
      data: { ...data, candidates: [JSON.stringify(scalar?.source ?? '')] },
    };
  }
  if (actual === 'string' && scalar !== undefined && isUnquotable(type, scalar)) {
    const message = l10n.t('{0} Take the quotes away.', expectation(type));
    return { severity, code: 'wrong-type', message, data: { ...data, candidates: [String(scalar.value)] } };
  }
  if (actual === 'string' && type === 'object' && /^[\w.-]+:\S/u.test(scalar?.source ?? '')) {
    const spaced = l10n.t('A space is missing behind the colon.');
    const [key = '', value = ''] = (scalar?.source ?? '').split(/:(.*)/su);
    return { severity, code: 'wrong-type', message: spaced, data: { ...data, candidates: [`${key}: ${value}`] } };
  }
  if (actual === 'string' && isImage(node)) {
    const text = l10n.t('This image is written in its parts: registry, repository and tag.');
    return { severity, code: 'wrong-type', message: text, data: { ...data, image: true } };
  }
  return { severity, code: 'wrong-type', message: expectation(type), data };
}

/** Whether a text would be right without its quotes. */
function isUnquotable(type: NodeType, { value, quoted }: ScalarText): boolean {
  const text = String(value);
  return (
    quoted && ((type === 'boolean' && /^(?:true|false)$/u.test(text)) || (type === 'integer' && /^-?\d+$/u.test(text)))
  );
}

function agrees(type: NodeType, value: unknown): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'switch':
      return typeof value === 'boolean' || typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    default:
      return false;
  }
}

/** Old charts paste scalars into texts, so that only what is true there by mistake matters, and words where Kubernetes counts. */
function legacyRemark(node: SchemaNode, scalar: ScalarText, path: ConfigPath): Remark | undefined {
  if (node.type === 'integer' && typeof scalar.value === 'string' && !/^(?:\d+%?)?$/u.test(scalar.value)) {
    return { ...wrongType(node, 'string', path, scalar), severity: 'warning' };
  }
  if (node.type === 'boolean' && typeof scalar.value === 'string' && scalar.value !== '') {
    const message = l10n.t('The chart takes any text for true. Write true or false without quotes.');
    const candidates = /^(?:true|false)$/u.test(scalar.value) ? [scalar.value] : [];
    return {
      severity: 'warning',
      code: 'wrong-type',
      message,
      data: { path, expected: 'boolean', actual: 'string', candidates },
    };
  }
  return undefined;
}

/** A value that is none of those that there are. */
function unknownValue(node: SchemaNode, value: string, target: Target, path: ConfigPath): Remark {
  const candidates = nearest(value, node.values);
  const refused = node.strict && target.generation === 'current';
  const values = node.values.join(', ');
  const message = refused
    ? l10n.t('vcluster refuses "{0}". It can be: {1}.', printable(value, 40), values)
    : l10n.t('"{0}" has no effect, or not the one it should have. It can be: {1}.', printable(value, 40), values);
  return {
    severity: refused ? 'error' : 'warning',
    code: 'unknown-value',
    message,
    data: { path, candidates: candidates.length > 0 ? candidates : node.values },
  };
}

/** A key without a value: helm takes the chart's default away, and the chart cannot do without some of its sections. */
export function nothingThere(node: SchemaNode, target: Target, path: ConfigPath): Remark {
  const data = { path };
  if (node.type === 'object' && hasDefaults(node, target)) {
    const message = l10n.t(
      'This section is empty, so that helm takes its defaults away, and the chart fails. Write {} or remove the key.',
    );
    return { severity: 'error', code: 'empty-section', message, data };
  }
  const message = l10n.t(
    'Nothing stands behind this key, so that helm takes its default away. Write a value or remove the key.',
  );
  return { severity: 'warning', code: 'empty-value', message, data };
}

/** What is wrong with a scalar; undefined if nothing is. */
export function checkScalar(
  node: SchemaNode,
  scalar: ScalarText,
  target: Target,
  path: ConfigPath,
): Remark | undefined {
  const { value } = scalar;
  if (target.generation === 'legacy' && !agrees(node.type, value)) {
    return legacyRemark(node, scalar, path);
  }
  if (!agrees(node.type, value)) {
    return wrongType(node, typeOfScalar(value), path, scalar);
  }
  const known = node.type === 'switch' ? ['true', 'false', 'auto'] : node.values;
  return typeof value !== 'string' || value === '' || known.length === 0 || known.includes(value)
    ? undefined
    : unknownValue(node, value, target, path);
}
