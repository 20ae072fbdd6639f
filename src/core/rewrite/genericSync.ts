import { dig, objects, text } from '../vcluster/raw.ts';
import { operationOf } from './genericPatch.ts';
import type { Patch } from './patch.ts';

/** The plural of a kind, as Kubernetes guesses it. */
export function pluralOf(kind: string): string {
  const singular = kind.toLowerCase();
  return /(s|x|ch|sh)$/u.test(singular) ? `${singular}es` : `${singular.replace(/y$/u, 'ie')}s`;
}

/** What a configuration of the generic sync names, by `plural.group`; kinds without a group are left out. */
function entriesOf(config: unknown, direction: 'export' | 'import'): readonly (readonly [string, unknown])[] {
  return objects(dig(config, direction)).flatMap((one) => {
    const [kind, apiVersion = ''] = [text(one['kind']), text(one['apiVersion'])];
    return kind === undefined || !apiVersion.includes('/')
      ? []
      : [[`${pluralOf(kind)}.${apiVersion.split('/')[0]}`, one] as const];
  });
}

/** The custom resources that the generic sync of versions up to v0.27 exports to the host, as `plural.group`. */
export function exportedKinds(config: unknown): readonly string[] {
  return entriesOf(config, 'export').map(([name]) => name);
}

/** Those that it imports, which it does only where there are several host namespaces. */
export function importedKinds(config: unknown, namespaces: 'single' | 'multi'): readonly string[] {
  return namespaces === 'multi' ? entriesOf(config, 'import').map(([name]) => name) : [];
}

/** What it changes of them. What the host gives back is the host's to decide. */
export function exportPatches(config: unknown): ReadonlyMap<string, readonly Patch[]> {
  return new Map(
    entriesOf(config, 'export').map(([name, one]) => [
      name,
      [
        ...objects(dig(one, 'patches')).flatMap(operationOf),
        ...objects(dig(one, 'reversePatches')).flatMap((patch) =>
          patch['ignore'] === true ? [] : operationOf({ op: 'copyFromObject', path: patch['path'] }),
        ),
      ],
    ]),
  );
}

/** Where what it imports is otherwise than on the host, both ways. */
export function importChanges(config: unknown): ReadonlyMap<string, readonly Patch[]> {
  return new Map(
    entriesOf(config, 'import').map(([name, one]) => [
      name,
      ['patches', 'reversePatches'].flatMap((key) => objects(dig(one, key)).flatMap(operationOf)),
    ]),
  );
}
