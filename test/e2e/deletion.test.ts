import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { resources } from '../../src/core/kube/resource.ts';
import { CheckList } from './harness/checkList.ts';
import { eventually } from './harness/eventually.ts';
import { Person } from './harness/person.ts';
import { openSession, type Session } from './harness/session.ts';
import type { Tree } from './harness/tree.ts';
import type { Workbench } from './harness/workbench.ts';

const host = 'vcluster-playground';
const production = 'prod-eu';

describe('deleting, as a person does who must not be mistaken', () => {
  let session: Session;
  let workbench: Workbench;
  let person: Person;
  let tree: Tree;

  before(async function () {
    this.timeout(180_000);
    session = await openSession({
      contexts: [production],
      settings: { 'vcluster.protectedContexts': ['prod-*'] },
      size: { width: 1280, height: 1000 },
    });
    workbench = session.workbench;
    person = new Person(workbench);
    tree = workbench.tree('Clusters');
    await workbench.openContainer('vCluster');
  });

  after(async function () {
    this.timeout(30_000);
    await session?.close();
  });

  afterEach(async function () {
    await person.pictureOf(this.currentTest);
  });

  const isThere = (namespace: string, name: string): boolean =>
    session.playground.api.find(resources.statefulsets, namespace, name) !== undefined;

  const claims = (namespace: string): readonly string[] =>
    session.playground.api
      .list(resources.persistentvolumeclaims, namespace)
      .map(({ metadata }) => metadata?.name ?? '');

  /** Types a name that is wrong, which is not taken, and leaves the question open. */
  async function mistype(wrong: string): Promise<void> {
    const { quickInput } = workbench;
    await quickInput.type(wrong);
    await quickInput.accept();
    await quickInput.waitForMessage(/This is not its name\./u);
  }

  it('changes nothing in a protected context, and unlocks it when asked', async () => {
    await tree.expand(production, 'sales-demo');
    await (await tree.contextMenu(production, 'sales-demo', 'demo')).pick('Delete…');
    await workbench.notifications.waitFor(/The context prod-eu is protected, so nothing is changed there/u);
    await person.picture('protected');
    assert.ok(isThere('sales-demo', 'demo'));
    await workbench.notifications.click(/is protected/u, 'Unlock…');
    assert.match(await workbench.dialog.text(), /Unlock the protected context prod-eu\?/u);
    await person.picture('unlock');
    await workbench.dialog.click('Unlock for 15 Minutes');
    await workbench.notifications.clear();
    await tree.waitFor([production], ({ aria }) => /unlocked/u.test(aria));
  });

  it('asks for the name there, and deletes by the right one alone', async function () {
    this.timeout(60_000);
    await (await tree.contextMenu(production, 'sales-demo', 'demo')).pick('Delete…');
    await workbench.quickInput.waitForTitle(/Delete demo: what goes with it/u);
    await workbench.quickInput.accept();
    await workbench.quickInput.waitForTitle(/^Delete demo$/u);
    assert.match(await workbench.quickInput.message(), /^Type demo to delete it\./u);
    await mistype('dem');
    await person.picture('delete-name');
    assert.ok(isThere('sales-demo', 'demo'));
    await workbench.quickInput.type('demo');
    await workbench.quickInput.accept();
    await tree.waitForGone([production, 'sales-demo', 'demo'], 30_000);
    assert.ok(!isThere('sales-demo', 'demo'));
    await workbench.notifications.waitFor(/demo is gone/u, 30_000);
    await workbench.notifications.clear();
  });

  it('locks the context again', async () => {
    await (await tree.contextMenu(production)).pick('Lock Protected Context');
    await tree.waitFor([production], ({ aria }) => !/unlocked/u.test(aria));
    await tree.collapse(production);
  });

  it('says how many pods are lost where workloads run, and keeps them when the name is not typed', async () => {
    await tree.expand(host, 'team-search');
    await tree.select(host, 'team-search', 'search');
    await person.runOn('search', 'Delete…');
    await workbench.quickInput.waitForTitle(/Delete search: what goes with it/u);
    await person.picture('delete-what');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitForTitle(/^Delete search$/u);
    assert.match(
      await workbench.quickInput.message(),
      /Pods that run in it and are lost: 2\. Type search to delete it/u,
    );
    await mistype('Search');
    await workbench.quickInput.dismiss();
    assert.ok(session.playground.api.find(resources.deployments, 'team-search', 'search'));
    await tree.waitFor([host, 'team-search', 'search'], ({ description }) => /running/u.test(description));
  });

  it('keeps the volumes that are not ticked, and cleans them up afterwards', async function () {
    this.timeout(60_000);
    const before = claims('team-search');
    assert.ok(before.length > 0);
    await person.runOn('search', 'Delete…');
    await workbench.quickInput.waitForTitle(/Delete search: what goes with it/u);
    await new CheckList(workbench.page).tick('none');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitForTitle(/^Delete search$/u);
    await workbench.quickInput.type('search');
    await workbench.quickInput.accept();
    await tree.waitForGone([host, 'team-search', 'search'], 30_000);
    await workbench.notifications.waitFor(/search is gone\. Still there: /u, 30_000);
    assert.deepEqual(claims('team-search'), before);
    await person.picture('delete-leftovers');
    await workbench.notifications.click(/search is gone/u, 'Clean Up…');
    await workbench.quickInput.waitForTitle(/Clean Up after search/u);
    await person.picture('clean-up');
    await new CheckList(workbench.page).tick('all');
    await workbench.quickInput.accept();
    await eventually(() => assert.deepEqual(claims('team-search'), []));
  });
});
