import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { outFolder } from '../../scripts/folder.ts';
import { resources } from '../../src/core/kube/resource.ts';
import type { Playground } from '../../src/core/playground/playground.ts';
import { newestRelease, releaseSecret } from '../../src/core/playground/release/helmRelease.ts';
import { merged } from '../../src/core/playground/release/merge.ts';
import { recordedThemes } from './harness/comparisonPage.ts';
import { eventually } from './harness/eventually.ts';
import { openSession, type Session } from './harness/session.ts';
import type { Tree } from './harness/tree.ts';
import { Webview } from './harness/webview.ts';
import type { Workbench } from './harness/workbench.ts';

const shots = join(outFolder, 'screenshots');
const host = 'vcluster-playground';
const name = 'checkout-staging';

function fonts(): readonly string[] {
  return [...document.fonts].map(({ status }) => status);
}

/** As if the vcluster had been deployed with the host's StorageClasses. */
function bringInClasses(api: Playground['api']): void {
  const release = newestRelease(api, 'team-checkout', name);
  assert(release);
  const config = merged(release.config, { sync: { fromHost: { storageClasses: { enabled: true } } } });
  const { data = {}, metadata } = releaseSecret({ ...release, config });
  api.patch(resources.secrets, 'team-checkout', metadata?.name ?? '', { data });
}

