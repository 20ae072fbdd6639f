import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { AccessViews } from '../../../src/core/access/accessViews.ts';
import { decisiveRights, deniedActions, isCreateDenied } from '../../../src/core/access/denial.ts';
import { Reviewer } from '../../../src/core/access/reviewer.ts';
import { Hosts } from '../../../src/core/host/hosts.ts';
import { HandClock } from '../explorer/handClock.ts';
import { context, error, kubeconfig } from '../explorer/samples.ts';
import { FakeClient, FakeCluster, FakeKubeconfig } from '../host/fakeCluster.ts';

type Answer = (path: string, spec: Readonly<Record<string, unknown>>) => unknown;

/** Answers reviews as it is told, and counts how many are under way. */
class ReviewingClient extends FakeClient {
  readonly asked: string[] = [];
  readonly #answer: Answer;
  underway = 0;
  mostUnderway = 0;

  constructor(answer: Answer) {
    super(context('prod'));
    this.#answer = answer;
  }

  override async request(_method: string, path: string, body: unknown): Promise<unknown> {
    const { spec } = body as { readonly spec: Readonly<Record<string, unknown>> };
    this.underway += 1;
    this.mostUnderway = Math.max(this.mostUnderway, this.underway);
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.underway -= 1;
    const kind = path.split('/').at(-1) ?? '';
    const { namespace = '' } = (spec['resourceAttributes'] ?? spec) as { namespace?: string };
    this.asked.push(`${kind} ${namespace}`.trim());
    return this.#answer(kind, spec);
  }

  count(what: RegExp): number {
    return this.asked.filter((one) => what.test(one)).length;
  }
}

const denied = { status: { allowed: false } };
const nothing = { status: { resourceRules: [], incomplete: false } };
const office = { namespace: 'office', workload: { kind: 'StatefulSet', name: 'office' } } as const;

async function settled(client: ReviewingClient): Promise<void> {
  for (let quiet = 0; quiet < 5; quiet = client.underway === 0 ? quiet + 1 : 0) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function review(answer: Answer, ...namespaces: readonly string[]) {
  const client = new ReviewingClient(answer);
  const reviewer = new Reviewer({ client, onChange: () => undefined });
  reviewer.ask(namespaces);
  await settled(client);
  return { client, reviewer };
}

describe('Reviewer', () => {
  it('asks right by right where an authorizer cannot list its rules, and only what the others do not allow', async () => {
    const rule = { verbs: ['*'], apiGroups: ['apps', ''], resources: ['*'] };
    const { client, reviewer } = await review((kind, spec) => {
      if (kind === 'selfsubjectrulesreviews') {
        return { status: { resourceRules: [rule], incomplete: true, evaluationError: 'webhook has no rules' } };
      }
      const { namespace, verb, resource } = spec['resourceAttributes'] as Record<string, string>;
      return { status: { allowed: namespace === 'office' && verb === 'create' && resource !== 'rolebindings' } };
    }, 'office');
    const rest = decisiveRights.filter(({ group }) => group === 'rbac.authorization.k8s.io');
    assert.ok(rest.length >= 6);
    assert.equal(client.count(/accessreviews office/u), rest.length);
    assert.deepEqual(deniedActions(reviewer.grants, office), ['upgrade', 'delete']);
    assert.equal(isCreateDenied(reviewer.grants, ['office']), true);
  });

  it('takes garbage for an answer that says nothing', async () => {
    for (const answer of [undefined, null, 7, {}, { status: null }, { status: { resourceRules: 'all' } }]) {
      const { reviewer } = await review((kind) => (kind === 'selfsubjectrulesreviews' ? answer : denied), 'office');
      assert.deepEqual(deniedActions(reviewer.grants, office), []);
    }
    const odd = { status: { resourceRules: [null, 3, { verbs: 'get', resources: [7] }] } };
    const { reviewer } = await review((kind) => (kind === 'selfsubjectrulesreviews' ? odd : denied), 'office');
    assert.equal(deniedActions(reviewer.grants, office).length, 6);
  });

  it('asks about a thousand namespaces a few at a time, and no more than a hundred of them', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `team-${index}`);
    const { client, reviewer } = await review(
      (kind) => (kind === 'selfsubjectrulesreviews' ? nothing : denied),
      ...names,
    );
    assert.equal(client.count(/rulesreviews/u), 100);
    assert.equal(client.count(/accessreviews/u), 1 + decisiveRights.length);
    assert.equal(reviewer.grants.namespaces.size, 100);
    const beyond = { ...office, namespace: 'team-500' };
    assert.deepEqual(deniedActions(reviewer.grants, beyond), [], 'of the rest nothing is known');
  });

  it('asks about four namespaces at once at most, and not about those that are left before their turn', async () => {
    const client = new ReviewingClient((kind) => (kind === 'selfsubjectrulesreviews' ? nothing : denied));
    const reviewer = new Reviewer({ client, onChange: () => undefined });
    reviewer.ask([]);
    await settled(client);
    client.mostUnderway = 0;
    reviewer.ask(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    reviewer.skip('g');
    await settled(client);
    assert.equal(client.mostUnderway, 4);
    assert.deepEqual([...reviewer.grants.namespaces.keys()].sort(), ['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('tells nothing any more after its end', async () => {
    let told = 0;
    const client = new ReviewingClient(() => denied);
    const reviewer = new Reviewer({ client, onChange: () => (told += 1) });
    reviewer.ask(['a']);
    reviewer.dispose();
    await settled(client);
    assert.equal(told, 0);
  });
});

describe('AccessViews', () => {
  it('asks again after its host was away, or when somebody comes back, but once a minute at most', async () => {
    const cluster = new FakeCluster();
    const clock = new HandClock();
    const client = new ReviewingClient(() => ({ status: { allowed: true } }));
    const tools = { ...cluster.tools, createClient: () => client };
    const hosts = new Hosts(new FakeKubeconfig(kubeconfig([context('prod')])), tools);
    const access = new AccessViews(hosts, () => clock.now());
    const host = hosts.open('prod') ?? assert.fail();
    const holds = [host.hold(), access.hold(host)];
    const asked = async (): Promise<number> => {
      await settled(client);
      return client.asked.length;
    };
    assert.equal(await asked(), 0, 'not before the cluster answers');
    cluster.answer();
    assert.equal(await asked(), 1);
    cluster.fail(error('unreachable', 'gone'));
    cluster.answer();
    assert.equal(await asked(), 1, 'just asked');
    clock.advance(61_000);
    cluster.fail(error('unreachable', 'gone'));
    assert.equal(await asked(), 1, 'not while it is away');
    cluster.answer();
    assert.equal(await asked(), 2);
    clock.advance(3_600_000);
    cluster.answer();
    assert.equal(await asked(), 2, 'not by the clock');
    holds.pop()?.dispose();
    holds.push(access.hold(host));
    assert.equal(await asked(), 3, 'for somebody who looks anew');
    for (const hold of holds) {
      hold.dispose();
    }
    access.recheck();
    assert.equal(await asked(), 3, 'not when nobody looks');
    access.dispose();
    hosts.dispose();
  });
});
