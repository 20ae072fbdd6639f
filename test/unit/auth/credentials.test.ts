import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as idle } from 'node:timers/promises';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { KubeError, type KubeErrorKind } from '../../../src/core/kube/error.ts';
import { createKubeClient, type KubeClientOptions } from '../../../src/core/kube/httpClient.ts';
import { resources } from '../../../src/core/kube/resource.ts';
import type { KubeconfigContext } from '../../../src/core/kubeconfig/model.ts';
import { ApiServer, contextFor, json, pem, pemData, refuse } from '../kube/apiServer.ts';

describe('Credentials', () => {
  const clients: KubeClient[] = [];
  let secure: ApiServer;
  let folder: string;

  const client = (context: KubeconfigContext, options: KubeClientOptions = {}) => {
    const made = createKubeClient(context, { environment: {}, ...options });
    clients.push(made);
    return made;
  };
  const ask = (made: KubeClient) => made.get(resources.pods, 'ns', 'a');
  const failsWith = (promise: Promise<unknown>, kind: KubeErrorKind) =>
    assert.rejects(promise, (error) => {
      assert.ok(KubeError.is(error), String(error));
      assert.equal(error.kind, kind, error.message);
      return true;
    });
  const last = () => secure.calls.at(-1);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'credentials-'));
    secure = await ApiServer.start((_call, response) => json(response, { kind: 'Pod', metadata: { name: 'a' } }), true);
  });

  afterEach(async () => {
    for (const made of clients.splice(0)) {
      made.close();
    }
    await secure.close();
    rmSync(folder, { recursive: true });
  });

  it('trusts a custom CA, from data and from a file, also without a user', async () => {
    await ask(client(contextFor(secure.url, undefined, { caData: pemData('ca.crt') })));
    await ask(client(contextFor(secure.url, { token: 't' }, { caFile: pem('ca.crt') })));
    assert.equal(last()?.headers.authorization, 'Bearer t');
  });

  it('prefers data to files, as kubectl does', async () => {
    await ask(client(contextFor(secure.url, {}, { caData: pemData('ca.crt'), caFile: pem('other-ca.crt') })));
  });

  it('does not trust another CA or an unknown one', async () => {
    await failsWith(ask(client(contextFor(secure.url, {}, { caData: pemData('other-ca.crt') }))), 'tls');
    await failsWith(ask(client(contextFor(secure.url, {}))), 'tls');
  });

  it('checks the name in the certificate, or tls-server-name instead', async () => {
    const cluster = { caData: pemData('ca.crt') };
    await failsWith(
      ask(client(contextFor(secure.url, {}, { ...cluster, tlsServerName: 'wrong.example.test' }))),
      'tls',
    );
    await ask(client(contextFor(secure.url, {}, { ...cluster, tlsServerName: 'api.example.test' })));
  });

  it('skips the check when told to, also without a user', async () => {
    await ask(client(contextFor(secure.url, undefined, { skipTlsVerify: true })));
  });

  it('speaks plain http without insecure-skip-tls-verify', async () => {
    const plain = await ApiServer.start((_call, response) => json(response, { metadata: {} }));
    await ask(client(contextFor(plain.url, { token: 't' })));
    await plain.close();
  });

  it('says so when a TLS server is a plain one', async () => {
    const plain = await ApiServer.start();
    await failsWith(ask(client(contextFor(plain.url.replace('http:', 'https:'), {}))), 'tls');
    await plain.close();
  });

  it('shows a client certificate, from data and from files', async () => {
    const cluster = { caData: pemData('ca.crt') };
    await ask(
      client(contextFor(secure.url, { certData: pemData('client.crt'), keyData: pemData('client.key') }, cluster)),
    );
    assert.equal(last()?.clientName, 'admin');
    await ask(
      client(
        contextFor(secure.url, { certFile: pem('client-renewed.crt'), keyFile: pem('client-renewed.key') }, cluster),
      ),
    );
    assert.equal(last()?.clientName, 'renewed');
  });

  it('takes renewed certificate files without a new client, and keeps its connections until then', async () => {
    const [certFile, keyFile] = [join(folder, 'cert'), join(folder, 'key')];
    const copy = (name: string) => [
      copyFileSync(pem(`${name}.crt`), certFile),
      copyFileSync(pem(`${name}.key`), keyFile),
    ];
    copy('client');
    const made = client(contextFor(secure.url, { certFile, keyFile }, { caData: pemData('ca.crt') }));
    await ask(made);
    await idle(5);
    await ask(made);
    assert.equal(secure.connections, 1);
    copy('client-renewed');
    await idle(5);
    await ask(made);
    assert.equal(last()?.clientName, 'renewed');
    assert.equal(secure.connections, 2);
  });

  it('tells a missing or broken certificate, key or token file', async () => {
    const cluster = { caData: pemData('ca.crt') };
    const broken = Buffer.from('no certificate').toString('base64');
    await failsWith(ask(client(contextFor(secure.url, {}, { caFile: join(folder, 'gone') }))), 'credentials');
    await failsWith(ask(client(contextFor(secure.url, { tokenFile: join(folder, 'gone') }, cluster))), 'credentials');
    await failsWith(ask(client(contextFor(secure.url, {}, { caData: broken }))), 'credentials');
    const mismatch = { certData: pemData('client.crt'), keyData: pemData('client-renewed.key') };
    await failsWith(ask(client(contextFor(secure.url, mismatch, cluster))), 'credentials');
    assert.equal(secure.calls.length, 0);
  });

  it('sends user name and password, and nothing for a password that is not there', async () => {
    const cluster = { skipTlsVerify: true };
    await ask(client(contextFor(secure.url, { username: 'me', password: 'päss' }, cluster)));
    assert.equal(last()?.headers.authorization, `Basic ${Buffer.from('me:päss').toString('base64')}`);
    await ask(client(contextFor(secure.url, { username: 'me' }, cluster)));
    assert.equal(last()?.headers.authorization, `Basic ${Buffer.from('me:').toString('base64')}`);
  });

  it('impersonates a user with several groups, a uid and extras', async () => {
    const extras = { impersonateUid: 'u1', impersonateExtra: { 'x/y': ['1', '2'] } };
    const user = { token: 't', impersonateUser: 'someone', impersonateGroups: ['one', 'two'], ...extras };
    await ask(client(contextFor(secure.url, user, { skipTlsVerify: true })));
    assert.equal(last()?.headers['impersonate-user'], 'someone');
    assert.equal(last()?.headers['impersonate-uid'], 'u1');
    assert.deepEqual(last()?.all('impersonate-group'), ['one', 'two']);
    assert.deepEqual(last()?.all('impersonate-extra-x%2fy'), ['1', '2']);
  });

  it('reads a token file with its line break, and again after a 401', async () => {
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, 'first\n');
    const made = client(contextFor(secure.url, { tokenFile }, { skipTlsVerify: true }));
    await ask(made);
    assert.equal(last()?.headers.authorization, 'Bearer first');
    secure.script = (call, response) =>
      call.headers.authorization === 'Bearer second' ? json(response, { metadata: {} }) : refuse(response, 401);
    writeFileSync(tokenFile, 'second\n');
    await ask(made);
    assert.equal(secure.calls.length, 3);
  });

  it('tries a refused token that cannot change only once', async () => {
    secure.script = (_call, response) => refuse(response, 401, 'token abc');
    await failsWith(ask(client(contextFor(secure.url, { token: 'abc' }, { skipTlsVerify: true }))), 'unauthorized');
    assert.equal(secure.calls.length, 1);
  });

  it('keeps the path of a server behind a gateway', async () => {
    await ask(client(contextFor(`${secure.url}/k8s/clusters/c-1/`, {}, { skipTlsVerify: true })));
    assert.equal(last()?.path, '/k8s/clusters/c-1/api/v1/namespaces/ns/pods/a');
  });

  it('does not run the command of a legacy auth-provider', async () => {
    const marker = join(folder, 'ran');
    const config = { 'access-token': 'old', expiry: '2020-01-01T00:00:00Z', 'cmd-path': 'touch', 'cmd-args': marker };
    await failsWith(
      ask(client(contextFor(secure.url, { authProvider: { name: 'gcp', config } }, { skipTlsVerify: true }))),
      'credentials',
    );
    assert.throws(() => readFileSync(marker));
  });

  it('rejects what a broken context asks, but lets it be made and closed', async () => {
    const problem = new KubeError('kubeconfig', 'no cluster');
    await failsWith(ask(client({ name: 'x', file: '/x', problem })), 'kubeconfig');
    await failsWith(ask(client({ name: 'x', file: '/x' })), 'kubeconfig');
    await failsWith(ask(client(contextFor('ftp://x'))), 'kubeconfig');
    await failsWith(ask(client(contextFor('no url'))), 'kubeconfig');
  });

  describe('with OIDC', () => {
    const jwt = (expires: number, issuer: string, subject: string) =>
      [{ alg: 'RS256' }, { iss: issuer, aud: 'me', sub: subject, exp: expires, iat: 1 }, 'signature']
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
    const hour = () => Math.floor(Date.now() / 1000) + 3600;

    it('uses an id token that is still good', async () => {
      const token = jwt(hour(), 'https://nowhere.example.test', 'a');
      const authProvider = { name: 'oidc', config: { 'id-token': token, 'client-id': 'me' } };
      await ask(client(contextFor(secure.url, { authProvider }, { skipTlsVerify: true })));
      assert.equal(last()?.headers.authorization, `Bearer ${token}`);
    });

    it('renews an expired one, once for requests at the same time and not again after', async () => {
      let renewals = 0;
      let issuer = '';
      const options = { key: readFileSync(pem('server.key')), cert: readFileSync(pem('server.crt')) };
      const idp = createSecureServer(options, (request, response) => {
        if (request.url === '/.well-known/openid-configuration') {
          json(response, {
            issuer,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/keys`,
            authorization_endpoint: `${issuer}/auth`,
          });
          return;
        }
        renewals += 1;
        const id_token = jwt(hour(), issuer, `renewed ${renewals}`);
        json(response, {
          access_token: 'x',
          token_type: 'Bearer',
          id_token,
          refresh_token: `r${renewals}`,
          expires_in: 3600,
        });
      });
      await new Promise<void>((resolve) => idp.listen(0, '127.0.0.1', resolve));
      issuer = `https://127.0.0.1:${(idp.address() as AddressInfo).port}`;
      const config = {
        'id-token': jwt(1, issuer, 'old'),
        'refresh-token': 'r0',
        'client-id': 'me',
        'idp-issuer-url': issuer,
        'idp-certificate-authority-data': pemData('ca.crt'),
      };
      const made = client(contextFor(secure.url, { authProvider: { name: 'oidc', config } }, { skipTlsVerify: true }));
      try {
        await Promise.all([ask(made), ask(made)]);
        await ask(made);
      } finally {
        idp.closeAllConnections();
        await new Promise((resolve) => idp.close(resolve));
      }
      assert.equal(renewals, 1);
      assert.equal(config['refresh-token'], 'r0', 'the kubeconfig model stays as it was');
    });
  });
});
