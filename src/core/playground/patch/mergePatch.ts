import { isTree, type Tree } from '../tree.ts';

/** Applies a JSON merge patch (RFC 7386): null removes, objects are merged, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isTree(patch)) {
    return patch;
  }
  const result: Record<string, unknown> = { ...(isTree(target) ? target : {}) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      result[key] = mergePatch(result[key], value);
    }
  }
  return result satisfies Tree;
}
