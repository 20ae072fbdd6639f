import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { resources } from '../../src/core/kube/resource.ts';
import { eventually } from './harness/eventually.ts';
import { Person } from './harness/person.ts';
import { openSession, type Session } from './harness/session.ts';
import type { Tree } from './harness/tree.ts';
import { Webview } from './harness/webview.ts';
import type { Workbench } from './harness/workbench.ts';

const host = 'vcluster-playground';
const namespace = 'team-checkout';
const name = 'checkout-staging';
/** A Deployment of the fleet whose pods' names are too long for the host. */
const application = 'product-recommendation-engine-experiment';

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: a-very-long-name-of-an-application-in-production
  namespace: shop
spec:
  replicas: 2
  selector: {matchLabels: {app: catalogue}}
  template:
    metadata:
      labels: {app: catalogue}
    spec:
      priorityClassName: high
      containers:
        - name: web
          image: nginx:1.27
---
apiVersion: v1
kind: Service
metadata:
  name: catalogue
  namespace: shop
spec:
  selector: {app: catalogue}
  ports: [{port: 80}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: catalogue
  namespace: shop
spec:
  rules:
    - host: notebooks.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: {service: {name: catalogue, port: {number: 80}}}
`;

describe('names on the host, and manifests before they are applied', () => {
  let session: Session;
  let workbench: Workbench;
  let person: Person;
  let tree: Tree;
  let view: Webview;
  /** The pod of the application, by both names. */
  let hostName: string;
  let virtualName: string;

  before(async function () {
    this.timeout(240_000);
    // What the GPU draws cannot be read.
    const settings = { 'terminal.integrated.gpuAcceleration': 'off' };
    session = await openSession({ settings, size: { width: 1500, height: 1300 } });
    workbench = session.workbench;
    person = new Person(workbench);
    tree = workbench.tree('Clusters');
    view = new Webview(workbench.page);
    const pods = session.playground.api.list(resources.pods, namespace);
    const pod = pods.find(({ metadata }) => /^product-.*-[0-9a-f]{10}$/u.test(metadata?.name ?? ''));
    hostName = pod?.metadata?.name ?? '';
    virtualName = pod?.metadata?.annotations?.['vcluster.loft.sh/object-name'] ?? '';
    assert.ok(hostName !== '' && virtualName.startsWith(application));
    await writeFile(
      join(workbench.workspaceFolder, 'notes.yaml'),
      `pods:\n  - ${hostName}\n  - unknown-x-shop-x-other\n`,
    );
    await writeFile(join(workbench.workspaceFolder, 'catalogue.yaml'), manifest);
    await writeFile(join(workbench.workspaceFolder, 'broken.yaml'), 'kind: Pod\nmetadata: {name: [\n');
    await workbench.openContainer('vCluster');
    await tree.expand(host, namespace);
  });

  after(async function () {
    this.timeout(30_000);
    await session?.close();
  });

  afterEach(async function () {
    await person.pictureOf(this.currentTest);
  });

  async function open(file: string): Promise<void> {
    await workbench.page.keyboard.press('Control+P');
    await workbench.quickInput.type(file);
    await workbench.quickInput.pick(file);
    await workbench.editors.waitForActive(file);
  }

  /** Pastes a text over that of the editor; one that is typed would be indented on the way. */
  async function paste(text: string): Promise<void> {
    await workbench.page.evaluate((given) => navigator.clipboard.writeText(given), text);
    await workbench.page.keyboard.press('Control+Home');
    await workbench.editors.pasteOver();
  }

  /** Waits for the panel of both sides to be in front, at the pod. */
  async function atThePod(): Promise<void> {
    await workbench.page.locator('.part.editor .tab.active').getByText(`${name}: Side by Side`).waitFor();
    await view.find('.item[aria-selected="true"]').getByText(virtualName, { exact: true }).waitFor();
  }

  const hovers = (): Locator => workbench.page.locator('.monaco-hover:visible, .workbench-hover:visible');

  /** Rests the pointer on a word of what matches, until what appears says something. */
  async function hoverText(word: Locator, pattern: RegExp): Promise<string> {
    return eventually(async () => {
      const box = await word.boundingBox({ timeout: 2_000 });
      assert.ok(box !== null);
      await workbench.page.mouse.move(2, 2);
      await workbench.page.mouse.move(box.x + 90, box.y + box.height / 2, { steps: 3 });
      return eventually(async () => {
        const text = (await hovers().allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
        assert.match(text, pattern);
        return text;
      }, 4_000);
    }, 30_000);
  }

  /** Waits for the editor of both sides of a manifest to be in front. */
  async function inPreview(file: string): Promise<void> {
    await workbench.page.locator('.part.editor .tab.active').getByText(`${file} on the Host of ${name}`).waitFor();
  }

  async function problems(): Promise<readonly string[]> {
    const rows = workbench.page.locator('.markers-panel-container .monaco-list-row:has(.marker-icon)');
    return (await rows.allInnerTexts()).map((text) => text.replaceAll(/\s+/gu, ' ').trim());
  }

  async function untilProblems(check: (all: readonly string[]) => void): Promise<void> {
    await eventually(async () => check(await problems()), 20_000);
  }

  /** The texts of both sides of the multi-diff editor, of what is drawn. */
  async function sides(): Promise<string> {
    const lines = workbench.page.locator('.multiDiffEditor .view-line');
    return (await lines.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  }

  it('says over a name in YAML which object it is, and leads there', async () => {
    await open('notes.yaml');
    const line = workbench.page.locator('.part.editor .view-line').filter({ hasText: hostName });
    const text = await hoverText(line, new RegExp(`Pod shop/${virtualName} of the vcluster ${name}`, 'u'));
    assert.match(text, /Show Side by Side/u);
    await hovers().getByText('Show Side by Side').click();
    await atThePod();
    await workbench.editors.closeAll();
  });

  it('finds the object behind a hashed name, and shows it', async () => {
    const { quickInput } = workbench;
    await workbench.run('vCluster: Find Virtual Object…');
    await quickInput.waitForPlaceholder(/^A name on the host/u);
    await quickInput.type(hostName);
    await quickInput.waitForRow(`shop/${virtualName}`);
    await person.picture('names-find-hashed');
    await quickInput.pick(`shop/${virtualName}`);
    await atThePod();
    await person.picture('names-found-dark');
    await workbench.editors.closeAll();
  });

  it('finds by a part of a name, and says when there is none', async () => {
    const { quickInput } = workbench;
    await workbench.run('vCluster: Find Virtual Object…');
    await quickInput.type('recommendation-engine');
    await quickInput.waitForRow(`shop/${virtualName}`);
    await quickInput.type('nobody-x-shop-x-nowhere');
    await quickInput.waitForRow('No synced object of an open cluster has this name.');
    await quickInput.dismiss();
  });

  it('makes a link of a name in a terminal', async function () {
    this.timeout(60_000);
    await workbench.run('Terminal: Create New Terminal');
    await workbench.terminal.run(`clear; echo ${hostName}`);
    await workbench.terminal.waitFor(new RegExp(`^${hostName}`, 'mu'));
    const rows = workbench.page.locator('.part.panel .terminal-wrapper.active .xterm-rows > div');
    const row = rows.filter({ hasText: hostName }).filter({ hasNotText: 'echo' }).first();
    await hoverText(row, new RegExp(`Show Pod shop/${virtualName} side by side`, 'u'));
    await person.picture('names-terminal-dark');
    await workbench.page.keyboard.down('Control');
    await workbench.page.mouse.down();
    await workbench.page.mouse.up();
    await workbench.page.keyboard.up('Control');
    await atThePod();
    await workbench.run('Terminal: Kill All Terminals');
    await workbench.editors.closeAll();
  });

  for (const theme of ['light', 'contrast', 'dark'] as const) {
    it(`wears the theme ${theme}`, async () => {
      await workbench.useTheme(theme);
      await open('notes.yaml');
      const line = workbench.page.locator('.part.editor .view-line').filter({ hasText: hostName });
      await hoverText(line, /Show Side by Side/u);
      await person.picture(`names-hover-${theme}`);
      await workbench.run('vCluster: Find Virtual Object…');
      await workbench.quickInput.type('storefront');
      await eventually(async () => {
        const rows = await workbench.quickInput.rows();
        assert.ok(rows.length > 2 && rows.every(({ label }) => label.includes('storefront')));
      });
      await person.picture(`names-find-${theme}`);
      await workbench.quickInput.dismiss();
      await workbench.editors.closeAll();
    });
  }

  it('copies the name that a virtual object has on the host', async function () {
    this.timeout(90_000);
    await workbench.openContainer('vCluster');
    await (await tree.contextMenu(host, namespace, name)).pick('Connect');
    await tree.waitFor([host, namespace, name], ({ description }) => /connected/u.test(description), 30_000);
    await tree.expand(host, namespace, name, 'Virtual resources', 'Pods', 'shop');
    await (await tree.contextMenu('Virtual resources', 'Pods', 'shop', virtualName)).pick('Copy Name on Host');
    assert.equal(await person.copied(/^product-.*-[0-9a-f]{10}$/u), hostName);
    await workbench.notifications.waitFor(/Copied product-/u);
    await person.picture('names-copied-dark');
    await workbench.notifications.clear();
  });

  it('shows what a manifest becomes, and what to know before it is applied', async function () {
    this.timeout(60_000);
    await open('catalogue.yaml');
    await person.runOn(name, 'Preview on Host…');
    await inPreview('catalogue.yaml');
    await eventually(async () => {
      const text = await sides();
      assert.match(text, /a-very-long-name-of-an-application-in-production-xxx-[0-9a-f]{10}/u);
      assert.match(text, /vcluster\.loft\.sh\/managed-by: checkout-staging/u);
    }, 20_000);
    const title = 'Pod a-very-long-name-of-an-application-in-production-xxxxxxxxxx-xxxxx.yaml';
    await workbench.page.locator('.multiDiffEditor').getByText(title, { exact: true }).first().waitFor();
    await workbench.run('Problems: Focus on Problems View');
    await untilProblems((all) => {
      assert.deepEqual(
        all.map((one) => one.replace(/^.* \(?([\w-]+)\)? ?\[Ln (\d+), Col (\d+)\]$/u, '$2:$3 $1')),
        ['13:26 priority-class-dropped', '34:13 ingress-host-taken', '4:9 hashed-name'],
      );
      assert.match(
        all[1] ?? '',
        /notebooks\.example\.com” is used .* by notebooks\/jupyterhub of the vcluster data-science/u,
      );
    });
    await person.picture('names-preview-dark');
    await workbench.useTheme('light');
    await person.picture('names-preview-light');
    await workbench.useTheme('contrast');
    await person.picture('names-preview-contrast');
    await workbench.useTheme('dark');
  });

  it('follows what is typed into the manifest', async function () {
    this.timeout(60_000);
    await workbench.editors.select('catalogue.yaml');
    await paste(
      manifest
        .replace('notebooks.example.com', 'free.example.com')
        .replace('a-very-long-name-of-an-application-in-production', 'catalogue')
        .replace('      priorityClassName: high\n', ''),
    );
    await untilProblems((all) => assert.deepEqual(all, []));
    await workbench.page.locator('.part.editor .tab').getByText('catalogue.yaml on the Host of').click();
    await eventually(async () => assert.match(await sides(), /name: catalogue-x{10}-x{5}-x-shop-x-checkout-staging/u));
  });

  it('clears what it said when the manifest is closed', async () => {
    await workbench.editors.select('catalogue.yaml');
    await paste(manifest);
    await untilProblems((all) => assert.equal(all.length, 3));
    await workbench.editors.discard();
    await untilProblems((all) => assert.deepEqual(all, []));
  });

  it('says in its place what of a manifest cannot be read', async () => {
    await open('broken.yaml');
    await person.runOn(name, 'Preview on Host…');
    await workbench.notifications.waitFor(/No Kubernetes object in this file can be read/u);
    await workbench.run('Problems: Focus on Problems View');
    await untilProblems((all) => {
      const own = all.filter((one) => /vCluster checkout-staging/u.test(one));
      assert.ok(own.length > 0 && own.every((one) => /unreadable\)? ?\[Ln 3, /u.test(one)), all.join('\n'));
    });
    await person.picture('names-unreadable-dark');
  });
});
