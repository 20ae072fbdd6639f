import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { outFolder } from '../../scripts/folder.ts';
import { createFleet } from '../cluster/fleet.ts';
import type { FleetMember } from '../cluster/fleetMember.ts';
import { ControlPlane } from '../cluster/host/controlPlane.ts';
import { runningStatus } from '../cluster/podStatus.ts';
import type { Tree } from './harness/tree.ts';
import { Workbench } from './harness/workbench.ts';

const shots = join(outFolder, 'screenshots');
const context = 'host';

describe('the explorer, on a real API server', () => {
  let host: ControlPlane;
  let first: FleetMember;
  let workbench: Workbench;
  let tree: Tree;

  before(async function () {
    this.timeout(45 * 60_000);
    host = await ControlPlane.start({ controllerManager: false, progress: console.log });
    const fleet = await createFleet(host.api, { vclusters: 120, podsEach: 3, generation: 'both', mix: 'mixed' });
    const running = fleet.vclusters.find(({ state }) => state === 'running');
    assert.ok(running);
    first = running;
    workbench = await Workbench.open({ env: { KUBECONFIG: host.kubeconfigPath } });
    tree = workbench.tree('Clusters');
    await workbench.openContainer('vCluster');
  });

  after(async function () {
    this.timeout(60_000);
    await workbench?.close();
    await host?.stop();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench?.screenshot(join(shots, `failed-${this.currentTest.title.replace(/\W+/gu, '-')}.png`));
    }
  });

  it('shows every vcluster of a host with many', async () => {
    await tree.expand(context);
    await tree.waitFor([context], ({ description }) => /120 vclusters · live/u.test(description));
    assert.match((await tree.waitFor([first.namespace])).description, /running/u);
    await tree.expand(first.namespace);
    const row = await tree.waitFor([first.namespace, first.name]);
    assert.match(row.description, /running/u);
    await workbench.screenshot(join(shots, 'real-host.png'));
  });

  it('leads to synced pods', async () => {
    await tree.expand(first.namespace, first.name, 'Synced resources', 'Pods', 'default');
    await tree.waitFor([first.name, 'Pods'], ({ description }) => description === '3');
    const pod = await tree.waitFor([first.name, 'Pods', 'default', 'web-0001']);
    assert.ok(pod.aria.includes(`host: web-0001-x-default-x-${first.name}`), pod.aria);
    await tree.collapse(first.namespace, first.name, 'Synced resources');
  });

  it('shows a restart of a control-plane pod as it happens', async () => {
    await tree.expand(first.namespace, first.name, 'Control plane');
    const path = `/api/v1/namespaces/${first.namespace}/pods/${first.pod}/status`;
    await host.api.patch(path, runningStatus(first, 7));
    await tree.waitFor([first.name, 'Control plane', first.pod], ({ description }) => /7 restarts/u.test(description));
  });

  it('says that it is stale while the API server is away, and comes back by itself', async function () {
    this.timeout(90_000);
    await host.stopApiServer(true);
    await tree.waitFor([context], ({ description }) => /stale since/u.test(description), 30_000);
    await tree.waitFor([first.namespace, first.name]);
    await workbench.screenshot(join(shots, 'stale.png'));
    await host.startApiServer();
    await tree.waitFor([context], ({ description }) => /120 vclusters · live/u.test(description), 60_000);
  });
});
