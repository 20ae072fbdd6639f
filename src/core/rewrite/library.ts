import type { RewriteConfig } from './config.ts';
import type { Draft, Node } from './draft.ts';

/** The minor version of the Kubernetes client library in syncers up to v0.19. */
function libraryOf(minor: number): number {
  return minor <= 15 ? 26 : minor <= 17 ? 28 : 29;
}

/** Fields by the minor version of Kubernetes whose client library knew them first. */
export type Fields = Readonly<Record<string, number>>;

/** Removes what the client library of an old syncer does not know, and so loses. */
export function dropUnknown(draft: Draft, config: RewriteConfig, node: Node | undefined, fields: Fields): void {
  for (const [field, since] of Object.entries(fields)) {
    if (node !== undefined && since > libraryOf(config.minor)) {
      draft.remove(node, field);
    }
  }
}
