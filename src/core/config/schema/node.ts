import type { LegacyDistro, Target } from './target.ts';

/**
 * What may stand at a place. `object` has known keys and no others, `open` any, `empty` none; `map` has names of the user's with
 * an item each; `switch` is true, false or auto.
 */
export type NodeType =
  | 'object'
  | 'open'
  | 'empty'
  | 'map'
  | 'list'
  | 'string'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'switch'
  | 'any';

/** What is known of a place in the values, for all versions of its generation. */
export interface SchemaNode {
  readonly key: string;
  readonly type: NodeType;
  /** Of an `object`: by key, each with one node for every form that the key has had. */
  readonly keys: ReadonlyMap<string, readonly SchemaNode[]>;
  /** Of an `object`: whether it may have further keys, of which nothing is known. */
  readonly loose?: boolean;
  /** Of a `list` or `map`: what each item is. */
  readonly item?: SchemaNode;
  readonly values: readonly string[];
  readonly strict: boolean;
  /** First and last minor version, where they differ from those of the key above. */
  readonly since?: number;
  readonly until?: number;
  readonly distros?: readonly LegacyDistro[];
  readonly pro: boolean;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly refusedSince?: number;
  readonly successor?: string;
  readonly page?: string;
  readonly default?: unknown;
  readonly text?: string;
}

/** Whether a version has a key, given that it has the one above. */
export function isPresent(
  { since = 0, until = Number.POSITIVE_INFINITY, distros }: SchemaNode,
  target: Target,
): boolean {
  const inChart = distros === undefined || target.generation === 'current' || distros.includes(target.distro);
  return target.minor >= since && target.minor <= until && inChart;
}

/** What a version knows of a key, of a name in a map or of an item of a list; undefined for what it does not know. */
export function childOf(node: SchemaNode, step: string | number, target: Target): SchemaNode | undefined {
  if (typeof step === 'number' || node.type === 'map') {
    return node.type === 'list' || node.type === 'map' ? node.item : undefined;
  }
  return node.keys.get(step)?.find((one) => isPresent(one, target));
}

/** The keys that a version knows, in the order of the table. */
export function childrenOf(node: SchemaNode, target: Target): readonly SchemaNode[] {
  return [...node.keys.values()].flatMap((forms) => forms.find((one) => isPresent(one, target)) ?? []);
}

/** Whether keys or items belong to a place, and no single value. */
export function isCollection({ type }: SchemaNode): boolean {
  return type === 'object' || type === 'open' || type === 'empty' || type === 'map' || type === 'list';
}

/** Whether a version has a default somewhere below a place. */
export function hasDefaults(node: SchemaNode, target: Target): boolean {
  return childrenOf(node, target).some(
    (child) => child.default !== undefined || (child.type === 'object' && hasDefaults(child, target)),
  );
}
