import { stringify } from 'yaml';
import type { LegacyDistro } from '../../../../src/core/config/schema/target.ts';
import { csvRows } from '../schema/csv.ts';

export const distros: readonly LegacyDistro[] = ['k3s', 'k0s', 'k8s', 'eks'];

/** A key of an old chart. */
export interface LegacyLeaf {
  readonly steps: readonly string[];
  /** The default of each chart that has it. */
  readonly defaults: ReadonlyMap<LegacyDistro, unknown>;
}

/** Steps of a path with brackets around keys that have dots. */
export function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(/\[([^\]]+)\]|([^.[\]]+)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

export const legacyLeaves: readonly LegacyLeaf[] = csvRows('legacy-paths.csv').map((row) => ({
  steps: stepsOf(row['path'] ?? ''),
  defaults: new Map(
    distros.flatMap((distro) => (row[distro] === '' ? [] : [[distro, JSON.parse(row[distro] ?? 'null')] as const])),
  ),
}));

/** A tree with a value at each of some paths. */
export function treeOf(values: Iterable<readonly [readonly string[], unknown]>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [steps, value] of values) {
    let at = root;
    for (const step of steps.slice(0, -1)) {
      const inner = at[step];
      at[step] = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
      at = at[step] as Record<string, unknown>;
    }
    at[steps.at(-1) ?? ''] = value;
  }
  return root;
}

/** The values.yaml of an old chart, without its comments. */
export function defaultFile(distro: LegacyDistro): string {
  return stringify(
    treeOf(
      legacyLeaves.flatMap(({ steps, defaults }) =>
        defaults.has(distro) ? [[steps, defaults.get(distro)] as const] : [],
      ),
    ),
    { version: '1.1' },
  );
}
