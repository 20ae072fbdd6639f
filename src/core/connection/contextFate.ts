import type { Kubeconfig } from '../kubeconfig/model.ts';
import type { ConnectionView } from './connection.ts';

/** What was there when the context of a connection was last seen. */
export interface LastSeen {
  /** The names of all contexts. */
  readonly contexts: ReadonlySet<string>;
  readonly isCurrent: boolean;
}

/**
 * What became of the context of a connection: it is there, was renamed, or is missing. Undefined where that cannot be told, since
 * its file is not looked at any more or cannot be read.
 */
export type ContextFate =
  | { readonly kind: 'there'; readonly seen: LastSeen }
  | { readonly kind: 'renamed'; readonly context: string; readonly parts: string }
  | { readonly kind: 'missing' };

/**
 * Looks for the context of a connection. One that came since it was last seen and leads to the same server is the same one under
 * another name; those that were there before are somebody else's.
 */
export function contextFate(
  { contexts, currentContext, files }: Kubeconfig,
  { context, server, kubeconfigPath }: Pick<ConnectionView, 'context' | 'server' | 'kubeconfigPath'>,
  last: LastSeen,
): ContextFate | undefined {
  const file = files.find(({ path }) => path === kubeconfigPath);
  if (file === undefined || file.problem !== undefined) {
    return undefined;
  }
  const own = contexts.find(({ name }) => name === context);
  if (own?.cluster !== undefined && own.user !== undefined) {
    const seen = { contexts: new Set(contexts.map(({ name }) => name)), isCurrent: currentContext === context };
    return { kind: 'there', seen };
  }
  const renamed = contexts.find(
    ({ name, cluster }) => name !== context && !last.contexts.has(name) && cluster?.server === server,
  );
  return renamed?.cluster === undefined
    ? { kind: 'missing' }
    : { kind: 'renamed', context: renamed.name, parts: renamed.cluster.name };
}
