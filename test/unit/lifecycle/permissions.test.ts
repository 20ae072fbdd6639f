import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type LifecycleAction, missingPermissions, needs } from '../../../src/core/lifecycle/permissions.ts';
import { LifecycleBench } from './bench.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

describe('missingPermissions', () => {
  let lab: LifecycleBench;
  const signal = new AbortController().signal;
  const missing = (action: LifecycleAction, name: string, rules?: readonly Rule[]) => {
    const token = rules && lab.playground.tokens.issue({ user: 'jane', rules });
    const client = token === undefined ? lab.client : lab.clientFor(token);
    return missingPermissions(client, action, lab.address(name), signal);
  };
  const find: Rule = { apiGroups: ['apps'], resources: ['statefulsets', 'deployments'], verbs: ['list'] };
  const pods: Rule = { apiGroups: [''], resources: ['pods'], verbs: ['list', 'delete'] };
  const patch = (...resources: string[]): Rule => ({ apiGroups: ['apps'], resources, verbs: ['patch'] });

  beforeEach(async () => {
    lab = await LifecycleBench.start();
  });
  afterEach(() => lab.end());

  it('finds nothing missing for an administrator', async () => {
    for (const action of Object.keys(needs) as LifecycleAction[]) {
      assert.equal(await missing(action, 'billing'), undefined, action);
    }
  });

  it('asks for what the shape of the vcluster needs', async () => {
    assert.equal(await missing('pause', 'office', [find, pods, patch('statefulsets')]), undefined);
    assert.equal(await missing('resume', 'pr-1423', [find, patch('statefulsets')]), undefined);
    assert.equal(
      await missing('pause', 'billing', [find, pods, patch('statefulsets')]),
      'Not allowed in the namespace legacy-apps: patch deployments.apps. Ask an administrator of the cluster for it.',
    );
    assert.equal(
      await missing('pause', 'office', [find]),
      'Not allowed in the namespace team-office: patch statefulsets.apps, list pods, delete pods. Ask an administrator of the cluster for it.',
    );
  });

  it('names what is missing to look, where even that is not allowed', async () => {
    const text = await missing('pause', 'office', []);
    assert.match(text ?? '', /list statefulsets.apps, list deployments.apps, list pods, delete pods/u);
  });

  it('asks for a namespace of its own only where there is none', async () => {
    const all: Rule = {
      apiGroups: ['*'],
      resources: ['secrets', 'statefulsets', 'services', 'serviceaccounts'],
      verbs: ['*'],
    };
    const rbac: Rule = { apiGroups: ['*'], resources: ['roles', 'rolebindings'], verbs: ['*'] };
    const names: Rule = { apiGroups: [''], resources: ['namespaces'], verbs: ['get'] };
    assert.equal(await missing('create', 'office', [all, rbac, names]), undefined);
    const client = lab.clientFor(lab.playground.tokens.issue({ user: 'jane', rules: [all, rbac, names] }));
    const address = { context: 'p', namespace: 'new-one', name: 'new' };
    const text = await missingPermissions(client, 'create', address, signal);
    assert.match(text ?? '', /^Not allowed in the whole cluster: create namespaces\./u);
  });

  it('asks for the subresource by which ports are forwarded', async () => {
    const text = await missing('connect', 'office', [
      { apiGroups: [''], resources: ['pods', 'secrets'], verbs: ['*'] },
    ]);
    assert.match(text ?? '', /: create pods\/portforward\./u);
  });

  it('asks everything at once', async () => {
    lab.playground.faults.add({ path: /selfsubjectaccessreviews/u }, { kind: 'delay', ms: 150 });
    const started = performance.now();
    await missing('delete', 'billing');
    assert.ok(performance.now() - started < 450);
    assert.equal(lab.playground.requests.count({ path: /selfsubjectaccessreviews/u }), needs.delete.length);
  });

  it('lets what is left of a deletion be deleted, whose workloads are gone', async () => {
    const gone = { ...lab.address('office'), name: 'nobody' };
    assert.equal(await missingPermissions(lab.client, 'delete', gone, signal), undefined);
    const client = lab.clientFor(lab.playground.tokens.issue({ user: 'jane', rules: [find] }));
    assert.match((await missingPermissions(client, 'delete', gone, signal)) ?? '', /delete persistentvolumeclaims/u);
  });

  it('does not stand in the way when nothing can be said, and ends with its vcluster or its user', async () => {
    lab.playground.faults.add({ path: /selfsubjectaccessreviews/u }, { kind: 'status', code: 500 });
    assert.equal(await missing('pause', 'office', [find]), undefined);
    const gone = { ...lab.address('office'), name: 'nobody' };
    await assert.rejects(missingPermissions(lab.client, 'pause', gone, signal), { kind: 'gone' });
    await assert.rejects(missingPermissions(lab.client, 'connect', gone, AbortSignal.abort()), { kind: 'cancelled' });
  });
});
