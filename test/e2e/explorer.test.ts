import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { outFolder } from '../../scripts/folder.ts';
import { resources } from '../../src/core/kube/resource.ts';
import { type Playground, startPlayground } from '../../src/core/playground/playground.ts';
import { eventually } from './harness/eventually.ts';
import type { Tree } from './harness/tree.ts';
import { type ThemeName, themes, Workbench } from './harness/workbench.ts';
import { moreContexts, userKubeconfig } from './kubeconfig.ts';

const context = 'vcluster-playground';
const shots = join(outFolder, 'screenshots');

describe('the explorer, as a person with a kubeconfig uses it', () => {
  let folder: string;
  let config: string;
  let playground: Playground;
  let workbench: Workbench;
  let tree: Tree;

  before(async function () {
    this.timeout(180_000);
    folder = await mkdtemp(join(tmpdir(), 'vcluster-e2e-'));
    playground = await startPlayground({ folder: join(folder, 'playground') });
    config = await userKubeconfig(folder, playground.kubeconfigPath);
    const env = { KUBECONFIG: [config, await moreContexts(folder)].join(':') };
    workbench = await Workbench.open({ env });
    tree = workbench.tree('Clusters');
    await workbench.openContainer('vCluster');
  });

  after(async function () {
    this.timeout(30_000);
    await workbench?.close();
    await playground?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.screenshot(join(shots, `failed-${this.currentTest.title.replace(/\W+/gu, '-')}.png`));
    }
  });

  it('shows every context, the current one first, and contacts none', async () => {
    await tree.waitFor([context]);
    const labels = (await tree.rows()).map(({ label }) => label);
    assert.deepEqual(labels, [context, 'broken', 'office-away']);
    assert.equal(playground.requests.count({}), 0);
    await workbench.statusBar.waitFor(context);
  });

  it('shows the vclusters of a host once it is opened, with what each of them is doing', async () => {
    await tree.expand(context);
    const running = await tree.waitFor([context, 'team-checkout', 'checkout-staging']);
    assert.match(running.description, /0\.36\.1 · running/u);
    assert.match(running.aria, /vcluster checkout-staging, 0\.36\.1, running/u);
    assert.match((await tree.waitFor([context, 'qa', 'nightly'])).description, /failing: CrashLoopBackOff/u);
    assert.match((await tree.waitFor([context, 'sales-demo', 'demo'])).description, /scaled down/u);
    await tree.waitFor([context], ({ description }) => /16 vclusters · live/u.test(description));
    await workbench.screenshot(join(shots, 'explorer.png'));
  });

  it('leads to a synced pod under its virtual name', async () => {
    await tree.expand(context, 'team-checkout', 'checkout-staging', 'Synced resources', 'Pods', 'data');
    const pod = await tree.waitFor(['checkout-staging', 'Pods', 'data', 'postgres-0']);
    assert.match(pod.description, /1\/1 · Running · host: postgres-0-x-data-x-checkout-staging/u);
    const own = await tree.waitFor(['checkout-staging', /^vcluster_checkout-staging/u]);
    assert.equal(own.level, 4);
  });

  it('says more when the pointer rests on an item', async () => {
    const text = await tree.hover(context, 'team-checkout', 'checkout-staging');
    assert.match(text, /Host namespace:\s*team-checkout/u);
    assert.match(text, /vcluster\.yaml/u);
  });

  it('opens the YAML of a pod, read-only', async () => {
    await tree.clickInline('Open YAML', 'checkout-staging', 'Pods', 'data', 'postgres-0');
    await workbench.editors.waitForActive(/postgres-0-x-data-x-checkout-staging\.yaml/u);
    const text = await workbench.editors.waitForText(/kind: Pod/u);
    assert.doesNotMatch(text, /managedFields/u);
    await workbench.screenshot(join(shots, 'yaml.png'));
    await workbench.editors.closeAll();
  });

  it('masks Secrets', async () => {
    await tree.collapse('checkout-staging', 'Pods');
    await tree.expand('checkout-staging', 'Secrets', 'shop');
    await tree.clickInline('Open YAML', 'checkout-staging', 'Secrets', 'shop', 'cart-credentials');
    await workbench.editors.waitForText(/•••••• \(\d+ bytes\)/u);
    await workbench.editors.closeAll();
    await tree.collapse('checkout-staging', 'Synced resources');
  });

  it('shows and follows the log of a control-plane pod', async () => {
    await tree.expand(context, 'team-checkout', 'checkout-staging', 'Control plane');
    await tree.waitFor(['checkout-staging', 'Control plane', /^coredns-/u]);
    await tree.clickInline('Show Logs', 'checkout-staging', 'Control plane', 'checkout-staging-0');
    await workbench.quickInput.pick('syncer');
    const panel = workbench.page.locator('.part.panel .view-lines');
    await panel
      .getByText(/syncer|vcluster|start/iu)
      .first()
      .waitFor();
    await workbench.screenshot(join(shots, 'logs.png'));
    await workbench.run('vCluster: Stop Following Logs…');
    await workbench.run('View: Hide Panel');
    await tree.collapse('checkout-staging', 'Control plane');
  });

  it('shows a change on the server by itself, where it happened and nowhere else', async () => {
    await tree.select('team-checkout', 'checkout-staging');
    const shape = async () =>
      (await tree.rows()).map(({ label, expanded, selected }) => ({ label, expanded, selected }));
    const before = await shape();
    assert.ok(before.some(({ label, selected }) => label === 'checkout-staging' && selected));
    playground.api.patch(resources.statefulsets, 'team-checkout', 'checkout-staging', { spec: { replicas: 0 } });
    await tree.waitFor(['team-checkout', 'checkout-staging'], ({ description }) => /scaled down/u.test(description));
    assert.deepEqual(await shape(), before);
  });

  it('filters by name, and says so', async () => {
    await workbench.clickViewAction('Filter vclusters…');
    await workbench.quickInput.waitFor();
    await workbench.quickInput.type('pr-14');
    await workbench.quickInput.accept();
    await tree.waitForGone(['team-checkout']);
    const vclusters = (await tree.rows()).filter(({ aria }) => aria.startsWith('vcluster ')).map(({ label }) => label);
    assert.deepEqual(vclusters, ['pr-1423', 'pr-1431']);
    await workbench.page.locator('.part.sidebar').getByText('Only names with “pr-14”').waitFor();
    await workbench.run('vCluster: Clear Filter');
    await tree.waitFor(['team-checkout']);
  });

  it('keeps an unreachable and a broken context to themselves, each with its way out', async () => {
    await tree.collapse(context);
    await tree.expand('office-away');
    const away = await tree.waitFor(['office-away', 'Cannot reach the cluster']);
    assert.match(away.aria, /127\.0\.0\.1/u);
    await tree.expand('broken');
    await tree.waitFor(['broken', 'Kubeconfig problem']);
    await tree.waitFor([context], ({ description }) => /16 vclusters/u.test(description));
    await tree.clickInline('Fix', 'office-away', 'Cannot reach the cluster');
    await tree.waitFor(['office-away', 'Cannot reach the cluster']);
  });

  it('switches the context from the status bar, in the words of the file', async () => {
    const before = await readFile(config, 'utf8');
    await workbench.statusBar.click(context);
    await workbench.quickInput.pick('office-away');
    await workbench.statusBar.waitFor('office-away');
    assert.equal(
      await readFile(config, 'utf8'),
      before.replace('"current-context": "vcluster-playground"', '"current-context": "office-away"'),
    );
    await eventually(async () => assert.equal((await tree.rows())[0]?.label, 'office-away'));
    await tree.clickInline('Switch Context', context);
    await workbench.statusBar.waitFor(context);
    await eventually(async () => assert.equal((await tree.rows())[0]?.label, context));
    assert.equal(await readFile(config, 'utf8'), before);
  });

  it('hides a context and shows it again', async () => {
    await (await tree.contextMenu('broken')).pick('Hide Context');
    await tree.waitForGone(['broken']);
    await workbench.run('vCluster: Show Hidden Contexts…');
    await workbench.quickInput.accept();
    await tree.waitFor(['broken']);
  });

  it('can be used with the keyboard alone', async () => {
    await tree.collapse(context);
    await workbench.run('vCluster: Focus on Clusters View');
    await workbench.page.keyboard.press('Home');
    await workbench.page.keyboard.press('ArrowRight');
    await tree.waitFor([context], ({ expanded }) => expanded === true);
    await tree.waitFor([context, 'ci', 'build-farm']);
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`can be read in ${themes[theme]}`, async () => {
      await workbench.useTheme(theme);
      await tree.waitFor([context]);
      await workbench.screenshot(join(shots, `explorer-${theme}.png`));
    });
  }
});
