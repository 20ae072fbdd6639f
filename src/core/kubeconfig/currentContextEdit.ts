import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { currentContextKey, currentContextPair, currentContextSplice, headerLines } from './currentContextSplice.ts';
import { documentsOf } from './document.ts';
import { type EventStream, isEmpty, readEvents, rootOf, sameEvents } from './eventStream.ts';

function withoutCurrentContext(stream: EventStream): EventStream {
  const pair = currentContextPair(stream);
  return pair === undefined
    ? stream
    : { ...stream, events: stream.events.toSpliced(pair.start, pair.end - pair.start) };
}

/** Whether `after` is `before` with another current-context and, where it was empty, the header that it needs. */
function differsInCurrentContextOnly(before: EventStream, after: EventStream, name: string): boolean {
  const root = rootOf(before);
  const old = root === undefined || isEmpty(root) ? readEvents(headerLines.join('\n')) : before;
  if (!sameEvents(withoutCurrentContext(old), withoutCurrentContext(after))) {
    return false;
  }
  const [document] = documentsOf(after);
  return document instanceof Map && document.get(currentContextKey) === name;
}

/** The text with the name in place; undefined where that cannot be done. Throws where the text is not YAML. */
function edited(text: string, name: string): string | undefined {
  const before = readEvents(text);
  const splice = currentContextSplice(before, name);
  if (splice === undefined) {
    return undefined;
  }
  const after = text.slice(0, splice.start) + splice.insert + text.slice(splice.end);
  return differsInCurrentContextOnly(before, readEvents(after), name) ? after : undefined;
}

function attempted(text: string, name: string): string | undefined {
  try {
    return edited(text, name);
  } catch {
    return undefined;
  }
}

/**
 * The text of a kubeconfig with another current-context. Nothing else changes: order, comments, quotes and line ends stay
 * as they are. The result is parsed again before it is given.
 *
 * @throws KubeError `kubeconfig` where that cannot be done, as with an anchor at the value. `file` is for the message.
 */
export function withCurrentContext(text: string, name: string, file: string): string {
  const after = attempted(text, name);
  if (after === undefined) {
    throw new KubeError(
      'kubeconfig',
      l10n.t('The current-context of {0} cannot be set without changing other parts of the file.', printable(file)),
    );
  }
  return after;
}
