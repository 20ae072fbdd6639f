import type { Permission } from '../kube/error.ts';

/** What is asked for: a permission wherever it holds. */
export type Right = Pick<Permission, 'verb' | 'group' | 'resource'>;

/** Whether each right is granted, by its key. One that is not in it is not known. */
export type Answers = ReadonlyMap<string, boolean>;

/** What is known of what a user may do on one host: in the whole cluster, and in single namespaces where it is less than that. */
export interface Grants {
  readonly cluster: Answers;
  readonly namespaces: ReadonlyMap<string, Answers>;
}

export const nothingKnown: Grants = { cluster: new Map(), namespaces: new Map() };

/** One text for one right. */
export function rightKey({ verb, group, resource }: Right): string {
  return `${verb} ${resource}.${group}`;
}

/** Each right once. */
export function distinctRights(rights: readonly Right[]): readonly Right[] {
  return [
    ...new Map(
      rights.map(({ verb, group, resource }) => [rightKey({ verb, group, resource }), { verb, group, resource }]),
    ).values(),
  ];
}

/**
 * Whether a right is surely missing: denied for the whole cluster, and in the namespace as well where one is named. What nobody
 * has asked, or no answer came to, is not missing.
 */
export function isDenied({ cluster, namespaces }: Grants, right: Right, namespace?: string): boolean {
  const key = rightKey(right);
  return cluster.get(key) === false && (namespace === undefined || namespaces.get(namespace)?.get(key) === false);
}

/** The rights that are denied for the whole cluster, and thus may depend on the namespace. */
export function deniedEverywhere({ cluster }: Grants, rights: readonly Right[]): readonly Right[] {
  return rights.filter((right) => cluster.get(rightKey(right)) === false);
}
