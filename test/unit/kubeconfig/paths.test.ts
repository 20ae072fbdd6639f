import assert from 'node:assert/strict';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { kubeconfigPaths } from '../../../src/core/kubeconfig/paths.ts';

const home = path.resolve('/home/someone');
const at = (...names: string[]) => path.join(home, ...names);

describe('kubeconfigPaths', () => {
  it('is the default without a setting and a variable', () => {
    assert.deepEqual(kubeconfigPaths({ env: {}, home }), [at('.kube', 'config')]);
    assert.deepEqual(kubeconfigPaths({ setting: [], env: { KUBECONFIG: '' }, home }), [at('.kube', 'config')]);
    assert.deepEqual(kubeconfigPaths({ setting: [' '], env: {}, home }), [at('.kube', 'config')]);
  });

  it('takes the parts of KUBECONFIG, drops empty ones and repetitions', () => {
    const [a, b] = [path.resolve('/etc/a'), path.resolve('/etc/b')];
    const KUBECONFIG = ['', a, '', b, a, ''].join(path.delimiter);
    assert.deepEqual(kubeconfigPaths({ env: { KUBECONFIG }, home }), [a, b]);
  });

  it('does not expand ~ in KUBECONFIG, which is the business of a shell', () => {
    assert.deepEqual(kubeconfigPaths({ env: { KUBECONFIG: '~/x' }, home }), [path.resolve('~/x')]);
  });

  it('has no file at all for a KUBECONFIG of separators, as kubectl', () => {
    assert.deepEqual(kubeconfigPaths({ env: { KUBECONFIG: path.delimiter }, home }), []);
  });

  it('prefers the setting, with ~ and relative paths from the home directory', () => {
    const setting = ['~', '~/.kube/one', 'two', path.resolve('/three'), '~four', '~/.kube/one'];
    assert.deepEqual(kubeconfigPaths({ setting, env: { KUBECONFIG: '/x' }, home }), [
      home,
      at('.kube', 'one'),
      at('two'),
      path.resolve('/three'),
      at('~four'),
    ]);
  });
});
