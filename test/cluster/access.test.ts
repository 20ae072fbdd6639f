import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { decisiveRights, deniedActions, isCreateDenied } from '../../src/core/access/denial.ts';
import { Reviewer } from '../../src/core/access/reviewer.ts';
import { HostSession } from './hostSession.ts';
import { permit } from './permissions.ts';
import { until } from './until.ts';

const workload = { kind: 'StatefulSet', name: 'shop' } as const;
const everything = { verbs: ['*'], resources: ['*'], apiGroups: ['*'] };
const viewing = { ...everything, verbs: ['get', 'list', 'watch'] };
const changes = ['pause', 'resume', 'upgrade', 'delete'];

describe('what a user may do on a host', () => {
  let user: string;
  let home: string;
  let other: string;
  const undo: (() => Promise<void>)[] = [];

  beforeEach(async function () {
    const { api } = this.host;
    user = `user-${randomUUID()}`;
    [home, other] = [`home-${randomUUID()}`, `other-${randomUUID()}`];
    for (const name of [home, other]) {
      await api.create('/api/v1/namespaces', { metadata: { name } });
      undo.push(async () => void (await api.remove(`/api/v1/namespaces/${name}`)));
    }
  });

  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) {
      await step();
    }
  });

  /** Asks once about both namespaces; gives what is denied in each, and how many requests it took. */
  async function ask(host: Mocha.Context['host'], token: string) {
    const session = await HostSession.open(host, { token });
    undo.push(() => session.close());
    let news = 0;
    const reviewer = new Reviewer({ client: session.client, onChange: () => (news += 1) });
    reviewer.ask([home, other]);
    const count = (what: string): number => session.client.log.filter(({ resource }) => resource.endsWith(what)).length;
    return {
      reviewer,
      settled: (pieces: number) => until('all is answered', () => news === pieces),
      reviews: () => count('/selfsubjectaccessreviews'),
      rules: () => count('/selfsubjectrulesreviews'),
      denied: (namespace: string) => deniedActions(reviewer.grants, { namespace, workload }),
      createDenied: (namespace: string) => isCreateDenied(reviewer.grants, [namespace]),
    };
  }

  it('costs one request for an administrator', async function () {
    const { settled, reviews, rules, denied } = await ask(this.host, this.host.adminToken);
    await settled(1);
    assert.deepEqual([reviews(), rules()], [1, 0]);
    assert.deepEqual(denied(home), []);
  });

  it('is everything in a namespace of their own, and to look elsewhere', async function () {
    const { api } = this.host;
    undo.push(await permit(api, user, viewing), await permit(api, user, everything, home));
    await until('the roles count', async () => {
      const { settled, denied } = await ask(this.host, this.host.token(user));
      await settled(3);
      return denied(home).length === 0 && !denied(other).includes('connect');
    });
    const { settled, reviews, rules, denied, createDenied } = await ask(this.host, this.host.token(user));
    await settled(3);
    assert.deepEqual([reviews(), rules()], [1 + decisiveRights.length, 2]);
    assert.deepEqual([denied(home), denied(other)], [[], changes]);
    assert.deepEqual([createDenied(home), createDenied(other)], [false, true]);
  });

  it('is a pause, and a look at one Secret, where a role says just that', async function () {
    const { api } = this.host;
    const sets = { verbs: ['list', 'patch'], resources: ['statefulsets', 'deployments'], apiGroups: ['apps'] };
    undo.push(await permit(api, user, sets, home));
    undo.push(await permit(api, user, { verbs: ['list', 'delete'], resources: ['pods'] }, home));
    const role = { metadata: { name: 'one' }, rules: [{ ...viewing, verbs: ['get'], resourceNames: ['vc-shop'] }] };
    const roles = `/apis/rbac.authorization.k8s.io/v1/namespaces/${home}`;
    await api.create(`${roles}/roles`, role);
    await api.create(`${roles}/rolebindings`, {
      metadata: { name: 'one' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'one' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
    });
    await until('the roles count', async () => {
      const { settled, denied } = await ask(this.host, this.host.token(user));
      await settled(3);
      return denied(home).join() === 'upgrade,values,delete';
    });
    const { settled, denied } = await ask(this.host, this.host.token(user));
    await settled(3);
    assert.deepEqual(denied(other), ['connect', 'pause', 'resume', 'upgrade', 'values', 'delete']);
  });
});
