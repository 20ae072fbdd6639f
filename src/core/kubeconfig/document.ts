import * as l10n from '@vscode/l10n';
import { FAILSAFE_SCHEMA, loadAll, mergeTag, nullCoreTag, realMapTag, YAMLException } from 'js-yaml';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';

// Every scalar but null stays the text that stands there, so that a token of digits or a user called "on" keeps its
// spelling; maps are real maps, so that no key means anything to JavaScript.
const schema = FAILSAFE_SCHEMA.withTags(nullCoreTag, mergeTag, realMapTag);

/** The parser's words without what they quote from the file, which may be a part of a secret. */
function reasonOf(error: YAMLException): string {
  return error.reason.replace(/(?:: |["<!]).*$/su, '').trim();
}

function syntaxProblem(file: string, error: unknown): KubeError {
  const name = printable(file);
  // Neither the exception nor its snippet goes into `cause`: both hold lines of the file.
  if (!(error instanceof YAMLException)) {
    return new KubeError('kubeconfig', l10n.t('{0} cannot be parsed as YAML.', name));
  }
  const reason = reasonOf(error);
  if (error.mark === undefined) {
    return new KubeError('kubeconfig', l10n.t('{0} is not valid YAML: {1}.', name, reason));
  }
  const { line, column } = error.mark;
  return new KubeError(
    'kubeconfig',
    l10n.t('{0} is not valid YAML at line {1}, column {2}: {3}.', name, line + 1, column + 1, reason),
  );
}

/**
 * The YAML or JSON documents of a text. Mappings are `Map`s, scalars are strings as they are written, or null; aliases
 * may make the value cyclic. A key that occurs twice has its last value, as with kubectl.
 *
 * @throws KubeError `kubeconfig` with line and column; it quotes nothing of the text.
 */
export function loadDocuments(text: string, file: string): readonly unknown[] {
  try {
    return loadAll(text, { schema, json: true });
  } catch (error) {
    throw syntaxProblem(file, error);
  }
}

/** Whether two documents hold the same data. Linear also where they are cyclic or share nodes many times over. */
export function sameData(one: unknown, other: unknown, compared = new Map<unknown, Set<unknown>>()): boolean {
  if (typeof one !== 'object' || one === null) {
    return one === other;
  }
  const partners = compared.get(one) ?? new Set();
  if (partners.has(other)) {
    return true;
  }
  compared.set(one, partners.add(other));
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => sameData(item, other[index], compared))
    );
  }
  if (!(one instanceof Map && other instanceof Map) || one.size !== other.size) {
    return false;
  }
  const others = [...other];
  return [...one].every(([key, value], index) => {
    const [otherKey, otherValue] = others[index] ?? [];
    return sameData(key, otherKey, compared) && sameData(value, otherValue, compared);
  });
}
