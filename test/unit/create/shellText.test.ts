import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'mocha';
import { OperationError } from '../../../src/core/base/operationError.ts';
import { shellText } from '../../../src/core/create/shellText.ts';

const words = [
  '',
  'plain',
  '--flag=value',
  '--version=0.36.1',
  'a b',
  "it's",
  '"quoted"',
  '$HOME',
  '`id`',
  '$(id)',
  'a;b&c|d>e<f',
  '*?[a]{b,c}',
  '~',
  '~root',
  '!!',
  '#no',
  'back\\slash',
  'arn:aws:eks:eu-west-1:1234:cluster/prod',
  'user@host',
  'é–ü',
  '‘curly’',
  '=x',
  '%PATH%',
  '-n',
];

describe('shellText', () => {
  it('gives a POSIX shell every argument as it is', () => {
    const script = shellText({ file: 'printf', argv: ['%s\\0', ...words] });
    const said = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
    assert.deepEqual(said.split('\0').slice(0, -1), words);
  });

  it('leaves what is harmless unquoted', () => {
    const argv = ['create', 'shop', '--namespace=vcluster-shop', '--chart-version=0.36.1', '--values=./a/b.yaml'];
    assert.equal(shellText({ file: 'vcluster', argv }), `vcluster ${argv.join(' ')}`);
  });

  it('quotes for PowerShell, which also ends a text at typographic quotes', () => {
    const argv = ["it's", '‘x’', '$env:A', 'a,b', '--version=0.36.1', '-f.x', '--connect=false'];
    assert.equal(
      shellText({ file: 'helm', argv }, 'powershell'),
      "helm 'it''s' '‘‘x’’' '$env:A' 'a,b' '--version=0.36.1' '-f.x' --connect=false",
    );
    assert.equal(
      shellText({ file: 'C:\\Program Files\\helm.exe', argv: ['list'] }, 'powershell'),
      "& 'C:\\Program Files\\helm.exe' list",
    );
    // A reader of single-quoted text as PowerShell is: any quote twice is one, alone it ends.
    const line = shellText({ file: 'x', argv: words }, 'powershell').slice(2);
    const read = [...line.matchAll(/'((?:[^'‘’‚‛]|['‘’‚‛]{2})*)'(?: |$)|(\S+)(?: |$)/gu)].map(
      ([, quoted, bare]) => quoted?.replace(/(['‘’‚‛])['‘’‚‛]/gu, '$1') ?? bare,
    );
    assert.deepEqual(read, words);
  });

  it('refuses what a terminal would act on', () => {
    for (const bad of ['a\nb', 'a\u001b[2J', 'a\u0000', 'a\u0085b']) {
      assert.throws(
        () => shellText({ file: 'helm', argv: [bad] }),
        (error) => OperationError.is(error, 'invalid'),
      );
    }
  });
});
