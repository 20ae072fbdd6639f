import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lineRedactor } from '../../../src/core/deploy/redaction.ts';
import { valueSecrets } from '../../../src/core/deploy/valueSecrets.ts';

const values = `
controlPlane:
  backingStore:
    database: { external: { enabled: true, dataSource: 'mysql://root:pass1234@db/x' } }
  statefulSet:
    env:
      - name: DB_PASSWORD
        value: hunter22
      - { name: LOG_LEVEL, value: verbose }
    extraArgs: [--join-token=abc123def, --verbose=yes-please]
platform:
  apiKey: |
    first-line-of-it
    second-line-of-it
registry: {password: "1234", user: someone}
pins: {password: 987654321}
exportKubeConfig:
  secret:
    name: plain-name
`;

describe('secrets in values', () => {
  it('are found wherever they stand, and nothing else is', () => {
    assert.deepEqual(valueSecrets(values), [
      'mysql://root:pass1234@db/x',
      'hunter22',
      'abc123def',
      'first-line-of-it\nsecond-line-of-it\n',
      '1234',
      '987654321',
    ]);
  });

  it('never reach the log when a tool quotes the values', () => {
    const safe = lineRedactor(valueSecrets(values));
    const said = values.split('\n').map(safe).join('\n');
    for (const secret of ['pass1234', 'hunter22', 'abc123def', 'first-line', 'second-line', '1234', '987654321']) {
      assert.ok(!said.includes(secret), secret);
    }
    assert.match(said, /verbose/u);
    assert.match(said, /plain-name/u);
  });

  it('are guessed line by line in what is no YAML', () => {
    assert.deepEqual(valueSecrets('a: [\npassword: hunter22\nname: someone\n'), ['hunter22']);
  });
});
