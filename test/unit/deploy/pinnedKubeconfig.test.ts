import assert from 'node:assert/strict';
import { kubeconfigSecrets, pinnedKubeconfig } from '../../../src/core/deploy/pinnedKubeconfig.ts';
import { mergeKubeconfig } from '../../../src/core/kubeconfig/merge.ts';
import type { KubeconfigContext } from '../../../src/core/kubeconfig/model.ts';
import { parseKubeconfig } from '../../../src/core/kubeconfig/parser.ts';
import { entry } from './hosts.ts';

/** The same context read back, as a tool would. */
function reread(context: KubeconfigContext): KubeconfigContext | undefined {
  const path = '/tmp/run/kubeconfig.yaml';
  const entries = parseKubeconfig(pinnedKubeconfig(context), path);
  assert.ok(!(entries instanceof Error));
  const merged = mergeKubeconfig([{ path, exists: true, entries }]);
  assert.equal(merged.currentContext, context.name);
  assert.equal(merged.contexts.length, 1);
  return merged.contexts[0];
}

function renamed(context: KubeconfigContext, file: string): KubeconfigContext {
  const { name, cluster, user } = context;
  return {
    ...context,
    file,
    ...(cluster && { cluster: { ...cluster, name } }),
    ...(user && { user: { ...user, name } }),
  };
}

describe('the pinned kubeconfig', () => {
  it('has the one context, which reads back as it was', () => {
    assert.deepEqual(reread(entry), renamed(entry, '/tmp/run/kubeconfig.yaml'));
  });

  it('keeps exec plugins and files where they are', () => {
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: './bin/login',
      args: ['--profile', 'x'],
      env: [{ name: 'TOKEN', value: 'abcdefgh' }],
      installHint: 'install it',
      provideClusterInfo: true,
      interactiveMode: 'Never',
    };
    const files = { certFile: '/home/me/.kube/me.crt', keyFile: '/home/me/.kube/me.key', tokenFile: '/run/token' };
    const { user: _, cluster: __, ...rest } = entry;
    const cluster = { name: 'c', server: 'https://x', caFile: '/ca.crt', skipTlsVerify: false };
    const read = reread({ ...rest, cluster, user: { name: 'u', exec, ...files } });
    assert.deepEqual(read?.user, {
      name: entry.name,
      ...files,
      exec: { ...exec, command: '/home/me/.kube/bin/login' },
    });
    assert.equal(read?.cluster?.caFile, '/ca.crt');
  });

  it('leaves a plugin on PATH to PATH', () => {
    const exec = { apiVersion: 'v1', command: 'aws', args: [], env: [], provideClusterInfo: false };
    assert.equal(reread({ ...entry, user: { name: 'u', exec } })?.user?.exec?.command, 'aws');
  });

  it('tells what must not be logged', () => {
    const secrets = kubeconfigSecrets(entry);
    assert.deepEqual(secrets, ['token-of-mine-123', 'http://me:pw123456@proxy.example.com:3128']);
  });
});
