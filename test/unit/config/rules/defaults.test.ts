import { strictEqual } from 'node:assert/strict';
import { parseConfig } from '../../../../src/core/config/document.ts';
import { effectiveValues } from '../../../../src/core/config/explanation/effective.ts';
import { validateRules } from '../../../../src/core/config/rules/rules.ts';
import { allTargets } from '../../../../src/core/config/schema/target.ts';

describe('The defaults of a chart', () => {
  for (const target of allTargets()) {
    const distro = target.generation === 'legacy' ? target.distro : undefined;
    it(`of 0.${target.minor}${distro === undefined ? '' : ` for ${distro}`} have no error and no warning`, () => {
      const options = { version: `0.${target.minor}.0`, ...(distro === undefined ? {} : { distro }) };
      const findings = validateRules(parseConfig(effectiveValues('', target)), options);
      const wrong = findings.filter(({ severity }) => severity !== 'information');
      strictEqual(wrong.map(({ code, message }) => `${code} ${message}`).join('\n'), '');
    });
  }
});
