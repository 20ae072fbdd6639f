import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { redact } from '../../../src/ui/outputLog.ts';

const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----';

describe('the log', () => {
  for (const text of [
    'Authorization: Bearer abcdefgh.secret1',
    'authorization: basic c2VjcmV0MQ==',
    'token=secret1 of me',
    '"password": "secret1"',
    'client-key-data: secret1',
    'mysql://root:secret1@db:3306/x failed',
    `key ${pem.replace('MIIEow', 'secret1')} ends`,
    `cut ${pem.slice(0, 40)}secret1`,
    `ca ${Buffer.from(pem).toString('base64')}`,
    'eyJhbGciOiJSUzI1NiJ9.secret1.c2ln',
  ]) {
    it(`masks ${JSON.stringify(text.slice(0, 50))}`, () => {
      const shown = redact(text);
      assert.match(shown, /<redacted>/u);
      assert.doesNotMatch(shown, /secret1|c2VjcmV0|MIIEow|TUlJ/u);
    });
  }

  it('keeps what is none', () => {
    for (const text of [
      'secrets "vc-web" is forbidden: User "me" cannot get resource "secrets"',
      'The kubeconfig in the Secret vc-web cannot be used: it is empty.',
      '127.0.0.1:4711 goes to the pod team/web-0 (1b2c).',
      'https://127.0.0.1:6443/version answered 401',
    ]) {
      assert.equal(redact(text), text);
    }
  });
});
