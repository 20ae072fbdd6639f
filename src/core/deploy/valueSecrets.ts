import type { Raw } from '../vcluster/raw.ts';
import { parseValues } from './valuesYaml.ts';

const naming =
  /token|passw(?:or)?d|secret|data-?source|licen[cs]e|api[-_]?key|private[-_]?key|access[-_]?key|credential/iu;
const password = /passw(?:or)?d/iu;
/** `--flag=value`, as lists of arguments have them. */
const flag = /^--?([\w.-]+)=(.+)$/su;

/** Short texts are no secrets but words, and masking them would mask half of the log. */
function worthMasking(name: string, value: string): boolean {
  return value.length >= (password.test(name) ? 4 : 6);
}

function ofScalar(name: string, value: unknown): readonly string[] {
  if (typeof value !== 'string' && typeof value !== 'number') {
    return [];
  }
  const text = String(value);
  return naming.test(name) && worthMasking(name, text) ? [text] : [];
}

function ofArgument(text: string): readonly string[] {
  const [, name = '', value = ''] = flag.exec(text) ?? [];
  return ofScalar(name, value);
}

function ofMap(map: Raw): readonly string[] {
  const { name, value } = map;
  const variable = typeof name === 'string' ? ofScalar(name, value) : [];
  return [...variable, ...Object.entries(map).flatMap(([key, one]) => ofNode(key, one))];
}

function ofNode(name: string, node: unknown): readonly string[] {
  if (Array.isArray(node)) {
    return node.flatMap((one: unknown) => ofNode(name, one));
  }
  if (typeof node === 'object' && node !== null) {
    return ofMap(node as Raw);
  }
  return typeof node === 'string' ? [...ofArgument(node), ...ofScalar(name, node)] : ofScalar(name, node);
}

/** What of a text that is no YAML looks like a secret, line by line. */
function ofLines(values: string): readonly string[] {
  const line = /^\s*(?:-\s+)?["']?([\w.-]+)["']?\s*:\s*["']?(.+?)["']?\s*$/gmu;
  return [...values.matchAll(line)].flatMap(([, name = '', value = '']) => ofScalar(name, value));
}

/**
 * Texts in values that look like secrets, to be masked in what a tool says: values of keys, environment variables and arguments
 * whose names say so, wherever they stand.
 */
export function valueSecrets(values: string): readonly string[] {
  try {
    return [...new Set(ofNode('', parseValues(values)))];
  } catch {
    return ofLines(values);
  }
}
