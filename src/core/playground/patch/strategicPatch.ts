import { isTree, type Tree, textAt } from '../tree.ts';

/**
 * The lists of built-in kinds that a strategic merge patch merges by a key instead of replacing, by the name of the
 * member that holds them (k8s.io/api, `patchMergeKey`). Where a name is used for several lists, the parent decides.
 */
const mergeKeys: Readonly<Record<string, string>> = {
  conditions: 'type',
  containers: 'name',
  env: 'name',
  ephemeralContainers: 'name',
  hostAliases: 'ip',
  imagePullSecrets: 'name',
  initContainers: 'name',
  ownerReferences: 'uid',
  resourceClaims: 'name',
  secrets: 'name',
  topologySpreadConstraints: 'topologyKey',
  volumeDevices: 'devicePath',
  volumeMounts: 'mountPath',
  volumes: 'name',
};

/** Lists of plain values that are united. */
const unions = new Set(['finalizers']);

function mergeKey(parent: string, member: string): string | undefined {
  if (member === 'ports') {
    return parent === 'containers' || parent === 'initContainers' ? 'containerPort' : 'port';
  }
  if (member === 'addresses') {
    return 'type';
  }
  return mergeKeys[member] || undefined;
}

function withoutDirectives(patch: Tree): Tree {
  return Object.fromEntries(Object.entries(patch).filter(([name]) => !name.startsWith('$')));
}

function mergeList(
  target: readonly unknown[],
  patch: readonly unknown[],
  key: string,
  member: string,
): readonly unknown[] {
  if (patch.some((item) => textAt(item, '$patch') === 'replace')) {
    return patch.filter((item) => textAt(item, '$patch') !== 'replace');
  }
  let result = [...target];
  for (const item of patch) {
    const identity = isTree(item) ? item[key] : undefined;
    const index = result.findIndex((other) => isTree(other) && other[key] === identity);
    if (textAt(item, '$patch') === 'delete') {
      result = result.filter((_, position) => position !== index);
    } else if (index < 0) {
      result.push(mergeTree({}, isTree(item) ? item : {}, member));
    } else {
      result[index] = strategic(result[index], item, member);
    }
  }
  return result;
}

function ordered(list: readonly unknown[], order: unknown, key: string | undefined): readonly unknown[] {
  if (!Array.isArray(order)) {
    return list;
  }
  const wanted = order.map((item) => JSON.stringify(key && isTree(item) ? item[key] : item));
  const rank = (item: unknown) => {
    const position = wanted.indexOf(JSON.stringify(key && isTree(item) ? item[key] : item));
    return position < 0 ? wanted.length : position;
  };
  return [...list].sort((a, b) => rank(a) - rank(b));
}

function mergeTree(target: Tree, patch: Tree, parent: string): Tree {
  if (patch['$patch'] === 'replace') {
    return withoutDirectives(patch);
  }
  const result: Record<string, unknown> = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith('$deleteFromPrimitiveList/')) {
      const member = name.slice(name.indexOf('/') + 1);
      const gone = Array.isArray(value) ? value : [];
      result[member] = (Array.isArray(result[member]) ? result[member] : []).filter((item) => !gone.includes(item));
    } else if (!name.startsWith('$')) {
      setMember(result, name, value, parent);
    }
  }
  for (const [name, value] of Object.entries(patch)) {
    const member = name.startsWith('$setElementOrder/') ? name.slice(name.indexOf('/') + 1) : undefined;
    const list = member === undefined ? undefined : result[member];
    if (member !== undefined && Array.isArray(list)) {
      result[member] = ordered(list, value, mergeKey(parent, member));
    }
  }
  const retain = patch['$retainKeys'];
  return Array.isArray(retain)
    ? Object.fromEntries(Object.entries(result).filter(([name]) => retain.includes(name)))
    : result;
}

function setMember(result: Record<string, unknown>, name: string, value: unknown, parent: string): void {
  const before = result[name];
  const key = mergeKey(parent, name);
  if (value === null || textAt(value, '$patch') === 'delete') {
    delete result[name];
  } else if (Array.isArray(value) && key) {
    result[name] = mergeList(Array.isArray(before) ? before : [], value, key, name);
  } else if (Array.isArray(value) && unions.has(name)) {
    result[name] = [...new Set([...(Array.isArray(before) ? before : []), ...value])];
  } else {
    result[name] = strategic(before, value, name);
  }
}

function strategic(target: unknown, patch: unknown, parent: string): unknown {
  return isTree(patch) ? mergeTree(isTree(target) ? target : {}, patch, parent) : patch;
}

/**
 * Applies a strategic merge patch: as a merge patch, but the lists above are merged by their key, and the directives
 * `$patch`, `$retainKeys`, `$setElementOrder` and `$deleteFromPrimitiveList` are obeyed.
 */
export function strategicPatch(target: unknown, patch: unknown): unknown {
  return strategic(target, patch, '');
}
