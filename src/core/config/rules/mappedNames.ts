import type { Settings } from './settings.ts';

/** The entries of `mappings.byName` of a part of sync that is on, but for those that a template fills in. */
export function mappedNames(settings: Settings, part: string): readonly (readonly [key: string, value: string])[] {
  return settings.on(`${part}.enabled`)
    ? settings
        .entries(`${part}.mappings.byName`)
        .flatMap(([key, value]) =>
          typeof value === 'string' && !`${key}${value}`.includes('{{') ? [[key, value] as const] : [],
        )
    : [];
}
