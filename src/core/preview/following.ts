import type { PreviewedObject } from './preview.ts';

/**
 * Which objects of a manifest that was edited take the places of those that are shown: the ones of the same title, then
 * the rest in their order, as an object can be renamed. Undefined for a place whose object is gone.
 */
export function followed(
  titles: readonly string[],
  objects: readonly PreviewedObject[],
): readonly (PreviewedObject | undefined)[] {
  const left = [...objects];
  const take = (at: number): PreviewedObject | undefined => (at < 0 ? undefined : left.splice(at, 1)[0]);
  const same = titles.map((title) => take(left.findIndex((one) => one.title === title)));
  return same.map((one) => one ?? take(left.length > 0 ? 0 : -1));
}
