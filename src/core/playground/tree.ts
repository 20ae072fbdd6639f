import type { KubeObject } from '../kube/resource.ts';

/** A JSON object about whose members nothing is known. */
export type Tree = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object (not an array, not null). */
export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of member names; undefined where the path breaks off. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const step of path) {
    if (!isTree(here)) {
      return undefined;
    }
    here = here[step];
  }
  return here;
}

/** The text at a path, or undefined for anything else. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The number at a path, or undefined for anything else. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

/** The array at a path, or an empty one for anything else. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The JSON object at a path, or an empty one for anything else. */
export function treeAt(value: unknown, ...path: readonly string[]): Tree {
  const found = at(value, ...path);
  return isTree(found) ? found : {};
}

/** A map of texts at a path, such as labels; members that are no texts are left out. */
export function textsAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(treeAt(value, ...path)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** A copy with the value at a path replaced; with `undefined` the member is removed. Missing objects on the way are made. */
export function withAt<T extends Tree>(object: T, path: readonly string[], value: unknown): T {
  const [step, ...rest] = path;
  if (step === undefined) {
    return object;
  }
  const next = rest.length === 0 ? value : withAt(treeAt(object, step), rest, value);
  if (next === undefined) {
    const { [step]: _removed, ...others } = object;
    return others as T;
  }
  return { ...object, [step]: next };
}

/** Whether two JSON values are the same, whatever the order of members. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) {
    return true;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameJson(item, right[index]));
  }
  if (!isTree(left) || !isTree(right)) {
    return false;
  }
  const keys = Object.keys(left).filter((key) => left[key] !== undefined);
  const others = Object.keys(right).filter((key) => right[key] !== undefined);
  return keys.length === others.length && keys.every((key) => key in right && sameJson(left[key], right[key]));
}

/** The object's name, or an empty text. */
export function nameOf(object: KubeObject): string {
  return object.metadata?.name ?? '';
}

/** The object's namespace, or an empty text at cluster scope. */
export function namespaceOf(object: KubeObject): string {
  return object.metadata?.namespace ?? '';
}

/** A time as Kubernetes writes it, with seconds: `2026-11-22T12:07:20Z`. */
export function kubeTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+/, '');
}
