import * as l10n from '@vscode/l10n';
import { constructFromEvents, FAILSAFE_SCHEMA, mergeTag, nullCoreTag, realMapTag, YAMLException } from 'js-yaml';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { type EventStream, readEvents } from './eventStream.ts';

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

/** What `loadDocuments` gives, from events. Throws a YAMLException, which quotes the text. */
export function documentsOf({ text, events }: EventStream): readonly unknown[] {
  return constructFromEvents([...events], { source: text, schema, json: true });
}

/**
 * The YAML or JSON documents of a text. Mappings are `Map`s, scalars are strings as they are written, or null; aliases
 * may make the value cyclic. A key that occurs twice has its last value, as with kubectl.
 *
 * @throws KubeError `kubeconfig` with line and column; it quotes nothing of the text.
 */
export function loadDocuments(text: string, file: string): readonly unknown[] {
  try {
    return documentsOf(readEvents(text));
  } catch (error) {
    throw syntaxProblem(file, error);
  }
}
