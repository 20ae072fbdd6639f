import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { resources } from '../../src/core/kube/resource.ts';
import { numberAt } from '../../src/core/playground/tree.ts';
import { withKubeconfig, withKubeconfigText } from './harness/cluster.ts';
import { eventually } from './harness/eventually.ts';
import { Person } from './harness/person.ts';
import { openSession, type Session } from './harness/session.ts';
import type { Tree } from './harness/tree.ts';
import type { Workbench } from './harness/workbench.ts';

const host = 'vcluster-playground';
/** Vclusters by their name, with their host namespaces. */
const fleet = { 'data-science': 'data-science', search: 'team-search', 'build-farm': 'ci' } as const;
const names = ['data-science', 'search', 'build-farm'] as const;

describe('several vclusters at once, as a person works with them', () => {
  let folder: string;
  let session: Session;
  let workbench: Workbench;
  let person: Person;
  let tree: Tree;
  let connections: Tree;
  /** Addresses by the name of the vcluster. */
  const addresses = new Map<string, string>();

  before(async function () {
    this.timeout(180_000);
    folder = await mkdtemp(join(tmpdir(), 'vcluster-connections-'));
    // What the GPU draws cannot be read.
    const settings = { 'terminal.integrated.gpuAcceleration': 'off' };
    session = await openSession({ env: { HOME: folder }, settings, size: { width: 1280, height: 1200 } });
    workbench = session.workbench;
    person = new Person(workbench);
    tree = workbench.tree('Clusters');
    connections = workbench.tree('Connections');
    await workbench.openContainer('vCluster');
    await tree.expand(host);
  });

  after(async function () {
    this.timeout(30_000);
    await session?.close();
    await rm(folder, { recursive: true, force: true });
  });

  afterEach(async function () {
    await person.pictureOf(this.currentTest);
  });

  const userContexts = async (): Promise<string> => readFile(session.playground.kubeconfigPath, 'utf8');

  /** How many pods the main workload of a vcluster is to have. */
  function replicas(name: keyof typeof fleet): number | undefined {
    const { api } = session.playground;
    const types = [resources.statefulsets, resources.deployments];
    const [found] = types.flatMap((type) => api.find(type, fleet[name], name) ?? []);
    return numberAt(found, 'spec', 'replicas');
  }

  async function selectAll(): Promise<void> {
    await tree.select(host, fleet['data-science'], 'data-science');
    await tree.selectAlso(host, fleet.search, 'search');
    await tree.selectAlso(host, fleet['build-farm'], 'build-farm');
    const selected = (await tree.rows()).filter((row) => row.selected).map(({ label }) => label);
    assert.deepEqual(selected.toSorted(), [...names].toSorted());
  }

  it('lists every connection with its address', async function () {
    this.timeout(60_000);
    for (const name of ['data-science', 'build-farm'] as const) {
      await (await tree.contextMenu(host, fleet[name], name)).pick('Connect');
      const row = await connections.waitFor(
        [name],
        ({ description }) => /^127\.0\.0\.1:\d+$/u.test(description),
        30_000,
      );
      addresses.set(name, row.description);
      await tree.waitFor([host, fleet[name], name], ({ description }) => /connected/u.test(description));
    }
    const labels = (await connections.rows()).map(({ label }) => label);
    assert.deepEqual(labels.toSorted(), ['build-farm', 'data-science']);
    await workbench.statusBar.waitFor('build-farm');
  });

  it('says more of a connection when the pointer rests on it', async () => {
    const text = await connections.hover('data-science');
    assert.match(text, /Server:\s*https:\/\/127\.0\.0\.1:\d+/u);
    assert.match(text, /Way:\s*port-forward/u);
    assert.match(text, /State:\s*connected/u);
    await person.picture('connections');
  });

  it('copies the address and the kubeconfig of the one it is called on', async () => {
    await (await connections.contextMenu('data-science')).pick('Copy Address');
    assert.equal(await person.copied(/^https:/u), `https://${addresses.get('data-science')}`);
    await (await connections.contextMenu('data-science')).pick('Copy Kubeconfig');
    await workbench.notifications.waitFor(/The kubeconfig of data-science was copied/u);
    await withKubeconfigText(await person.copied(/^kind: Config$/mu), async (client) => {
      assert.ok(await client.get(resources.namespaces, undefined, 'notebooks'));
    });
    await workbench.notifications.clear();
  });

  it('saves its kubeconfig where it is told to', async () => {
    const path = join(workbench.workspaceFolder, 'data-science.yaml');
    await (await connections.contextMenu('data-science')).pick('Save Kubeconfig As…');
    await person.chooseFile(path);
    await workbench.notifications.waitFor(/The kubeconfig of data-science was saved/u);
    await withKubeconfig(path, async (client) => {
      assert.ok(await client.get(resources.namespaces, undefined, 'pipelines'));
    });
    await workbench.notifications.clear();
  });

  it('opens a terminal in it, though another one is current', async function () {
    this.timeout(60_000);
    await connections.clickInline('Open Terminal in vCluster', 'data-science');
    await workbench.terminal.run('grep server: "$KUBECONFIG"');
    await workbench.terminal.waitFor(new RegExp(`server: "?https://${addresses.get('data-science')}`, 'u'));
    await person.picture('connections-terminal');
    await workbench.run('View: Hide Panel');
  });

  it('ends one and leaves the other', async () => {
    assert.match(await userContexts(), /vcluster_data-science_/u);
    await connections.clickInline('Disconnect', 'data-science');
    await connections.waitForGone(['data-science']);
    await tree.waitFor([host, 'data-science', 'data-science'], ({ description }) => /running$/u.test(description));
    await eventually(async () => assert.doesNotMatch(await userContexts(), /vcluster_data-science_/u));
    await connections.waitFor(['build-farm']);
    await workbench.statusBar.waitFor('build-farm');
  });

  it('pauses all that are selected after one question, and takes their connections back', async function () {
    this.timeout(90_000);
    await selectAll();
    await (await tree.contextMenu(host, fleet.search, 'search')).pick('Pause…');
    const text = await workbench.dialog.text();
    assert.match(text, /Pause 3 vclusters\?/u);
    for (const name of names) {
      assert.match(text, new RegExp(`Pods of ${name} that end: `, 'u'));
    }
    await person.picture('pause-several');
    await workbench.dialog.click('Pause');
    for (const name of names) {
      await tree.waitFor([host, fleet[name], name], ({ description }) => /paused$/u.test(description), 60_000);
      await eventually(() => assert.equal(replicas(name), 0));
    }
    await person.settled(/Pausing/u);
    await workbench.statusBar.waitFor(host);
    assert.doesNotMatch(await userContexts(), /vcluster_build-farm_/u);
    await person.picture('paused-several');
  });

  it('resumes all that are selected', async function () {
    this.timeout(90_000);
    await selectAll();
    await (await tree.contextMenu(host, fleet.search, 'search')).pick('Resume');
    for (const name of names) {
      await tree.waitFor([host, fleet[name], name], ({ description }) => /running$/u.test(description), 60_000);
      assert.equal(replicas(name), 1);
    }
    await person.settled(/Resuming/u);
  });
});
