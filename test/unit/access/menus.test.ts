import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, it } from 'mocha';
import { decisiveRights } from '../../../src/core/access/denial.ts';
import { nodeId } from '../../../src/core/explorer/nodeId.ts';
import { until } from '../playground/harness.ts';
import { AccessBench, owning, prod, type UserRule, viewing } from './accessBench.ts';

const office = nodeId('namespace', 'prod', 'team-office');
const all = ['no-pause', 'no-resume', 'no-upgrade', 'no-delete'];
/** The rights of which one is asked about in the whole cluster, after the question for all of them at once. */
const everyReview = 1 + decisiveRights.length;

/** What the tree offers to users of a real API server. */
describe('menus of the tree', () => {
  let lab: AccessBench;

  async function open(rules?: readonly UserRule[], namespaces?: readonly string[]): Promise<void> {
    lab = await AccessBench.start(rules, namespaces);
    lab.view.expand(prod);
  }

  const denies = (name: string, flags: readonly string[]) =>
    until(() => lab.denied(name).join() === flags.join(), `${name}: ${flags.join() || 'all offered'}`);

  afterEach(() => lab.end());

  it('ask nothing before somebody looks, and one thing for an administrator', async () => {
    lab = await AccessBench.start();
    await delay(60);
    assert.deepEqual(lab.asked(), { reviews: 0, rules: 0 });
    lab.view.expand(prod);
    await until(() => lab.namespaces().length > 5, 'the fleet');
    await until(() => lab.asked().reviews > 0, 'a review');
    await delay(150);
    assert.deepEqual(lab.asked(), { reviews: 1, rules: 0 });
    assert.deepEqual(lab.denied('office'), []);
  });

  it('offer nothing that changes anything to somebody who may only look', async () => {
    await open([viewing]);
    await denies('office', all);
    const namespaces = lab.namespaces();
    await until(() => namespaces.every((id) => lab.deniedAt(id).join() === 'no-create'), 'no creation');
    assert.deepEqual(lab.asked(), { reviews: everyReview, rules: namespaces.length });
    assert.deepEqual(lab.deniedAt(prod), [], 'there may be a namespace where it is allowed');
  });

  it('offer in a namespace what is allowed there', async () => {
    await open([viewing, owning('team-office')]);
    await denies('billing', all);
    assert.deepEqual(lab.denied('office'), []);
    assert.deepEqual(lab.deniedAt(office), []);
  });

  it('go by the shape of the vcluster', async () => {
    const apps = { apiGroups: ['apps'], resources: ['statefulsets'], verbs: ['patch'] };
    await open([viewing, apps, { apiGroups: [''], resources: ['pods'], verbs: ['delete'] }]);
    // One is a StatefulSet, the other a Deployment.
    await denies('office', ['no-upgrade', 'no-delete']);
    await denies('billing', all);
  });

  it('offer to connect and to read values where single Secrets may be read, or it cannot be told', async () => {
    const looking: UserRule = {
      verbs: ['get', 'list', 'watch'],
      apiGroups: ['*'],
      resources: ['pods', 'statefulsets', 'deployments', 'services', 'ingresses', 'namespaces'],
    };
    const secret = (verb: string, namespace: string, ...resourceNames: string[]): UserRule => ({
      verbs: [verb],
      apiGroups: [''],
      resources: ['secrets'],
      resourceNames,
      namespaces: [namespace],
    });
    await open([looking, secret('get', 'team-office', 'vc-office')]);
    await denies('billing', ['no-connect', 'no-pause', 'no-resume', 'no-upgrade', 'no-values', 'no-delete']);
    await denies('office', ['no-pause', 'no-resume', 'no-upgrade', 'no-values', 'no-delete']);
  });

  it('do not offer to create where none of the namespaces that can be seen allows it', async () => {
    await open([{ ...viewing, namespaces: ['team-office'] }], ['team-office']);
    await until(() => lab.deniedAt(prod).join() === 'no-create', 'no creation');
    await denies('office', all);
    lab.become([owning('team-office')]);
    await until(() => lab.deniedAt(prod).length === 0, 'creation for another user');
    await denies('office', []);
  });

  it('do not offer to create either where a namespace that can be seen is empty', async () => {
    await open([{ ...viewing, namespaces: ['default'] }], ['default']);
    await until(() => lab.deniedAt(prod).join() === 'no-create', 'no creation');
    assert.deepEqual(lab.namespaces(), []);
  });

  it('ask about a namespace when it is opened', async () => {
    await open([viewing]);
    await denies('office', all);
    const { rules } = lab.asked();
    lab.view.collapse(office);
    lab.view.expand(office);
    await delay(150);
    assert.equal(lab.asked().rules, rules, 'but once');
  });

  it('offer everything while nothing is known', async () => {
    lab = await AccessBench.start([viewing]);
    lab.bench.playground.faults.add({ path: /selfsubject/u }, { kind: 'status', code: 500 });
    lab.view.expand(prod);
    await until(() => lab.asked().reviews > 0 && lab.view.visible.some(({ name }) => name === 'office'), 'the fleet');
    await delay(150);
    assert.deepEqual(lab.denied('office'), []);
    assert.deepEqual(lab.asked(), { reviews: 1, rules: 0 }, 'it goes on asking');
  });

  it('follow what was granted meanwhile when asked to refresh, or after a refusal', async () => {
    await open([viewing]);
    await denies('office', all);
    const { api } = lab.bench.playground;
    const group = 'rbac.authorization.k8s.io';
    const apiVersion = `${group}/v1`;
    const rules = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
    const subjects = [{ apiGroup: group, kind: 'User', name: 'jane' }];
    const metadata = { name: 'owner', namespace: 'team-office' };
    api.seed({ apiVersion, kind: 'Role', metadata, rules });
    const roleRef = { apiGroup: group, kind: 'Role', name: 'owner' };
    api.seed({ apiVersion, kind: 'RoleBinding', metadata, roleRef, subjects });
    lab.explorer.refresh(prod);
    await denies('office', []);
    assert.deepEqual(lab.denied('billing'), all, 'nothing else came or went');
    await lab.bench.call('DELETE', `/apis/${group}/v1/namespaces/team-office/rolebindings/owner`);
    lab.explorer.recheckAccess();
    await denies('office', all);
    api.seed({ apiVersion, kind: 'ClusterRole', metadata: { name: 'root' }, rules });
    const root = { apiGroup: group, kind: 'ClusterRole', name: 'root' };
    api.seed({ apiVersion, kind: 'ClusterRoleBinding', metadata: { name: 'root' }, roleRef: root, subjects });
    lab.explorer.recheckAccess();
    await denies('office', []);
    await denies('billing', []);
  });
});
