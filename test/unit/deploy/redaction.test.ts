import assert from 'node:assert/strict';
import { lineRedactor } from '../../../src/core/deploy/redaction.ts';

describe('the redaction of output', () => {
  const secrets = ['s3cr3t-value', 'first line\nsecond line'];
  const cases: readonly (readonly [line: string, safe: string])[] = [
    ['token: abc123', 'token: ••••••'],
    ['{"password":"abc123","user":"me"}', '{"password":"••••••","user":"me"}'],
    ['--set=db.password=abc123', '--set=db.password=••••••'],
    ['Authorization: Bearer abc.def', 'Authorization: •••••• ••••••'],
    ['got bearer abcdef and went on', 'got bearer •••••• and went on'],
    ['a JWT eyJhbGciOi.eyJpc3Mi.c2ln here', 'a JWT •••••• here'],
    ['https://me:abc123@example.com/x', 'https://••••••@example.com/x'],
    ['using s3cr3t-value twice s3cr3t-value', 'using •••••• twice ••••••'],
    ['  second line', '••••••'],
    ['\u001b[31mred\u001b[0m\u202eevil', 'red\ufffdevil'],
    ['secrets "vc-web" is forbidden', 'secrets "vc-web" is forbidden'],
    ['release "web" has been upgraded. Happy Helming!', 'release "web" has been upgraded. Happy Helming!'],
  ];

  for (const [line, safe] of cases) {
    it(`makes ${JSON.stringify(line)} safe`, () => {
      assert.equal(lineRedactor(secrets)(line), safe);
    });
  }

  it('masks a key over several lines', () => {
    const redacted = lineRedactor();
    const key = ['-----BEGIN RSA PRIVATE KEY-----', 'MIIE', '-----END RSA PRIVATE KEY-----', 'after'];
    assert.deepEqual(key.map(redacted), ['••••••', '••••••', '••••••', 'after']);
  });
});
