import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ExecPlugin } from '../../../src/core/auth/execPlugin.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import type { ExecConfig } from '../../../src/core/kubeconfig/model.ts';
import { ApiServer, contextFor, json, pem, pemData, refuse } from '../kube/apiServer.ts';

const v1 = 'client.authentication.k8s.io/v1';

describe('Exec plugins', () => {
  let folder: string;
  let server: ApiServer;
  const clients: KubeClient[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plugin-'));
    server = await ApiServer.start((_call, response) => json(response, { metadata: { name: 'a' } }), true);
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) {
      client.close();
    }
    await server.close();
    rmSync(folder, { recursive: true });
  });

  /** Writes a plugin in JavaScript, which counts its runs in `runs`, and gives its configuration. */
  function plugin(script: string, config: Partial<ExecConfig> = {}): ExecConfig {
    const file = join(folder, 'plugin.mjs');
    const start = `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(join(folder, 'runs'))}, 'x');
      const answer = (status) => console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: process.env.VERSION ?? '${v1}', status }));\n`;
    writeFileSync(file, start + script);
    return { apiVersion: v1, command: process.execPath, args: [file], env: [], provideClusterInfo: false, ...config };
  }
  const runs = () => (existsSync(join(folder, 'runs')) ? readFileSync(join(folder, 'runs'), 'utf8').length : 0);
  const client = (exec: ExecConfig, pluginTimeoutMs = 10_000, file = join(folder, 'config')) => {
    const context = { ...contextFor(server.url, { exec }, { caData: pemData('ca.crt') }), file };
    const made = createKubeClient(context, {
      environment: { PATH: process.env['PATH'], INHERITED: 'yes' },
      pluginTimeoutMs,
    });
    clients.push(made);
    return made;
  };
  const ask = (made: KubeClient, signal?: AbortSignal) =>
    made.get(resources.pods, 'ns', 'a', signal === undefined ? {} : { signal });
  const fails = (promise: Promise<unknown>, pattern: RegExp) =>
    assert.rejects(promise, (error) => {
      assert.ok(KubeError.is(error, 'plugin'), String(error));
      assert.match(error.message, pattern);
      return true;
    });
  const authorization = () => server.calls.map((call) => call.headers.authorization);

  it('gives a token, shared by callers at the same time and kept', async () => {
    const made = client(plugin(`setTimeout(() => answer({ token: 'one' }), 100)`));
    await Promise.all([ask(made), ask(made), ask(made)]);
    await ask(made);
    assert.deepEqual(authorization(), Array(4).fill('Bearer one'));
    assert.equal(runs(), 1);
  });

  it('gives a certificate', async () => {
    const read = (name: string) => `readFileSync(${JSON.stringify(pem(name))}, 'utf8')`;
    const script = `import { readFileSync } from 'node:fs'; answer({ clientCertificateData: ${read('client.crt')}, clientKeyData: ${read('client.key')} })`;
    await ask(client(plugin(script)));
    assert.equal(server.calls[0]?.clientName, 'admin');
  });

  it('gets arguments and environment as they are, cluster information if wanted, and no input', async () => {
    const script = `import { writeFileSync } from 'node:fs';
      process.stdin.on('data', () => {}).on('end', () => {
        writeFileSync(process.argv[2], JSON.stringify({ args: process.argv.slice(3), env: process.env }));
        answer({ token: 'x' });
      });`;
    const out = join(folder, 'out.json');
    const { command, args } = plugin(script);
    const env = [
      { name: 'MINE', value: 'a b' },
      { name: 'VERSION', value: `${v1}beta1` },
    ];
    const hostile = '$(touch x); `y` & "';
    await ask(
      client({ apiVersion: `${v1}beta1`, command, args: [...args, out, hostile], env, provideClusterInfo: true }),
    );
    const seen = JSON.parse(readFileSync(out, 'utf8'));
    assert.deepEqual(seen.args, [hostile]);
    assert.equal(seen.env.MINE, 'a b');
    assert.equal(seen.env.INHERITED, 'yes');
    const { apiVersion, kind, spec } = JSON.parse(seen.env.KUBERNETES_EXEC_INFO);
    assert.deepEqual({ apiVersion, kind }, { apiVersion: `${v1}beta1`, kind: 'ExecCredential' });
    assert.equal(spec.interactive, false);
    assert.equal(spec.cluster.server, server.url);
    assert.equal(spec.cluster['certificate-authority-data'], pemData('ca.crt'));
  });

  it('is asked again before its credential expires', async () => {
    const made = client(
      plugin(`answer({ token: 'short', expirationTimestamp: new Date(Date.now() + 5000).toISOString() })`),
    );
    await ask(made);
    await ask(made);
    assert.equal(runs(), 2);
  });

  it('is asked again exactly once after a 401, also when several requests got one', async () => {
    const made = client(
      plugin(
        `answer({ token: 'token' + (await import('node:fs')).readFileSync(${JSON.stringify(join(folder, 'runs'))}, 'utf8').length })`,
      ),
    );
    await ask(made);
    const renewed = Promise.withResolvers<void>();
    let refusals = 0;
    server.script = async (call, response) => {
      if (call.headers.authorization === 'Bearer token2') {
        renewed.resolve();
        json(response, { metadata: {} });
        return;
      }
      refusals += 1;
      if (refusals === 3) {
        // A refusal of the old credential that arrives when the new one is there already.
        await renewed.promise;
      }
      refuse(response, 401);
    };
    await Promise.all([ask(made), ask(made), ask(made)]);
    assert.equal(runs(), 2);
    server.script = (_call, response) => refuse(response, 401);
    await assert.rejects(ask(made), (error) => KubeError.is(error, 'unauthorized'));
    assert.equal(runs(), 3);
  });

  it('is ended with its children when it takes too long', async () => {
    const child = `setInterval(() => (require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'alive'))}, 'x')), 20)`;
    const made = client(
      plugin(
        `(await import('node:child_process')).spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' })`,
      ),
      600,
    );
    await fails(ask(made), /did not finish within 1 seconds/u);
    await pause(60);
    const beats = existsSync(join(folder, 'alive')) ? readFileSync(join(folder, 'alive')).length : 0;
    assert.ok(beats > 0, 'the child ran');
    await pause(150);
    assert.equal(readFileSync(join(folder, 'alive')).length, beats);
  });

  it('is ended when the last caller gives up, not before', async () => {
    const made = client(plugin(`setTimeout(() => answer({ token: 'slow' }), 400)`));
    const [one, two] = [new AbortController(), new AbortController()];
    const first = ask(made, one.signal);
    const second = ask(made, two.signal);
    one.abort();
    await assert.rejects(first, (error) => KubeError.is(error, 'cancelled'));
    await second;
    assert.equal(runs(), 1);
    const only = new AbortController();
    const abandoned = new ExecPlugin(
      plugin(
        `setTimeout(() => (await0(), 0), 300); const await0 = () => (import('node:fs')).then((fs) => fs.writeFileSync(${JSON.stringify(join(folder, 'late'))}, ''))`,
      ),
      contextFor('https://x').cluster ?? assert.fail(),
      '/x',
      { environment: { PATH: process.env['PATH'] }, timeoutMs: 9000, now: Date.now },
    );
    const gone = abandoned.credential(only.signal);
    setTimeout(() => only.abort(), 100);
    await assert.rejects(gone, (error) => KubeError.is(error, 'cancelled'));
    await pause(500);
    assert.ok(!existsSync(join(folder, 'late')));
  });

  it('tells its last words when it fails, without control characters', async () => {
    const made = client(
      plugin(`console.error('first\\n\\u001b[31msign in\\u001b[0m with\\n\\u202etool login'); process.exitCode = 3`),
    );
    await fails(ask(made), /exit code 3\): first sign in with \ufffdtool login$/u);
  });

  it('never repeats garbage that it wrote, which may be a secret', async () => {
    await assert.rejects(
      ask(client(plugin(`console.log('s3cret')`))),
      (error) =>
        KubeError.is(error, 'plugin') &&
        !JSON.stringify([error.message, error.detail, String(error.cause)]).includes('s3cret'),
    );
    await fails(ask(client(plugin(`answer({ token: 5 })`))), /neither a token/u);
    await fails(
      ask(client(plugin(`answer({ token: 'x' })`, { env: [{ name: 'VERSION', value: 'v0' }] }))),
      /v0 instead of/u,
    );
    await fails(
      ask(client(plugin(`process.stdout.write('x'.repeat(2 ** 21)); setTimeout(() => {}, 9000)`))),
      /more than 1 MiB/u,
    );
  });

  it('shows how to install what is missing', async () => {
    const made = client(plugin('', { command: 'no-such-plugin', installHint: 'Get it\nfrom the shop.' }));
    await fails(ask(made), /no-such-plugin.*Get it from the shop\.$/u);
    await assert.rejects(
      ask(made),
      (error) => KubeError.is(error) && error.detail.installHint === 'Get it\nfrom the shop.',
    );
  });

  it('is found relative to the kubeconfig when it has a separator, and in PATH else, never in the present folder', async () => {
    mkdirSync(join(folder, 'bin'));
    const script = join(folder, 'bin', 'login');
    writeFileSync(
      script,
      `#!/bin/sh\necho '{"kind":"ExecCredential","apiVersion":"${v1}","status":{"token":"here"}}'\n`,
    );
    chmodSync(script, 0o755);
    await ask(client(plugin('', { command: './bin/login', args: [] })));
    assert.deepEqual(authorization(), ['Bearer here']);
    await fails(ask(client(plugin('', { command: 'login-x', args: [] }))), /not found/u);
    const before = process.cwd();
    process.chdir(join(folder, 'bin'));
    try {
      await fails(ask(client(plugin('', { command: 'login-y', args: [] }))), /not found/u);
    } finally {
      process.chdir(before);
    }
  });

  it('is only run on Windows when it is a program', async () => {
    writeFileSync(join(folder, 'login.cmd'), '');
    chmodSync(join(folder, 'login.cmd'), 0o755);
    const config = plugin('', { command: 'login' });
    const cluster = contextFor('https://x').cluster ?? assert.fail();
    const windows = new ExecPlugin(config, cluster, '/x', {
      environment: { Path: folder },
      timeoutMs: 1000,
      now: Date.now,
      platform: 'win32',
    });
    await fails(windows.credential(new AbortController().signal), /Only \.exe and \.com/u);
  });

  it('is not run at all when it wants a terminal or an API version that is gone', async () => {
    await fails(ask(client(plugin('', { interactiveMode: 'Always' }))), /terminal/u);
    await fails(ask(client(plugin('', { apiVersion: 'client.authentication.k8s.io/v1alpha1' }))), /v1alpha1/u);
    assert.equal(runs(), 0);
  });

  it('is ended when the client is closed', async () => {
    const made = client(plugin(`setTimeout(() => {}, 9000)`));
    const asked = ask(made);
    await pause(150);
    made.close();
    await assert.rejects(asked, (error) => KubeError.is(error, 'cancelled'));
    await assert.rejects(ask(made), (error) => KubeError.is(error, 'cancelled'));
  });
});
