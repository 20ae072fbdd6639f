import assert from 'node:assert/strict';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { KubeError } from '../../../src/core/kube/error.ts';
import { type KubeconfigEntries, parseKubeconfig } from '../../../src/core/kubeconfig/parser.ts';

const file = path.resolve('/home/someone/.kube/config');

function entriesOf(text: string): KubeconfigEntries {
  const entries = parseKubeconfig(text, file);
  assert(!KubeError.is(entries), KubeError.is(entries) ? entries.message : '');
  return entries;
}

function problemOf(text: string): string {
  const problem = parseKubeconfig(text, file);
  assert(KubeError.is(problem, 'kubeconfig'), 'was accepted');
  assert.equal(problem.detail.cause, undefined);
  return problem.message;
}

describe('parseKubeconfig', () => {
  it('takes nothing, comments and nulls as an empty kubeconfig', () => {
    for (const text of [
      '',
      '\n',
      '# only\n',
      '---\n',
      '---\n...\n',
      'null',
      '{}',
      'contexts:\nclusters: ~\nusers: null\n',
    ]) {
      const entries = entriesOf(text);
      assert.deepEqual([entries.contexts.size, entries.clusters.size, entries.users.size], [0, 0, 0]);
      assert.equal(entries.currentContext, undefined);
    }
  });

  it('reads every field of a cluster and resolves its path', () => {
    const cluster = entriesOf(`
clusters:
- name: c
  cluster:
    server: https://c:6443
    certificate-authority: pki/ca.crt
    certificate-authority-data: Y2E=
    insecure-skip-tls-verify: yes
    tls-server-name: other
    proxy-url: socks5://p:1080
`).clusters.get('c');
    assert.deepEqual(cluster, {
      value: {
        name: 'c',
        server: 'https://c:6443',
        caFile: path.resolve('/home/someone/.kube/pki/ca.crt'),
        caData: 'Y2E=',
        skipTlsVerify: true,
        tlsServerName: 'other',
        proxyUrl: 'socks5://p:1080',
      },
    });
  });

  it('reads every field of a user and resolves its paths', () => {
    const user = entriesOf(`
users:
- name: u
  user:
    client-certificate: ../crt
    client-certificate-data: Yw==
    client-key: /abs/key
    client-key-data: aw==
    token: "0123"
    tokenFile: t
    username: 12
    password: no
    as: bob
    as-groups: [a, b]
    as-uid: 007
    as-user-extra: {reason: [on, 1], none: ~}
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: ./bin/login
      args: [--n, 1]
      env: [{name: A, value: 007}]
      installHint: get it
      interactiveMode: Never
      provideClusterInfo: true
    auth-provider:
      name: oidc
      config: {client-id: me, list: [x]}
`).users.get('u')?.value;
    assert.deepEqual(user, {
      name: 'u',
      certFile: path.resolve('/home/someone/crt'),
      certData: 'Yw==',
      keyFile: path.resolve('/abs/key'),
      keyData: 'aw==',
      token: '0123',
      tokenFile: path.resolve('/home/someone/.kube/t'),
      username: '12',
      password: 'no',
      impersonateUser: 'bob',
      impersonateGroups: ['a', 'b'],
      impersonateUid: '007',
      impersonateExtra: { reason: ['on', '1'], none: [] },
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: path.resolve('/home/someone/.kube/bin/login'),
        args: ['--n', '1'],
        env: [{ name: 'A', value: '007' }],
        installHint: 'get it',
        interactiveMode: 'Never',
        provideClusterInfo: true,
      },
      authProvider: { name: 'oidc', config: { 'client-id': 'me' } },
    });
  });

  it('leaves a command without a separator to PATH', () => {
    const { users } = entriesOf('users: [{name: u, user: {exec: {command: aws, args: null, env: null}}}]');
    assert.equal(users.get('u')?.value.exec?.command, 'aws');
    assert.deepEqual(users.get('u')?.value.exec?.args, []);
  });

  it('reads JSON, a byte-order mark, merge keys and only the first document', () => {
    const json = '{"contexts":[{"name":"j","context":{"cluster":"c","namespace":""}}],"current-context":"j"}';
    assert.deepEqual(entriesOf(json).contexts.get('j')?.value, { name: 'j', cluster: 'c' });
    assert.equal(entriesOf('\ufeffcurrent-context: a').currentContext, 'a');
    assert.equal(entriesOf('current-context: a\n---\ncurrent-context: b\n').currentContext, 'a');
    assert.equal(entriesOf('current-context: a\ncurrent-context: b\n').currentContext, 'b');
    const merged = entriesOf('x: &x {cluster: c}\ncontexts: [{name: a, context: {<<: *x, namespace: ns}}]');
    assert.deepEqual(merged.contexts.get('a')?.value, { name: 'a', cluster: 'c', namespace: 'ns' });
  });

  it('keeps the first of two entries with a name, and says which places it passed over', () => {
    const entries = entriesOf(`
contexts:
- {name: a, context: {cluster: first}}
- {name: a, context: {cluster: second}}
- {context: {cluster: nameless}}
- text
-
`);
    assert.equal(entries.contexts.get('a')?.value.cluster, 'first');
    assert.deepEqual(entries.ignored, ['contexts[1]', 'contexts[2]', 'contexts[3]', 'contexts[4]']);
  });

  it('knows no difference for names that mean something to JavaScript', () => {
    const entries = entriesOf('contexts: [{name: __proto__, context: {cluster: constructor}}]\n__proto__: {a: b}');
    assert.deepEqual([...entries.contexts.values()], [{ value: { name: '__proto__', cluster: 'constructor' } }]);
    assert.equal(entriesOf('clusters: [{name: toString}]').users.get('toString'), undefined);
  });

  it('survives aliases that are cyclic or would unfold to billions', () => {
    assert.equal(entriesOf('a: &a [*a]\nb: &b {c: *b}\ncurrent-context: x').currentContext, 'x');
    const laughs = Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}, *l${i}]`).join('\n');
    assert.equal(entriesOf(`l0: &l0 [x]\n${laughs}\ncurrent-context: x`).currentContext, 'x');
    const inside = entriesOf('contexts: &c\n- name: a\n  context: &x {cluster: *c, namespace: *x}\n');
    assert.match(
      inside.contexts.get('a')?.problem?.message ?? '',
      /contexts\[0\]\.context\.cluster has the wrong type/,
    );
  });

  it('makes a wrong field the problem of its own entry', () => {
    const entries = entriesOf(`
users:
- {name: good, user: {token: t}}
- {name: bad, user: {token: {a: b}, username: kept}}
- {name: worse, user: {exec: {command: x, env: [{name: [A]}]}}}
- {name: worst, user: text}
- {name: odd, user: {as-user-extra: {reason: text}}}
clusters:
- {name: c, cluster: {server: s, insecure-skip-tls-verify: perhaps}}
`);
    assert.equal(entries.users.get('good')?.problem, undefined);
    const messages = ['bad', 'worse', 'worst', 'odd'].map((name) => entries.users.get(name)?.problem?.message);
    assert.deepEqual(messages, [
      `${file}: users[1].user.token has the wrong type.`,
      `${file}: users[2].user.exec.env[0].name has the wrong type.`,
      `${file}: users[3].user has the wrong type.`,
      `${file}: users[4].user.as-user-extra.reason has the wrong type.`,
    ]);
    assert.equal(entries.users.get('bad')?.value.username, 'kept');
    assert.equal(entries.clusters.get('c')?.value.skipTlsVerify, false);
    assert.match(entries.clusters.get('c')?.problem?.message ?? '', /insecure-skip-tls-verify/);
  });

  it('says where a file is not YAML, counted from one', () => {
    assert.equal(
      problemOf('apiVersion: v1\nclusters: [a\n'),
      `${file} is not valid YAML at line 3, column 1: deficient indentation.`,
    );
    assert.match(problemOf('a:\n\t- b'), /line 2/);
    assert.match(problemOf('\u0000'), /line 1/);
    assert.match(problemOf('\u001b[31m'), /non-printable/);
  });

  it('quotes nothing of the file in an error', () => {
    for (const secret of ['*hunter2', '!hunter2 x', '!<hunter2> x', '&hunter2 &hunter2 x', '"hunter2', '!<hunter2']) {
      const message = problemOf(`users:\n- user:\n    password: ${secret}\n`);
      assert.match(message, /line [34]/, message);
      assert.doesNotMatch(message, /hunter2/, message);
    }
  });

  it('refuses what is no kubeconfig', () => {
    assert.equal(problemOf('apiVersion: v1\nkind: Pod\n'), `${file} is not a kubeconfig but a v1 Pod.`);
    assert.match(problemOf('apiVersion: v2\nkind: Config\n'), /v2 Config/);
    assert.match(problemOf('- a\n'), /holds no mapping/);
    assert.match(problemOf('<!DOCTYPE html><html></html>'), /holds no mapping|not valid YAML/);
    assert.match(problemOf('contexts: text\n'), /contexts has the wrong type/);
    assert.match(problemOf('contexts: {a: b}\n'), /contexts has the wrong type/);
    assert.match(problemOf('current-context: [a]\n'), /current-context has the wrong type/);
  });

  it('survives nesting of any depth', () => {
    assert.match(problemOf('['.repeat(200_000)), /not valid YAML/);
    assert.match(problemOf(`a: ${'{a: '.repeat(5000)}${'}'.repeat(5000)}`), /nesting/);
  });

  it('keeps control characters and marks in names, but not in messages', () => {
    const entries = entriesOf('contexts: [{name: "a\\u202e\\e[31m<b>", context: {cluster: [x]}}]');
    assert.deepEqual([...entries.contexts.keys()], ['a\u202e\u001b[31m<b>']);
    const problem = parseKubeconfig('[', '/x/\u202e\u001b[31mconfig');
    assert(KubeError.is(problem));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    assert.doesNotMatch(problem.message, /[\u0000-\u001f\u202e]/u);
  });
});
