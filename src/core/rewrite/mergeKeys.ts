import { Placeholder } from './placeholder.ts';

/**
 * What identifies an element of a list, by the name of the list: Kubernetes' own merge keys (`x-kubernetes-patch-merge-key` and
 * `x-kubernetes-list-map-keys` of its OpenAPI), and where it has none, what people would go by.
 */
const keysOf: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  imagePullSecrets: ['name'],
  ownerReferences: ['kind', 'name'],
  ports: ['containerPort', 'port', 'protocol'],
  hostAliases: ['ip'],
  tolerations: ['key', 'operator', 'value', 'effect'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  matchExpressions: ['key', 'operator'],
  resourceClaims: ['name'],
  conditions: ['type'],
  items: ['path'],
  secrets: ['name'],
};

function keyOf(list: string, element: unknown): string | undefined {
  const keys = keysOf[list];
  if (keys === undefined || typeof element !== 'object' || element === null) {
    return undefined;
  }
  const values = keys.map((key) => (element as Record<string, unknown>)[key]);
  return values.some((value) => value instanceof Placeholder) || values.every((value) => value === undefined)
    ? undefined
    : JSON.stringify(values);
}

/**
 * Which element of one list stands for which of the other: by their keys, the rest in order. Gives pairs of indexes, in the
 * order of the right list, with those that stand alone on either side.
 */
export function alignLists(
  list: string,
  left: readonly unknown[],
  right: readonly unknown[],
): readonly (readonly [left: number | undefined, right: number | undefined])[] {
  const byKey = new Map<string, number>();
  for (const [index, element] of left.entries()) {
    const key = keyOf(list, element);
    if (key !== undefined && !byKey.has(key)) {
      byKey.set(key, index);
    }
  }
  const partner = new Array<number | undefined>(right.length).fill(undefined);
  const taken = new Set<number>();
  for (const [index, element] of right.entries()) {
    const found = byKey.get(keyOf(list, element) ?? '');
    if (found !== undefined && !taken.has(found)) {
      partner[index] = found;
      taken.add(found);
    }
  }
  const free = left.flatMap((_, index) => (taken.has(index) ? [] : [index]));
  const pairs = partner.map((found, index) => [found ?? free.shift(), index] as const);
  return [...pairs, ...free.map((index) => [index, undefined] as const)];
}
