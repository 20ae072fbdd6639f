import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { KubeError } from '../../../src/core/kube/error.ts';
import { type LoadedFile, mergeKubeconfig } from '../../../src/core/kubeconfig/merge.ts';
import type { Kubeconfig, KubeconfigContext } from '../../../src/core/kubeconfig/model.ts';
import { parseKubeconfig } from '../../../src/core/kubeconfig/parser.ts';

type Json = Record<string, unknown>;

const fixtures = path.resolve(import.meta.dirname, '../../fixtures/kubeconfig/merge');

function loaded(file: string, text: string): LoadedFile {
  const entries = parseKubeconfig(text, file);
  return KubeError.is(entries) ? { path: file, exists: true, problem: entries } : { path: file, exists: true, entries };
}

function merged(...texts: readonly string[]): Kubeconfig {
  return mergeKubeconfig(texts.map((text, index) => loaded(`/kube/${index + 1}`, text)));
}

function contextOf(config: Kubeconfig, name: string): KubeconfigContext {
  const context = config.contexts.find((each) => each.name === name);
  assert(context);
  return context;
}

function defined(properties: Json): Json {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** A context in the fields of a kubeconfig. */
function asKubectl({ name, namespace, cluster, user }: KubeconfigContext): Json {
  return defined({
    name,
    namespace,
    cluster:
      cluster &&
      defined({
        name: cluster.name,
        server: cluster.server,
        'certificate-authority': cluster.caFile,
        'certificate-authority-data': cluster.caData,
        'insecure-skip-tls-verify': cluster.skipTlsVerify || undefined,
        'tls-server-name': cluster.tlsServerName,
        'proxy-url': cluster.proxyUrl,
      }),
    user:
      user &&
      defined({
        name: user.name,
        'client-certificate': user.certFile,
        'client-certificate-data': user.certData,
        'client-key': user.keyFile,
        'client-key-data': user.keyData,
        token: user.token,
        tokenFile: user.tokenFile,
        username: user.username,
        password: user.password,
        as: user.impersonateUser,
        'as-groups': user.impersonateGroups,
        exec: user.exec,
        'auth-provider': user.authProvider,
      }),
  });
}

/** A body that kubectl printed, with the paths made absolute, which kubectl does when it uses them. */
function resolved(folder: string, body: Json): Json {
  const paths = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];
  const pairs = Object.entries(body).map(([key, value]) => [
    key,
    paths.includes(key) ? path.resolve(folder, String(value)) : value,
  ]);
  const result = Object.fromEntries(pairs) as Json;
  const { exec } = result as { exec?: Json };
  const command = String((exec as { command?: string } | undefined)?.command);
  return exec && command.includes('/')
    ? { ...result, exec: { ...exec, command: path.resolve(folder, command) } }
    : result;
}

interface Printed {
  readonly 'current-context': string;
  readonly contexts: { name: string; context: { cluster: string; user: string; namespace?: string } }[] | null;
  readonly clusters: { name: string; cluster: Json }[] | null;
  readonly users: { name: string; user: Json }[] | null;
}