describe('side by side, as a person sees it', () => {
  let session: Session;
  let workbench: Workbench;
  let tree: Tree;
  let view: Webview;

  before(async function () {
    this.timeout(240_000);
    session = await openSession({ size: { width: 1500, height: 950 } });
    bringInClasses(session.playground.api);
    workbench = session.workbench;
    tree = workbench.tree('Clusters');
    view = new Webview(workbench.page);
    await workbench.openContainer('vCluster');
    await tree.expand(host, 'team-checkout', name, 'Synced resources', 'Pods', 'data');
  });

  after(async function () {
    this.timeout(30_000);
    await session?.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.screenshot(join(shots, `failed-${this.currentTest.title.replace(/\W+/gu, '-')}.png`));
    }
  });

  /** Waits until the tab of that title is in front; VS Code gives webviews and diffs no name that `editors` could know. */
  async function inFront(title = `${name}: Side by Side`): Promise<void> {
    await workbench.page.locator('.part.editor .tab.active').getByText(title).waitFor();
  }

  const summary = async (): Promise<string> => view.find('.summary').innerText();

  it('opens a pod from the tree', async () => {
    await tree.clickInline('Show Side by Side', name, 'Pods', 'data', 'postgres-0');
    await view.find('.row').first().waitFor();
    await inFront();
    await view.find('.item[aria-selected="true"]').getByText('postgres-0', { exact: true }).waitFor();
    await view.find('.title').getByText(name, { exact: true }).waitFor();
    // A font that does not come leaves boxes in the place of icons.
    await eventually(async () => assert.deepEqual(await view.find(':root').evaluate(fonts), ['loaded']));
    await view.find('header').getByText('not open: this is what the host tells').waitFor();
    await workbench.screenshot(join(shots, 'comparison-closed.png'));
  });

  it('opens the inside without a trace in the kubeconfig', async () => {
    const before = await readFile(session.playground.kubeconfigPath, 'utf8');
    await view.content.getByRole('button', { name: 'Open the inside of this vcluster' }).click();
    await view.find('.side-state').first().getByText('live').waitFor({ timeout: 30_000 });
    await view.find('.line.rewritten').first().waitFor();
    await workbench.openContainer('vCluster');
    await tree.waitFor([host], ({ description }) => !/connected/u.test(description));
    assert.equal(await readFile(session.playground.kubeconfigPath, 'utf8'), before);
    await workbench.screenshot(join(shots, 'comparison-open.png'));
  });

  it('says why a line was rewritten', async () => {
    await view.find('.line.rewritten').filter({ hasText: 'postgres-0-x-data-x-checkout-staging' }).first().click();
    const reason = view.content.getByRole('region', { name: 'Why this line is as it is' });
    assert.match(await reason.innerText(), /Rewritten by the syncer[\s\S]*metadata\.name/u);
    await workbench.page.keyboard.press('F7');
    await eventually(async () => assert.match(await view.find('.steps').innerText(), /^\d+ of \d+$/u));
    await workbench.screenshot(join(shots, 'comparison-reason.png'));
  });

  it('filters, and jumps to the Service', async () => {
    await view.find('.search input').fill('postgres');
    await eventually(async () => assert.match(await summary(), /^\d+ of \d+ objects$/u));
    await view.find('.row').filter({ hasText: 'postgres-x-data-x-checkout-staging' }).first().click();
    await view
      .find('h2')
      .getByText(/^Services · /u)
      .waitFor();
    await view.find('.line').filter({ hasText: 'selector:' }).first().waitFor();
    await workbench.screenshot(join(shots, 'comparison-service.png'));
    await view.find('.search input').fill('');
  });

  it('shows a class that comes from the host beside its original', async () => {
    await view.find('.search input').fill('standard');
    const row = view.find('.row').filter({ hasText: 'standard' }).first();
    await row.locator('.state').getByText('Comes from the host').waitFor({ state: 'attached' });
    await row.click();
    await view.content.getByText('Comes from the host: what is inside is a copy of it.').waitFor();
    await view.find('.line').filter({ hasText: 'provisioner:' }).first().waitFor();
    await workbench.screenshot(join(shots, 'comparison-from-host.png'));
    await view.find('.search input').fill('postgres');
    await view.find('.row').filter({ hasText: 'postgres-x-data-x-checkout-staging' }).first().click();
    await view.find('.search input').fill('');
  });

  it('finds by itself what somebody has changed on the host', async () => {
    const pod = 'postgres-0-x-data-x-checkout-staging';
    const change = (stranger: string | null): unknown =>
      session.playground.api.patch(resources.pods, 'team-checkout', pod, { metadata: { annotations: { stranger } } });
    const filter = view.content.getByRole('button', { name: /^Drift/u });
    change('x');
    await eventually(async () => assert.match(await filter.innerText(), /Drift\s*1/u), 20_000);
    await filter.click();
    await eventually(async () => assert.match(await summary(), /^1 of \d+ objects$/u));
    await view.find('.row').filter({ hasText: 'postgres-0' }).first().click();
    await view.find('.line.drift').first().waitFor();
    await workbench.screenshot(join(shots, 'comparison-drift.png'));
    change(null);
    await eventually(async () => assert.match(await filter.innerText(), /Drift\s*0/u), 20_000);
    await filter.click();
    await view.find('.row').filter({ hasText: 'postgres-x-data-x-checkout-staging' }).first().click();
  });

  it('opens either side and the diff editor', async () => {
    await view.content.getByRole('button', { name: 'Open in the diff editor' }).click();
    await inFront('postgres (virtual ↔ host)');
    await workbench.screenshot(join(shots, 'comparison-diff.png'));
    await workbench.run('View: Close Editor');
    await inFront();
    await view.content.getByRole('button', { name: 'Open the virtual object' }).click();
    await workbench.editors.waitForText(/kind: Service/u);
    await workbench.run('View: Close Editor');
  });

  it('is live, and comes back as it was when it was hidden or the window is loaded again', async function () {
    this.timeout(120_000);
    await view.find('.search input').fill('postgres');
    const before = await summary();
    await workbench.run('File: New Untitled Text File');
    await workbench.run('View: Close Editor');
    await eventually(async () => assert.equal(await summary(), before));
    // As a person does it, so that VS Code saves what it has to; the page goes away below the palette.
    await workbench.run('Developer: Reload Window').catch(() => undefined);
    await view.find('.summary').waitFor({ timeout: 60_000 });
    await eventually(async () => assert.equal(await summary(), before), 30_000);
    assert.equal(await view.find('.search input').inputValue(), 'postgres');
    await view.find('.search input').fill('postgres-0');
    const change = { status: { phase: 'Failed', reason: 'Evicted' } };
    const pod = 'postgres-0-x-data-x-checkout-staging';
    session.playground.api.patch(resources.pods, 'team-checkout', pod, change, { subresource: 'status' });
    await view.find('.row').filter({ hasText: 'postgres-0' }).getByText('Evicted').waitFor();
    await view.find('.search input').fill('');
  });

  it('uses one panel for each vcluster', async () => {
    await workbench.run('vCluster: Show Side by Side');
    await workbench.quickInput.waitFor();
    await workbench.quickInput.type(name);
    await workbench.quickInput.pick(name);
    await inFront();
    assert.equal(await workbench.page.locator('.part.editor .tab').getByText('Side by Side').count(), 1);
  });

  for (const [theme, recorded] of [
    ['dark', 'dark'],
    ['light', 'light'],
    ['contrast', 'hc-dark'],
  ] as const) {
    it(`wears the theme ${theme}, whose colours are those that the page is tested with`, async () => {
      await workbench.useTheme(theme);
      await view.find('.list').waitFor();
      // Fonts are those of the machine.
      const all = Object.entries((await recordedThemes())[recorded].variables);
      const variables = Object.fromEntries(all.filter(([variable]) => !variable.includes('-font-')));
      const worn = (): Promise<Readonly<Record<string, string>>> =>
        view
          .find(':root')
          .evaluate(
            ({ style }, names) => Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name).trim()])),
            Object.keys(variables),
          );
      await eventually(async () => assert.deepEqual(await worn(), variables));
      await workbench.screenshot(join(shots, `comparison-${theme}.png`));
    });
  }
});
