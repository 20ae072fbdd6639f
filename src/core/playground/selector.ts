import type { KubeObject } from '../kube/resource.ts';
import { badRequest } from './refusal.ts';

/** Whether an object is meant. */
export type Predicate = (object: KubeObject) => boolean;

type LabelTest = (labels: Readonly<Record<string, string>>) => boolean;

const key = '[A-Za-z0-9./_-]+';
const setBased = new RegExp(`^(${key})\\s+(in|notin)\\s*\\(([^)]*)\\)$`);
const equality = new RegExp(`^(${key})\\s*(==|=|!=)\\s*([A-Za-z0-9._-]*)$`);
const existence = new RegExp(`^(!?)\\s*(${key})$`);

/** Splits at commas that are outside parentheses. */
function requirements(selector: string): readonly string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function labelTest(requirement: string): LabelTest {
  const set = setBased.exec(requirement);
  if (set) {
    const [, name = '', operator, list = ''] = set;
    const values = new Set(list.split(',').map((value) => value.trim()));
    return operator === 'in'
      ? (labels) => labels[name] !== undefined && values.has(labels[name])
      : (labels) => labels[name] === undefined || !values.has(labels[name]);
  }
  const equal = equality.exec(requirement);
  if (equal) {
    const [, name = '', operator, value = ''] = equal;
    return operator === '!=' ? (labels) => labels[name] !== value : (labels) => labels[name] === value;
  }
  const exists = existence.exec(requirement);
  if (exists) {
    const [, not, name = ''] = exists;
    return not ? (labels) => labels[name] === undefined : (labels) => labels[name] !== undefined;
  }
  throw badRequest(`unable to parse requirement: found '${requirement}', expected: in, notin, =, ==, !=`);
}

/** The predicate of a `labelSelector` (equality and set-based). Throws a 400 for one that cannot be read. */
export function labelPredicate(selector: string | undefined): Predicate | undefined {
  const tests = requirements(selector ?? '').map(labelTest);
  if (tests.length === 0) {
    return undefined;
  }
  return (object) => tests.every((test) => test(object.metadata?.labels ?? {}));
}

/** Whether labels fit a LabelSelector object's `matchLabels` and `matchExpressions`; an empty or missing one fits nothing. */
export function matchesSelector(
  labels: Readonly<Record<string, string>>,
  selector: { readonly matchLabels?: unknown; readonly matchExpressions?: unknown },
): boolean {
  const pairs = Object.entries((selector.matchLabels ?? {}) as Record<string, string>);
  const expressions = (selector.matchExpressions ?? []) as readonly {
    key: string;
    operator: string;
    values?: string[];
  }[];
  if (pairs.length + expressions.length === 0) {
    return false;
  }
  return (
    pairs.every(([name, value]) => labels[name] === value) &&
    expressions.every(({ key: name, operator, values = [] }) => {
      const value = labels[name];
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        default:
          return value === undefined;
      }
    })
  );
}
