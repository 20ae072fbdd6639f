import { dig, objects, text } from '../vcluster/raw.ts';
import { isOn } from './gatewayConfig.ts';
import type { Imports } from './imports.ts';
import { customResources, mirrored, strings } from './syncKeys.ts';

/** What a scheduler inside needs from the host, unless it is turned off. */
const scheduledBy: ReadonlySet<string> = new Set(['storageClasses', 'csiNodes', 'csiDrivers', 'csiStorageCapacities']);

/** What is mirrored from the host under its own name; of custom resources, those at cluster scope. */
export function mirroredResources(values: object, scheduler: boolean): readonly string[] {
  const gateways =
    dig(values, 'sync', 'toHost', 'gatewayApi', 'enabled') === true ||
    dig(values, 'sync', 'fromHost', 'gateways', 'enabled') === true;
  const named = Object.entries(mirrored).flatMap(([key, plural]) => {
    const given = dig(values, 'sync', 'fromHost', key, 'enabled') ?? 'auto';
    const needed = (scheduler && scheduledBy.has(key)) || (key === 'gatewayClasses' && gateways);
    return isOn(given) || (needed && given === 'auto') ? [plural] : [];
  });
  const custom = customResources(values, 'fromHost').filter(([, one]) => dig(one, 'scope') !== 'Namespaced');
  return [...named, ...custom.map(([name]) => name)];
}

/** The names that a part of `sync.fromHost` gives what it brings in; nothing where it is off. */
function importsOf(given: unknown): Readonly<Record<string, string>> {
  return dig(given, 'enabled') === true ? strings(dig(given, 'mappings', 'byName')) : {};
}

/** What comes from the host under other names. */
export function imports(values: object): Imports {
  const named = Object.entries({ configMaps: 'configmaps', secrets: 'secrets', gateways: 'gateways' }).map(
    ([key, plural]) => [plural, dig(values, 'sync', 'fromHost', key)] as const,
  );
  return new Map(
    [...named, ...customResources(values, 'fromHost')]
      .map(([plural, given]) => [plural, importsOf(given)] as const)
      .filter(([, names]) => Object.keys(names).length > 0),
  );
}

/** Whether the configuration says which virtual namespaces may attach routes to Gateways of the host. */
export function hasOwnRoutes(values: object): boolean {
  const given = dig(values, 'sync', 'fromHost', 'gateways', 'allowedRoutes');
  return (
    text(dig(given, 'defaultVirtualNamespacePolicy', 'from')) !== undefined ||
    objects(dig(given, 'overrides')).length > 0
  );
}
