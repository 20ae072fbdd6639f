import { dig } from '../vcluster/raw.ts';
import { own } from './equality.ts';
import { gatewayOfKey } from './gatewayConfig.ts';
import { type Patch, patchesOf } from './patch.ts';
import { customResources, type Direction, mirrored, resourceOfKey } from './syncKeys.ts';

const plurals: Readonly<Record<Direction, Readonly<Record<string, string>>>> = {
  toHost: resourceOfKey,
  fromHost: { ...resourceOfKey, ...mirrored, gateways: 'gateways' },
};

/** The patches below the keys of a map, by what each key stands for. */
function below(given: unknown, plural: (key: string) => unknown): readonly (readonly [string, readonly Patch[]])[] {
  return Object.entries(typeof given === 'object' && given !== null ? given : {}).flatMap(([key, one]) => {
    const name = plural(key);
    const found = typeof name === 'string' ? patchesOf(one) : [];
    return typeof name === 'string' && found.length > 0 ? [[name, found] as const] : [];
  });
}

/** What the configuration changes of resources on their way in a direction, by plural (since v0.21). */
export function patches(values: object, direction: Direction): ReadonlyMap<string, readonly Patch[]> {
  const given = dig(values, 'sync', direction);
  return new Map([
    ...below(given, (key) => own(plurals[direction], key)),
    ...(direction === 'toHost' ? below(dig(given, 'gatewayApi'), (key) => own(gatewayOfKey, key)) : []),
    ...below(Object.fromEntries(customResources(values, direction)), (key) => key),
  ]);
}
