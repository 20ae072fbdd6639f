import { strictEqual } from 'node:assert/strict';
import { validateConfig } from '../../../../src/core/config/validate.ts';
import { rightFiles } from '../rightFiles.ts';

describe('Right files', () => {
  for (const { name, text, options } of rightFiles) {
    it(`${name} has no error and no warning`, () => {
      const findings = validateConfig(text, options).filter(({ severity }) => severity !== 'information');
      strictEqual(findings.map(({ line, code, message }) => `${line + 1} ${code} ${message}`).join('\n'), '');
    });
  }
});
