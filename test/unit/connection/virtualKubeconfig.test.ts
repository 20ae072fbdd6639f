import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import { OperationError } from '../../../src/core/base/operationError.ts';
import {
  contextEntryFor,
  readVirtualKubeconfig,
  type VirtualKubeconfig,
} from '../../../src/core/connection/virtualKubeconfig.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { type Bench, startBench } from '../playground/harness.ts';

const fixtures = path.resolve(import.meta.dirname, '../../fixtures');
const address = { context: 'host', namespace: 'team', name: 'vc' };
const secretPath = '/api/v1/namespaces/team/secrets';

function fixture(generation: string): string {
  const file = readFileSync(path.join(fixtures, 'connection', `secret-${generation}.json`), 'utf8');
  return (JSON.parse(file) as { data: { config: string } }).data.config;
}

function config(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    clusters: [{ name: 'c', cluster: { server: 'https://localhost:8443', 'certificate-authority-data': 'Q0E=' } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace: 'default' } }],
    users: [{ name: 'u', user: { 'client-certificate-data': 'Q0VSVA==', 'client-key-data': 'S0VZ-secret' } }],
    'current-context': 'x',
    ...changes,
  });
}

describe('readVirtualKubeconfig', () => {
  let bench: Bench;
  let client: KubeClient;

  before(async () => {
    bench = await startBench();
    const { url } = bench.playground.server;
    const cluster = { name: 'c', server: url, skipTlsVerify: false };
    const user = { name: 'u', token: bench.playground.token };
    client = createKubeClient({ name: 'host', file: '', cluster, user }, { environment: {} });
    await bench.call('POST', '/api/v1/namespaces', { metadata: { name: 'team' } });
    await bench.call('POST', '/api/v1/namespaces/team/services', {
      metadata: { name: 'vc' },
      spec: { ports: [{ port: 443 }] },
    });
  });
  after(async () => {
    client.close();
    await bench.end();
  });
  beforeEach(() => bench.call('DELETE', `${secretPath}/vc-vc`));

  async function store(data: Readonly<Record<string, string>>): Promise<void> {
    const reply = await bench.call('POST', secretPath, { metadata: { name: 'vc-vc' }, data });
    assert.equal(reply.status, 201, reply.text);
  }
  const storeText = (text: string) => store({ config: Buffer.from(text).toString('base64') });
  const read = (where = address) => readVirtualKubeconfig(client, where, AbortSignal.timeout(5000));

  async function refused(kind: 'kubeconfigSecret' | 'gone', message: RegExp, where = address): Promise<void> {
    await assert.rejects(read(where), (error) => {
      assert(OperationError.is(error, kind), String(error));
      assert.match(error.message, message);
      assert(!/S0VZ|Q0VS|-secret/.test(error.message), error.message);
      return true;
    });
  }

  for (const [generation, port] of [
    ['legacy', 21031],
    ['current', 21061],
  ] as const) {
    it(`reads what a ${generation} vcluster wrote, with one request`, async () => {
      await storeText(fixture(generation));
      const seen = bench.playground.requests.entries?.length ?? 0;
      assert.deepEqual(await read(), {
        server: `https://localhost:${port}`,
        caData: 'REDACTED',
        insecure: false,
        user: { certData: 'REDACTED', keyData: 'REDACTED' },
        namespace: 'default',
      });
      assert.equal((bench.playground.requests.entries?.length ?? 0) - seen, 1);
    });
  }

  it('reads a token, and what its owner says of TLS', async () => {
    const cluster = { server: 'https://vc.example.com', 'insecure-skip-tls-verify': true };
    await storeText(config({ clusters: [{ name: 'c', cluster }], users: [{ name: 'u', user: { token: 't' } }] }));
    assert.deepEqual(await read(), {
      server: 'https://vc.example.com',
      insecure: true,
      user: { token: 't' },
      namespace: 'default',
    });
  });

  it('says what is wrong with a Secret, and nothing of what is in it', async () => {
    await refused('kubeconfigSecret', /no Secret vc-vc in the namespace team/);
    const cluster = { name: 'c', cluster: { server: 'https://localhost:8443' } };
    const cases: readonly (readonly [text: string, message: RegExp])[] = [
      ['', /empty/],
      [' \n', /empty/],
      ['key: S0VZ-secret: [', /not valid YAML at line 1/],
      ['\u0000\u0001', /not valid YAML|cannot be/],
      ['S0VZ-secret', /no mapping/],
      [config({ clusters: [] }), /0 clusters/],
      [config({ clusters: [cluster, { ...cluster, name: 'd' }] }), /2 clusters/],
      [config({ clusters: [cluster, cluster] }), /2 clusters/],
      [config({ clusters: [{ name: 'c', cluster: {} }] }), /no server/],
      [config({ clusters: [{ name: 'c', cluster: { server: 'ftp://S0VZ-secret' } }] }), /not an HTTP address/],
      [config({ contexts: [] }), /no context/],
      [config({ users: [] }), /user "u" of the context is in none/],
      [config({ users: [{ name: 'u', user: { 'client-key-data': 'S0VZ-secret' } }] }), /neither a client certificate/],
      [config({ kind: 'Pod' }), /not a kubeconfig but a v1 Pod/],
    ];
    for (const [text, message] of cases) {
      await storeText(text);
      await refused('kubeconfigSecret', message);
      await bench.call('DELETE', `${secretPath}/vc-vc`);
    }
    await store({ other: 'eA==' });
    await refused('kubeconfigSecret', /empty/);
  });

  it('says that a vcluster is gone', async () => {
    await refused('gone', /no vcluster other/, { ...address, name: 'other' });
    await refused('gone', /no vcluster vc in the namespace nowhere/, { ...address, namespace: 'nowhere' });
  });
});

