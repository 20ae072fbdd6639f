import { type Line, linesOf } from './line.ts';
import type { NodeType, SchemaNode } from './node.ts';

/** A line with those below it. */
interface Branch {
  readonly line: Line;
  readonly below: Branch[];
}

const simple: Readonly<Record<string, NodeType>> = {
  object: 'object',
  'object(open)': 'open',
  'object{}': 'empty',
  string: 'string',
  boolean: 'boolean',
  integer: 'integer',
  number: 'number',
  switch: 'switch',
  any: 'any',
};

const noKeys: ReadonlyMap<string, readonly SchemaNode[]> = new Map();
const plain = { keys: noKeys, values: [], strict: false, pro: false, required: false, deprecated: false } as const;

function branchesOf(lines: readonly Line[]): readonly Branch[] {
  const root: Branch[] = [];
  const open: Branch[][] = [root];
  for (const line of lines) {
    const branch: Branch = { line, below: [] };
    const level = open[line.depth];
    if (level === undefined) {
      throw new Error(`The table has a line that is indented too far: ${line.keys.join(', ')}`);
    }
    level.push(branch);
    open.splice(line.depth + 1, open.length, branch.below);
  }
  return root;
}

/** Nodes of a table; shapes are made once and shared. */
class Trees {
  readonly #shapes: ReadonlyMap<string, Branch>;
  readonly #made = new Map<string, SchemaNode>();
  readonly #texts: ReadonlyMap<string, string>;

  constructor(branches: readonly Branch[], texts: ReadonlyMap<string, string>) {
    this.#shapes = new Map(branches.flatMap((branch) => branch.line.keys.map((key) => [key, branch] as const)));
    this.#texts = texts;
  }

  keysOf(branches: readonly Branch[], base: SchemaNode['keys'] = noKeys): SchemaNode['keys'] {
    const own = new Map<string, SchemaNode[]>();
    for (const { line, below } of branches) {
      for (const key of line.keys) {
        own.set(key, [...(own.get(key) ?? []), this.#nodeOf(key, line, below)]);
      }
    }
    if (base.size === 0) {
      return own;
    }
    // What a shape says of a key holds where the line in its place leaves it out.
    const merged = [...own].map(([key, nodes]) => [
      key,
      nodes.map((node) => ({ ...described(base.get(key)), ...node })),
    ]);
    return new Map([...base, ...(merged as [string, SchemaNode[]][])]);
  }

  #nodeOf(key: string, line: Line, below: readonly Branch[]): SchemaNode {
    const { keys: _, depth: __, type, ...rest } = line;
    const shape = this.#typeOf(type, below);
    const general = this.#texts.get(key);
    const text = rest.text ?? shape.text ?? general;
    const { values, strict, pro, deprecated } = rest;
    // What may stand in a list is said of its items as well.
    const item = shape.item && values.length > 0 ? { ...shape.item, values, strict } : shape.item;
    return {
      ...shape,
      ...rest,
      key,
      values: values.length > 0 ? values : shape.values,
      strict: values.length > 0 ? strict : shape.strict,
      pro: pro || shape.pro,
      deprecated,
      ...(item === undefined ? {} : { item }),
      ...(text === undefined ? {} : { text }),
    };
  }

  /** The type with what is below it, which are the keys of the innermost object. */
  #typeOf(type: string, below: readonly Branch[]): SchemaNode {
    const name = simple[type];
    if (name !== undefined) {
      return { ...plain, key: '', type: name, keys: this.keysOf(below) };
    }
    if (type === 'object(more)') {
      return { ...plain, key: '', type: 'object', keys: this.keysOf(below), loose: true };
    }
    if (type.startsWith('$')) {
      return withKeys(this.#shape(type), (node) => this.keysOf(below, node.keys), below.length > 0);
    }
    const [, outer, inner = 'object'] = /^(array|map)(?:<(.+)>)?$/u.exec(type) ?? [];
    if (outer === undefined) {
      throw new Error(`The table has a type that is none: ${type}`);
    }
    return { ...plain, key: '', type: outer === 'map' ? 'map' : 'list', item: this.#typeOf(inner, below) };
  }

  #shape(name: string): SchemaNode {
    const known = this.#made.get(name);
    if (known !== undefined) {
      return known;
    }
    const branch = this.#shapes.get(name);
    if (branch === undefined) {
      throw new Error(`The table has no shape ${name}`);
    }
    const node = this.#nodeOf('', branch.line, branch.below);
    this.#made.set(name, node);
    return node;
  }
}

/** What the only form of a key says about itself. */
function described(forms: readonly SchemaNode[] | undefined): Partial<SchemaNode> {
  const [form] = forms ?? [];
  return form === undefined ? {} : { ...(form.text === undefined ? {} : { text: form.text }) };
}

/** A node with other keys in its innermost object. */
function withKeys(node: SchemaNode, keys: (node: SchemaNode) => SchemaNode['keys'], changed: boolean): SchemaNode {
  if (!changed) {
    return node;
  }
  return node.item === undefined ? { ...node, keys: keys(node) } : { ...node, item: withKeys(node.item, keys, true) };
}

/** The root of all that a table knows. @throws Error for a table that cannot be read */
export function treeOf(table: string): SchemaNode {
  const { lines, texts } = linesOf(table);
  const branches = branchesOf(lines);
  const isShape = ({ line }: Branch): boolean => line.keys.every((key) => key.startsWith('$'));
  const trees = new Trees(branches.filter(isShape), texts);
  return { ...plain, key: '', type: 'object', keys: trees.keysOf(branches.filter((branch) => !isShape(branch))) };
}
