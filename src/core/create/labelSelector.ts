import { isDnsSubdomain } from './dnsName.ts';

/** One condition of a label selector, as Kubernetes names them. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

const namePart = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$/u;

function isKey(text: string): boolean {
  const [first = '', second, ...more] = text.split('/');
  return (
    more.length === 0 && (second === undefined ? namePart.test(first) : isDnsSubdomain(first) && namePart.test(second))
  );
}

function isValue(text: string): boolean {
  return text === '' || namePart.test(text);
}

/** The conditions between commas; commas in parentheses separate values. */
function split(text: string): readonly string[] {
  return text.split(/,(?![^(]*\))/u).map((part) => part.trim());
}

function requirement(text: string): Requirement | undefined {
  const [, setKey, word, list] = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/u.exec(text) ?? [];
  if (setKey !== undefined) {
    const values = (list ?? '').split(',').map((value) => value.trim());
    return { key: setKey, operator: word === 'in' ? 'In' : 'NotIn', values };
  }
  const [, key = '', sign, value = ''] = /^([^=!\s]+)\s*(==|=|!=)\s*([^=!\s]*)$/u.exec(text) ?? [];
  if (sign !== undefined) {
    return { key, operator: sign === '!=' ? 'NotIn' : 'In', values: [value] };
  }
  return text.startsWith('!')
    ? { key: text.slice(1).trim(), operator: 'DoesNotExist', values: [] }
    : { key: text, operator: 'Exists', values: [] };
}

/** The conditions of a label selector in kubectl's words, such as `pool=a,!spot`; undefined for what is none, and for an empty one. */
export function parseSelector(text: string): readonly Requirement[] | undefined {
  const all = split(text).map(requirement);
  const sound = all.every((one) => one !== undefined && isKey(one.key) && one.values.every(isValue));
  return sound ? (all as readonly Requirement[]) : undefined;
}

/** The selector as a map of labels; undefined where it says more than a map can, such as a label that must be missing. */
export function selectorLabels(text: string): Readonly<Record<string, string>> | undefined {
  const all = parseSelector(text);
  const plain = all?.every(({ operator, values }) => operator === 'In' && values.length === 1) ?? false;
  const labels = plain ? Object.fromEntries((all ?? []).map(({ key, values }) => [key, values[0] ?? ''])) : undefined;
  return labels !== undefined && Object.keys(labels).length === all?.length ? labels : undefined;
}