describe('mergeKubeconfig', () => {
  for (const name of readdirSync(fixtures).filter((each) => /^\d+$/.test(each))) {
    it(`merges as kubectl does: ${name}`, () => {
      const folder = path.join(fixtures, name);
      const files = readdirSync(folder)
        .filter((file) => file.endsWith('.yaml'))
        .sort();
      const config = mergeKubeconfig(
        files.map((file) => loaded(path.join(folder, file), readFileSync(path.join(folder, file), 'utf8'))),
      );
      const printed = JSON.parse(readFileSync(path.join(folder, 'merged.json'), 'utf8')) as Printed;
      const expected = (printed.contexts ?? []).map(({ name: contextName, context }) => {
        const cluster = printed.clusters?.find((each) => each.name === context.cluster);
        const user = printed.users?.find((each) => each.name === context.user);
        return defined({
          name: contextName,
          namespace: context.namespace,
          cluster: cluster && { name: cluster.name, ...resolved(folder, cluster.cluster) },
          user: user && { name: user.name, ...resolved(folder, user.user) },
        });
      });
      const byName = ({ name: one }: { name?: unknown }, { name: other }: { name?: unknown }) =>
        String(one) < String(other) ? -1 : 1;
      assert.deepEqual(config.contexts.map(asKubectl).sort(byName), expected.sort(byName));
      assert.equal(config.currentContext ?? '', printed['current-context']);
    });
  }

  it('has enough to compare with', () => {
    assert(readdirSync(fixtures).length >= 12);
  });

  it('lets a context use the cluster and user of another file, and says which file it is from', () => {
    const config = merged(
      'contexts: [{name: a, context: {cluster: c, user: u}}]',
      'clusters: [{name: c, cluster: {server: https://c}}]\nusers: [{name: u, user: {token: t}}]\ncurrent-context: a',
    );
    const context = contextOf(config, 'a');
    assert.equal(context.file, '/kube/1');
    assert.equal(context.cluster?.server, 'https://c');
    assert.equal(context.user?.token, 't');
    assert.equal(context.problem, undefined);
    assert.equal(config.currentContext, 'a');
  });

  it('keeps the order of the files', () => {
    const config = merged('contexts: [{name: z}, {name: b}]', 'contexts: [{name: a}, {name: z}]');
    assert.deepEqual(
      config.contexts.map(({ name }) => name),
      ['z', 'b', 'a'],
    );
  });

  it('gives each incomplete context its own problem, and the rest goes on', () => {
    const config = merged(`
clusters:
- {name: c, cluster: {server: https://c}}
- {name: bare, cluster: {server: c:6443}}
- {name: serverless, cluster: {}}
- {name: odd, cluster: {server: "file:///etc"}}
- {name: broken, cluster: {server: https://c, proxy-url: [x]}}
users:
- {name: u, user: {token: [x]}}
- {name: plugin, user: {exec: {args: [a]}}}
contexts:
- {name: fine, context: {cluster: c}}
- {name: without-scheme, context: {cluster: bare}}
- {name: no-cluster, context: {user: u}}
- {name: no-body}
- {name: unknown-cluster, context: {cluster: "gone\\e[31m"}}
- {name: unknown-user, context: {cluster: c, user: gone}}
- {name: no-server, context: {cluster: serverless}}
- {name: odd-server, context: {cluster: odd}}
- {name: broken-cluster, context: {cluster: broken}}
- {name: broken-user, context: {cluster: c, user: u}}
- {name: no-command, context: {cluster: c, user: plugin}}
- {name: broken-context, context: {cluster: c, namespace: [x]}}
`);
    const problems = config.contexts.map(
      ({ name, problem }) => `${name}: ${problem?.kind ?? '-'} ${problem?.message ?? ''}`,
    );
    assert.deepEqual(problems, [
      'fine: - ',
      'without-scheme: - ',
      'no-cluster: kubeconfig The context names no cluster.',
      'no-body: kubeconfig The context names no cluster.',
      'unknown-cluster: kubeconfig The cluster "gone" of the context is in none of the kubeconfig files.',
      'unknown-user: kubeconfig The user "gone" of the context is in none of the kubeconfig files.',
      'no-server: kubeconfig The cluster "serverless" has no server.',
      'odd-server: kubeconfig The server of the cluster "odd" is not an HTTP address.',
      'broken-cluster: kubeconfig /kube/1: clusters[4].cluster.proxy-url has the wrong type.',
      'broken-user: kubeconfig /kube/1: users[0].user.token has the wrong type.',
      'no-command: kubeconfig The credential plugin of the user "plugin" has no command.',
      'broken-context: kubeconfig /kube/1: contexts[11].context.namespace has the wrong type.',
    ]);
  });

  it('lists every file, and goes on without one that is broken or absent', () => {
    const config = mergeKubeconfig([
      loaded('/kube/broken', '['),
      { path: '/kube/absent', exists: false },
      loaded('/kube/fine', 'contexts: [{name: a}]'),
    ]);
    assert.deepEqual(
      config.files.map(({ path: file, exists, problem }) => [file, exists, problem?.kind]),
      [
        ['/kube/broken', true, 'kubeconfig'],
        ['/kube/absent', false, undefined],
        ['/kube/fine', true, undefined],
      ],
    );
    assert.deepEqual(Object.keys(config.files[2] ?? {}), ['path', 'exists']);
    assert.deepEqual(
      config.contexts.map(({ name }) => name),
      ['a'],
    );
  });
});
