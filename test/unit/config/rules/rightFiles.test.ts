import { strictEqual } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import type { RuleOptions } from '../../../../src/core/config/rules/rules.ts';
import type { LegacyDistro } from '../../../../src/core/config/schema/target.ts';
import { validateConfig } from '../../../../src/core/config/validate.ts';

const folder = new URL('../../../fixtures/config/right/', import.meta.url);

/** Of `legacy-0.14-k3s-…` and `current-0.24-…`. */
function optionsOf(name: string): RuleOptions {
  const [, version, distro] = /^(?:current|legacy)-(0\.\d+)-(?:(k3s|k0s|k8s|eks)-)?/u.exec(name) ?? [];
  return {
    ...(version === undefined ? {} : { version: `${version}.0` }),
    ...(distro === undefined ? {} : { distro: distro as LegacyDistro }),
  };
}

describe('Right files', () => {
  for (const name of readdirSync(folder)) {
    it(`${name} has no error and no warning`, () => {
      const text = readFileSync(new URL(name, folder), 'utf8');
      const findings = validateConfig(text, optionsOf(name)).filter(({ severity }) => severity !== 'information');
      strictEqual(findings.map(({ line, code, message }) => `${line + 1} ${code} ${message}`).join('\n'), '');
    });
  }
});
