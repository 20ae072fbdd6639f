import { jsonPatch } from './jsonPatch.ts';
import { mergePatch } from './mergePatch.ts';
import { strategicPatch } from './strategicPatch.ts';

export type PatchKind = 'merge' | 'json' | 'strategic' | 'apply';

const kinds: Readonly<Record<string, PatchKind>> = {
  'application/merge-patch+json': 'merge',
  'application/json-patch+json': 'json',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

/** The content types that a PATCH may have. */
export const patchTypes: readonly string[] = Object.keys(kinds);

/** The kind of patch that a content type stands for. */
export function patchKind(contentType: string): PatchKind | undefined {
  return kinds[contentType];
}

/**
 * The document after the patch. Server-side apply is taken in a simple form: it merges as a strategic patch does and
 * keeps no record of who owns which field, so it never conflicts and never removes what was applied before.
 */
export function applyPatch(kind: PatchKind, document: unknown, patch: unknown): unknown {
  switch (kind) {
    case 'merge':
      return mergePatch(document, patch);
    case 'json':
      return jsonPatch(document, patch);
    default:
      return strategicPatch(document, patch);
  }
}
