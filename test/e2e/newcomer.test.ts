import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { outFolder } from '../../scripts/folder.ts';
import { Workbench } from './harness/workbench.ts';

const shots = join(outFolder, 'screenshots');

describe('the explorer, for a person without a cluster', () => {
  let folder: string;
  let workbench: Workbench;

  before(async function () {
    this.timeout(180_000);
    folder = await mkdtemp(join(tmpdir(), 'vcluster-newcomer-'));
    workbench = await Workbench.open({ env: { KUBECONFIG: join(folder, 'config'), HOME: folder } });
    await workbench.openContainer('vCluster');
  });

  after(async function () {
    this.timeout(30_000);
    await workbench?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('says that there is no kubeconfig, and offers the playground', async () => {
    await workbench.waitForWelcome(/No kubeconfig file was found/u);
    await workbench.screenshot(join(shots, 'welcome.png'));
    await workbench.clickWelcome('Start Playground');
    const tree = workbench.tree('Clusters');
    await tree.waitFor(['vcluster-playground'], undefined, 30_000);
    await tree.expand('vcluster-playground');
    await tree.waitFor(['team-checkout', 'checkout-staging']);
  });

  it('shows that the playground lives', async () => {
    const tree = workbench.tree('Clusters');
    await tree.expand('qa', 'nightly', 'Control plane');
    const pod = ['nightly', 'Control plane', 'nightly-0'];
    const { description: before } = await tree.waitFor(pod);
    // It crashes again every quarter of a minute, which its count of restarts shows.
    const { description } = await tree.waitFor(pod, (row) => row.description !== before, 60_000);
    assert.match(description, /\d+ restarts/u);
  });

  it('opens a terminal on it, and leaves no file of the user behind', async () => {
    await workbench.run('vCluster: Open Terminal on Playground');
    await workbench.page.locator('.part.panel .terminal-wrapper, .part.panel .xterm').first().waitFor();
    assert.ok(!(await readdir(folder)).includes('config'));
  });

  it('is back where it began when the playground is stopped', async () => {
    await workbench.run('vCluster: Stop Playground');
    await workbench.waitForWelcome(/No kubeconfig file was found/u);
  });
});

describe('the explorer, in a restricted workspace', () => {
  let workbench: Workbench;

  before(async function () {
    this.timeout(180_000);
    workbench = await Workbench.open({ workspaceTrust: true });
    await workbench.page.keyboard.press('Escape');
    const distrust = workbench.page.getByRole('button', { name: /No, I don't trust|Browse in Restricted Mode/u });
    await distrust
      .first()
      .click({ timeout: 15_000 })
      .catch(() => undefined);
    await workbench.openContainer('vCluster');
  });

  after(async function () {
    this.timeout(30_000);
    await workbench?.close();
  });

  it('reads nothing, and says how to go on', async () => {
    await workbench.waitForWelcome(/Restricted Mode/u);
    await workbench.screenshot(join(shots, 'restricted.png'));
  });

  it('runs no command either', async () => {
    await workbench.run('vCluster: Switch Context…');
    await workbench.notifications.waitFor(/This workspace is in Restricted Mode/u);
    await workbench.notifications.click(/This workspace is in Restricted Mode/u, 'Manage Workspace Trust');
    await workbench.page
      .getByText(/You are in Restricted Mode|In a Trusted Folder/u)
      .first()
      .waitFor();
  });
});