describe('contextEntryFor', () => {
  const virtual: VirtualKubeconfig = {
    server: 'https://localhost:8443',
    caData: Buffer.from(readFileSync(path.join(fixtures, 'tls/ca.crt'))).toString('base64'),
    insecure: false,
    user: { certData: 'C', keyData: 'K' },
    namespace: 'default',
  };
  const entry = (server: string, changes: Partial<VirtualKubeconfig> = {}) =>
    contextEntryFor({ ...virtual, ...changes }, { name: 'n', server });
  const nameAt = (server: string, own = virtual.server) => entry(server, { server: own }).tlsServerName;

  it('replaces the server and keeps the rest', () => {
    const { caData, user, namespace } = virtual;
    const expected = { name: 'n', server: 'https://127.0.0.1:10443', caData, user, namespace };
    assert.deepEqual(entry('https://127.0.0.1:10443'), expected);
    const token = { token: 't' };
    const choice = { name: 'n', server: 'https://x', user: token, namespace: 'b' };
    assert.deepEqual(contextEntryFor(virtual, choice), { ...choice, caData });
  });

  it('names what the certificate of a vcluster is made for where the address is that of something in front of it', () => {
    assert.equal(nameAt('https://192.0.2.7:30443'), 'localhost');
    assert.equal(nameAt('https://[2001:db8::1]:30443'), 'localhost');
    assert.equal(nameAt('https://192.0.2.7', 'https://vc.example.com'), 'vc.example.com');
    assert.equal(nameAt('https://192.0.2.7', 'https://192.0.2.8:6443'), 'localhost');
  });

  it('names nothing where the certificate is made for the address, or a name decides where it leads', () => {
    for (const server of ['https://localhost:1', 'https://127.0.0.1:1', 'https://[::1]:1', 'http://192.0.2.7']) {
      assert.equal(nameAt(server), undefined, server);
    }
    assert.equal(nameAt('https://127.0.0.1:1', 'https://vc.example.com'), undefined);
    assert.equal(nameAt('https://vc.example.com'), undefined);
    assert.equal(nameAt('https://192.0.2.7', 'https://192.0.2.7:6443'), undefined);
    const caData = readFileSync(path.join(fixtures, 'tls/server.crt')).toString('base64');
    assert.equal(entry('https://127.0.0.2:1', { caData, server: 'https://x' }).tlsServerName, undefined);
  });

  it('never switches verification off: only its owner can, who then gives no CA', () => {
    const { caData: _, ...without } = virtual;
    assert.equal(entry('https://192.0.2.7', { insecure: true }).insecureSkipTlsVerify, undefined);
    assert.equal(entry('https://192.0.2.7').insecureSkipTlsVerify, undefined);
    const open = contextEntryFor({ ...without, insecure: true }, { name: 'n', server: 'https://192.0.2.7' });
    assert.deepEqual([open.insecureSkipTlsVerify, open.tlsServerName], [true, undefined]);
    assert.equal(contextEntryFor(without, { name: 'n', server: 'https://x' }).insecureSkipTlsVerify, undefined);
    assert.doesNotThrow(() => entry('https://192.0.2.7', { caData: 'garbage' }));
  });
});
