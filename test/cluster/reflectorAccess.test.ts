import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KubeObject, resources } from '../../src/core/kube/resource.ts';
import type { Reflector } from '../../src/core/reflector/reflector.ts';
import { Churn, essence, type Truth } from './churn.ts';
import { execCredential, execUser, writePrivately } from './host/kubeconfig.ts';
import { HostSession } from './hostSession.ts';
import { permit } from './permissions.ts';
import { until } from './until.ts';

/** For how long kube-apiserver goes on accepting a token that it has seen. */
const tokenCacheMs = 10_000;

describe('a reflector of a user with few rights', () => {
  let churn: Churn;
  let user: string;
  const undo: (() => Promise<void>)[] = [];

  beforeEach(async function () {
    user = `user-${randomUUID()}`;
    churn = await Churn.create(this.host.api, { namespaces: 3, count: 30 });
    undo.push(() => churn.remove());
  });

  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) {
      await step();
    }
  });

  async function open(
    host: Mocha.Context['host'],
    entry?: Parameters<typeof HostSession.open>[1],
  ): Promise<HostSession> {
    const session = await HostSession.open(host, entry ?? { token: host.token(user) });
    undo.push(() => session.close());
    return session;
  }

  const reflect = (session: HostSession, fallbackNamespaces: readonly string[] = []): Reflector<string> =>
    session.reflect({
      type: resources.configmaps,
      labelSelector: churn.label,
      fallbackNamespaces,
      project: essence,
    });

  async function assertShows(reflector: Reflector<string>, truth: () => Promise<Truth>): Promise<void> {
    const state = () => ({ freshness: reflector.freshness, items: reflector.items.size });
    const expected = await truth();
    const same = () =>
      reflector.items.size === expected.size &&
      [...expected].every(([key, value]) => reflector.items.get(key) === value);
    await until('it equals a fresh list', same, { state });
  }

  it('asks the plugin again when its token has expired, and keeps the data of a static one', async function () {
    const { host } = this;
    undo.push(await permit(host.api, user, { verbs: ['list', 'watch'], resources: ['configmaps'] }));
    const [first, second] = [host.token(user), host.token(user)];
    const file = await writePrivately(join(host.folder, `${user}.json`), execCredential(first));
    const plugin = await open(host, execUser(file));
    const fixed = await open(host, { token: first });
    const [renewed, stuck] = [reflect(plugin), reflect(fixed)];
    await until('both are live', () => renewed.freshness.state === 'live' && stuck.freshness.state === 'live');
    const before = new Map(stuck.items);
    host.revoke(first);
    await writePrivately(file, execCredential(second));
    await sleep(tokenCacheMs + 500);
    churn.start();
    plugin.proxy.cutAll();
    fixed.proxy.cutAll();
    const refused = () => stuck.freshness.state === 'stale' && stuck.freshness.why.kind === 'unauthorized';
    await until('the one without a plugin says unauthorized', refused, { state: () => stuck.freshness });
    await until('enough has changed', () => churn.changes > 20);
    await churn.stop();
    await assertShows(renewed, () => churn.truth());
    assert.equal(renewed.freshness.state, 'live');
    assert.equal(plugin.client.count('watch', 'unauthorized'), 0, 'the second try with the new token succeeds');
    assert.ok(
      stuck.items.size > 0 && [...stuck.items.keys()].every((key) => before.has(key) || renewed.items.has(key)),
    );
  });

  it('polls where watching is forbidden, and watches as soon as it may', async function () {
    const { host } = this;
    undo.push(await permit(host.api, user, { verbs: ['list'], resources: ['configmaps'] }));
    const session = await open(host);
    const reflector = reflect(session);
    const state = () => reflector.freshness;
    await until('it polls', () => reflector.freshness.state === 'polling', { state });
    const { freshness } = reflector;
    assert.deepEqual(freshness.state === 'polling' && freshness.why.detail.permission, {
      verb: 'watch',
      group: '',
      resource: 'configmaps',
    });
    await churn.add();
    await churn.step();
    await assertShows(reflector, () => churn.truth());
    undo.push(await permit(host.api, user, { verbs: ['watch'], resources: ['configmaps'] }));
    await until('it watches', () => reflector.freshness.state === 'live', { state });
    await churn.add();
    await assertShows(reflector, () => churn.truth());
  });

  it('falls back to the namespaces that it may list, and widens when it may list all', async function () {
    const { host } = this;
    const [one = '', two = '', three = ''] = churn.namespaces;
    const rule = { verbs: ['list', 'watch'], resources: ['configmaps'] };
    undo.push(await permit(host.api, user, rule, one), await permit(host.api, user, rule, two));
    const session = await open(host);
    const reflector = reflect(session, [one, two, three, 'not-there']);
    const state = () => ({ freshness: reflector.freshness, narrowedTo: reflector.narrowedTo });
    const partly = async (): Promise<Truth> => new Map([...(await churn.truth(one)), ...(await churn.truth(two))]);
    await assertShows(reflector, partly);
    await until('it is live', () => reflector.freshness.state === 'live', { state });
    assert.deepEqual(reflector.narrowedTo, [one, two]);
    await Promise.all(Array.from({ length: 6 }, () => churn.step()));
    session.proxy.cutAll();
    await assertShows(reflector, partly);
    undo.push(await permit(host.api, user, rule));
    await until('it sees everything', () => reflector.narrowedTo === undefined, { state });
    await assertShows(reflector, () => churn.truth());
  });

  it('says which permission is missing where there is nothing to fall back to', async function () {
    const reflector = reflect(await open(this.host));
    await until('it is stale', () => reflector.freshness.state === 'stale', { state: () => reflector.freshness });
    const { freshness } = reflector;
    const why = freshness.state === 'stale' ? freshness.why : undefined;
    assert.equal(why?.kind, 'forbidden');
    assert.deepEqual(why.detail.permission, { verb: 'list', group: '', resource: 'configmaps' });
    assert.equal(reflector.synced, false);
  });

  it('never receives what is in a Secret', async function () {
    const { host } = this;
    const [namespace = ''] = churn.namespaces;
    const collection = `/api/v1/namespaces/${namespace}/secrets`;
    const secret = (name: string) => ({
      metadata: { name, labels: { hidden: 'yes' } },
      stringData: { key: 'private' },
    });
    await host.api.create(collection, secret('listed'));
    const session = await open(host, { token: host.adminToken });
    const type = resources.secrets;
    const project = (object: KubeObject): KubeObject => object;
    const reflector = session.reflect({ type, namespace, labelSelector: 'hidden=yes', metadataOnly: true, project });
    await until('it is live', () => reflector.freshness.state === 'live');
    await host.api.create(collection, secret('watched'));
    await until('both are there', () => reflector.items.size === 2);
    for (const object of reflector.items.values()) {
      assert.equal(object['data'], undefined);
      assert.equal(object.metadata?.['managedFields'], undefined);
      assert.ok(!JSON.stringify(object).includes(Buffer.from('private').toString('base64')));
    }
  });
});
