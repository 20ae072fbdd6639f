import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { outFolder } from '../../scripts/folder.ts';
import { kubectlProgram } from '../cluster/host/build.ts';
import { eventually } from './harness/eventually.ts';
import { openSession, type Session } from './harness/session.ts';
import type { Tree } from './harness/tree.ts';
import type { Workbench } from './harness/workbench.ts';

const shots = join(outFolder, 'screenshots');
const host = 'vcluster-playground';
const name = 'shop-e2e';
const namespace = `vcluster-${name}`;

describe('the life of a vcluster, as a person sees it', () => {
  let folder: string;
  let session: Session;
  let workbench: Workbench;
  let tree: Tree;

  before(async function () {
    this.timeout(600_000);
    folder = await mkdtemp(join(tmpdir(), 'vcluster-life-'));
    const kubectl = await kubectlProgram(console.log);
    const path = [dirname(kubectl), process.env['PATH']].join(delimiter);
    // What the GPU draws cannot be read.
    const settings = { 'terminal.integrated.gpuAcceleration': 'off' };
    session = await openSession({ env: { HOME: folder, PATH: path }, size: { width: 1280, height: 1200 }, settings });
    workbench = session.workbench;
    tree = workbench.tree('Clusters');
    await workbench.openContainer('vCluster');
    await tree.expand(host);
  });

  after(async function () {
    this.timeout(30_000);
    await session?.close();
    await rm(folder, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.screenshot(join(shots, `failed-${this.currentTest.title.replace(/\W+/gu, '-')}.png`));
    }
  });

  async function answer(...answers: readonly (string | { readonly text: string } | undefined)[]): Promise<void> {
    const { quickInput } = workbench;
    for (const one of answers) {
      await quickInput.moving(async () => {
        if (typeof one === 'string') {
          await quickInput.pick(one);
          return;
        }
        if (one !== undefined) {
          await quickInput.type(one.text);
        }
        await quickInput.accept();
      });
    }
  }

  /** Runs a command from the palette, and picks the vcluster when asked which. */
  async function runOn(command: string, title: RegExp): Promise<void> {
    await workbench.run(`vCluster: ${command}`);
    await workbench.quickInput.waitForTitle(title);
    await workbench.quickInput.type(name);
    await workbench.quickInput.pick(name);
  }

  /** Waits until a long operation says nothing any more: the tree shows what it did before its last step is done. */
  async function settled(progress: RegExp): Promise<void> {
    await eventually(async () => {
      const texts = await workbench.notifications.texts();
      assert.ok(!texts.some((text) => progress.test(text)), texts.join(' | '));
    }, 30_000);
  }

  it('checks the name as it is typed, and leads back', async () => {
    await workbench.clickViewAction('Create vcluster…');
    await workbench.quickInput.waitForTitle(/: Name/u);
    await workbench.quickInput.type('Not A Name');
    await eventually(async () => assert.match(await workbench.quickInput.message(), /lower case|lowercase|letters/iu));
    await workbench.screenshot(join(shots, 'create-name.png'));
    await answer({ text: name });
    await workbench.quickInput.waitForTitle(/Host namespace/u);
    await workbench.quickInput.back();
    await workbench.quickInput.waitForTitle(/: Name/u);
  });

  it('creates one through the questions, and connects to it', async function () {
    this.timeout(120_000);
    await answer({ text: name }, undefined, '0.36.1', 'That of the chart', 'SQLite', 'Not exposed');
    await answer('One replica of each part', 'None', undefined, undefined, 'fake nodes', undefined, undefined);
    await workbench.quickInput.waitForRow(`Create ${name}`);
    await workbench.screenshot(join(shots, 'create-summary.png'));
    await workbench.quickInput.pick(`Create ${name}`);
    await workbench.quickInput.waitForRow(`Create ${name} now`);
    await workbench.screenshot(join(shots, 'create-preflight.png'));
    await workbench.quickInput.pick(`Create ${name} now`);
    await tree.waitFor([host, namespace, name], ({ description }) => /running · connected/u.test(description), 60_000);
    await workbench.statusBar.waitFor(name);
    await workbench.tree('Connections').waitFor([name], ({ description }) => /^127\.0\.0\.1:\d+$/u.test(description));
    await workbench.screenshot(join(shots, 'connected.png'));
  });

  it('opens a terminal in it', async function () {
    this.timeout(60_000);
    await runOn('Open Terminal in vCluster', /Connect to vcluster/u);
    await workbench.terminal.run('kubectl get namespaces');
    await workbench.terminal.waitFor(/kube-node-lease\s+Active/u);
    await workbench.screenshot(join(shots, 'terminal.png'));
    await workbench.run('View: Hide Panel');
  });

  it('shows what is inside it', async () => {
    await workbench.run('vCluster: Filter vclusters…');
    await workbench.quickInput.waitForTitle(/Filter/u);
    await workbench.quickInput.type(name);
    await workbench.quickInput.accept();
    await tree.expand(namespace, name, 'Virtual resources', 'Namespaces');
    await tree.waitFor([name, 'Virtual resources', 'Namespaces', 'kube-system']);
    await workbench.screenshot(join(shots, 'virtual.png'));
    await tree.collapse(namespace, name, 'Virtual resources');
  });

  it('says what pausing takes down, pauses it, and takes the connection back', async function () {
    this.timeout(60_000);
    await runOn('Pause…', /Pause vcluster/u);
    assert.match(
      await workbench.dialog.text(),
      new RegExp(`Pause ${name}\\?[^]*Pods of ${name} that end: 1 of its control plane`, 'u'),
    );
    await workbench.screenshot(join(shots, 'pause.png'));
    await workbench.dialog.click('Pause');
    await tree.waitFor([namespace, name], ({ description }) => /paused$/u.test(description), 30_000);
    await settled(/Pausing/u);
    await workbench.statusBar.waitFor(host);
  });

  it('resumes it', async function () {
    this.timeout(60_000);
    await runOn('Resume', /Resume vcluster/u);
    await tree.waitFor([namespace, name], ({ description }) => /running$/u.test(description), 30_000);
    await settled(/Resuming/u);
  });

  it('changes how it is exposed, after it was shown what differs', async function () {
    this.timeout(60_000);
    await runOn('Change Exposure…', /Change Exposure of vcluster/u);
    await workbench.quickInput.pick('NodePort');
    assert.match(await workbench.dialog.text(), new RegExp(`Upgrade ${name} with chart 0\\.36\\.1\\?`, 'u'));
    await workbench.screenshot(join(shots, 'upgrade.png'));
    await workbench.dialog.click('Upgrade');
    await workbench.notifications.waitFor(/is reached at https:/u, 30_000);
    await workbench.editors.closeAll();
  });

  it('connects again from the tree, and leaves by the status bar', async function () {
    this.timeout(60_000);
    await runOn('Connect', /Connect to vcluster/u);
    await workbench.statusBar.waitFor(name, 30_000);
    await workbench.statusBar.click(name);
    await workbench.quickInput.pick(`Leave vcluster ${name}`);
    await workbench.statusBar.waitFor(host);
  });

  it('says what goes with it, and deletes it', async function () {
    this.timeout(90_000);
    await runOn('Delete…', /Delete vcluster/u);
    await workbench.quickInput.waitForTitle(/what goes with it/u);
    await workbench.screenshot(join(shots, 'delete.png'));
    await workbench.quickInput.accept();
    assert.match(await workbench.dialog.text(), new RegExp(`Delete ${name} in ${namespace}\\?`, 'u'));
    await workbench.screenshot(join(shots, 'delete-question.png'));
    await workbench.dialog.click('Delete');
    await tree.waitForGone([name], 60_000);
    await workbench.notifications.waitFor(/is gone/u, 30_000);
  });
});
