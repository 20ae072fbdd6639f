import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { impersonationHeaders } from '../../../src/core/auth/impersonation.ts';

describe('impersonationHeaders', () => {
  it('are none where the kubeconfig asks for none', () => {
    assert.deepEqual(impersonationHeaders({ name: 'me', impersonateGroups: [], impersonateExtra: { a: [] } }), {});
  });

  it('go out also where no user is named, so that the API server refuses and no other rights are used', () => {
    const user = { name: 'me', impersonateUid: 'u', impersonateGroups: ['g'], impersonateExtra: { a: ['b'] } };
    assert.deepEqual(impersonationHeaders(user), {
      'Impersonate-Uid': 'u',
      'Impersonate-Group': ['g'],
      'Impersonate-Extra-a': ['b'],
    });
  });

  it('escape in a key what a header name cannot hold, and the escape itself', () => {
    const impersonateExtra = { "scopes.io/a b%:é!#$&'*+-.^_`|~": ['1'], __proto__x: ['2'] };
    assert.deepEqual(Object.keys(impersonationHeaders({ name: 'me', impersonateExtra })), [
      "Impersonate-Extra-scopes.io%2Fa%20b%25%3A%C3%A9!#$&'*+-.^_`|~",
      'Impersonate-Extra-__proto__x',
    ]);
  });

  it('carry UTF-8, byte by byte', () => {
    const headers = impersonationHeaders({ name: 'me', impersonateUser: 'jörg', impersonateGroups: ['名'] });
    assert.deepEqual(headers, { 'Impersonate-User': 'j\u00c3\u00b6rg', 'Impersonate-Group': ['\u00e5\u0090\u008d'] });
  });
});
