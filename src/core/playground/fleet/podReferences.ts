import { at, isTree, listAt, type Tree, textAt, withAt } from '../tree.ts';

/** What a pod names in its own namespace. */
export type Reference = 'configMap' | 'secret' | 'claim';

type Rename = (kind: Reference, name: string) => string;

/** Where names stand in a variable, a source of variables, a volume and a source of a projected volume. */
const inVariable: readonly (readonly [Reference, ...string[]])[] = [
  ['configMap', 'valueFrom', 'configMapKeyRef', 'name'],
  ['secret', 'valueFrom', 'secretKeyRef', 'name'],
];
const inSource: typeof inVariable = [
  ['configMap', 'configMapRef', 'name'],
  ['secret', 'secretRef', 'name'],
];
const inProjection: typeof inVariable = [
  ['configMap', 'configMap', 'name'],
  ['secret', 'secret', 'name'],
];
const inVolume: typeof inVariable = [
  ['configMap', 'configMap', 'name'],
  ['secret', 'secret', 'secretName'],
  ['claim', 'persistentVolumeClaim', 'claimName'],
];

function renamed(item: unknown, paths: typeof inVariable, rename: Rename): unknown {
  return paths.reduce<unknown>((result, [kind, ...path]) => {
    const name = textAt(result, ...path);
    return name && isTree(result) ? withAt(result, path, rename(kind, name)) : result;
  }, item);
}

/** Replaces a list that is there by one whose items are changed. */
function mapped(tree: Tree, path: readonly string[], change: (item: unknown) => unknown): Tree {
  return Array.isArray(at(tree, ...path)) ? withAt(tree, path, listAt(tree, ...path).map(change)) : tree;
}

function container(given: unknown, rename: Rename): unknown {
  if (!isTree(given)) {
    return given;
  }
  const variables = mapped(given, ['env'], (item) => renamed(item, inVariable, rename));
  return mapped(variables, ['envFrom'], (item) => renamed(item, inSource, rename));
}

function volume(given: unknown, rename: Rename): unknown {
  const own = renamed(given, inVolume, rename);
  return isTree(own) ? mapped(own, ['projected', 'sources'], (item) => renamed(item, inProjection, rename)) : own;
}

/** The spec of a pod with every ConfigMap, Secret and claim that it names renamed. */
export function withReferences(spec: Tree, rename: Rename): Tree {
  const lists = ['initContainers', 'containers', 'ephemeralContainers'];
  const contained = lists.reduce((tree, list) => mapped(tree, [list], (one) => container(one, rename)), spec);
  const pulled = mapped(contained, ['imagePullSecrets'], (one) => renamed(one, [['secret', 'name']], rename));
  return mapped(pulled, ['volumes'], (one) => volume(one, rename));
}

/** The ConfigMaps, Secrets and claims that the spec of a pod names. */
export function referencesOf(spec: Tree): readonly { readonly kind: Reference; readonly name: string }[] {
  const found: { readonly kind: Reference; readonly name: string }[] = [];
  withReferences(spec, (kind, name) => {
    found.push({ kind, name });
    return name;
  });
  return found;
}
