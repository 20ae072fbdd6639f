import { readdirSync, readFileSync } from 'node:fs';
import type { RuleOptions } from '../../../src/core/config/rules/rules.ts';
import type { LegacyDistro } from '../../../src/core/config/schema/target.ts';

const folder = new URL('../../fixtures/config/right/', import.meta.url);

/** A file that vcluster takes, and does with what it says. */
export interface RightFile {
  readonly name: string;
  readonly text: string;
  readonly options: RuleOptions;
}

/** Of `legacy-0.14-k3s-…` and `current-0.24-…`. */
function optionsOf(name: string): RuleOptions {
  const [, version, distro] = /^(?:current|legacy)-(0\.\d+)-(?:(k3s|k0s|k8s|eks)-)?/u.exec(name) ?? [];
  return {
    ...(version === undefined ? {} : { version: `${version}.0` }),
    ...(distro === undefined ? {} : { distro: distro as LegacyDistro }),
  };
}

export const rightFiles: readonly RightFile[] = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(new URL(name, folder), 'utf8'),
  options: optionsOf(name),
}));
