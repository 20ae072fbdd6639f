import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { resources } from '../../src/core/kube/resource.ts';
import { eventually } from './harness/eventually.ts';
import { Person } from './harness/person.ts';
import { openSession, type Session } from './harness/session.ts';
import { Webview } from './harness/webview.ts';
import type { Workbench } from './harness/workbench.ts';

const wrong = `controlPlane:
  statefulSet:
    highAvailability:
      replicas: 1
sync:
  toHost:
    ingreses:
      enabled: true
`;
const old = `# our old values
sync:
  ingresses:
    enabled: true
isolation:
  enabled: true
mapServices:
  fromHost:
    - from: monitoring/prometheus
      to: default/prometheus
`;
const highlighted = `networking:
  replicateServices:
    fromHost:
      - from: monitoring/prometheus
        to: default/other
sync:
  fromHost:
    nodes:
      selector:
        labels:
          disk: ssd
  toHost:
    pods:
      patches:
        - path: spec.hostname
          expression: |
            value.trim()
experimental:
  deploy:
    vcluster:
      manifests: |
        kind: Pod
        # of nginx-x-default-x-other
        metadata: {name: nginx-x-default-x-other}
`;

const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: team
spec:
  source:
    chart: vcluster
    repoURL: https://charts.loft.sh
    targetRevision: 0.30.1
    helm:
      valuesObject:
        controlPlane:
          statefulSet:
            highAvailability:
              replicas: 1
        `;

describe('editing values, as a person does', () => {
  let session: Session;
  let workbench: Workbench;
  let person: Person;

  before(async function () {
    this.timeout(180_000);
    session = await openSession({ size: { width: 1280, height: 900 } });
    workbench = session.workbench;
    person = new Person(workbench);
    await writeFile(join(workbench.workspaceFolder, 'vcluster.yaml'), wrong);
    await writeFile(join(workbench.workspaceFolder, 'values.yaml'), old);
    await writeFile(join(workbench.workspaceFolder, 'application.yaml'), application);
  });

  after(async function () {
    this.timeout(30_000);
    await session?.close();
  });

  afterEach(async function () {
    await person.pictureOf(this.currentTest);
  });

  async function open(name: string): Promise<void> {
    await workbench.page.keyboard.press('Control+P');
    await workbench.quickInput.type(name);
    await workbench.quickInput.pick(name);
    await workbench.editors.waitForActive(name);
  }

  const squiggles = (kind: string): Promise<number> => workbench.page.locator(`.squiggly-${kind}`).count();

  it('says what is wrong, in its place, and mends it', async () => {
    await open('vcluster.yaml');
    await eventually(async () => assert.ok((await squiggles('error')) > 0), 20_000);
    await workbench.run('Go to Next Problem in Files (Error, Warning, Info)');
    await eventually(async () => {
      const zone = await workbench.page.locator('.marker-widget').innerText();
      assert.match(zone, /ingreses/u);
    });
    await person.picture('config-problem-dark');
    await workbench.page.keyboard.press('Escape');
    const fixes = workbench.page.locator('.action-widget .monaco-list-row.action');
    await eventually(async () => {
      // The key is lost where the problem is still closing.
      if (!(await fixes.first().isVisible())) {
        await workbench.page.keyboard.press('Control+.');
      }
      assert.match(await fixes.first().innerText({ timeout: 3_000 }), /ingresses/u);
    }, 20_000);
    await person.picture('config-fix-dark');
    await fixes.first().click();
    await workbench.editors.waitForText(/^\s+ingresses:/mu);
    await eventually(async () => assert.equal(await squiggles('error'), 0));
  });

  it('completes keys of the version, with what they mean', async () => {
    const { page } = workbench;
    await workbench.editors.append('polic');
    await page.keyboard.press('Control+Space');
    const list = page.locator('.suggest-widget');
    await eventually(async () => assert.match(await list.innerText(), /policies/u), 30_000);
    await person.picture('config-completion-dark');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Backspace');
    await page.getByText('ingresses:').locator('visible=true').first().hover();
    await eventually(
      async () => assert.match(await page.locator('.monaco-hover:visible').first().innerText(), /host/iu),
      20_000,
    );
    await person.picture('config-hover-dark');
  });

  it('says which version it is checked for and why, and takes another', async () => {
    const { page, quickInput } = workbench;
    const status = async (pattern: RegExp): Promise<void> => {
      await eventually(async () => {
        await page.mouse.move(600, 400);
        await page.locator('[id="status.languageStatus"]').hover({ timeout: 2_000 });
        const hover = page.locator('.hover-language-status').first();
        assert.match((await hover.innerText({ timeout: 2_000 })).replaceAll('\u00a0', ' '), pattern);
      }, 30_000);
    };
    const choose = async (version: string): Promise<void> => {
      await workbench.run('vCluster: Choose vCluster Version for This File…');
      await quickInput.pick(version);
      await quickInput.waitForClosed();
    };
    await status(/vCluster 0\.36\.1[\s\S]*newest/u);
    await choose('0.30');
    await status(/vCluster 0\.30[\s\S]*chosen/u);
    await choose('Automatic');
    await status(/vCluster 0\.36\.1/u);
  });

  it('completes values that an Application carries, and says what their keys mean', async () => {
    const { page } = workbench;
    await open('application.yaml');
    await eventually(async () => assert.equal(await squiggles('error'), 0));
    await workbench.editors.append('polic');
    await page.keyboard.press('Control+Space');
    const list = page.locator('.suggest-widget');
    await eventually(async () => assert.match(await list.innerText(), /policies[\s\S]*Isolation/u), 30_000);
    await person.picture('config-carried-dark');
    await page.locator('.suggest-widget .monaco-list-row').filter({ hasText: 'Isolation' }).click();
    await workbench.editors.waitForText(/^ {8}policies:\n {10}podSecurityStandard: baseline$/mu);
    await page.getByText('highAvailability:').locator('visible=true').first().hover();
    const hover = page.locator('.monaco-hover:visible').first();
    await eventually(async () => assert.match(await hover.innerText(), /Documentation/u), 20_000);
    await person.picture('config-carried-hover-dark');
    await workbench.run('File: Revert File');
    await workbench.editors.closeAll();
    await open('vcluster.yaml');
  });

  it('explains the file, and shows all values that apply', async () => {
    await workbench.run('vCluster: Preview Values That Apply');
    await workbench.editors.waitForActive('applied-values.yaml');
    await workbench.editors.waitForText(/ingresses/u);
    await person.picture('config-applied-dark');
    await workbench.run('View: Close Editor');
    await workbench.run('vCluster: Explain This File');
    await eventually(async () => {
      const tabs = await workbench.page.locator('.part.editor .tab').allInnerTexts();
      assert.ok(
        tabs.some((title) => /Preview vcluster\.yaml\.md/u.test(title)),
        tabs.join(),
      );
    });
    await new Webview(workbench.page).find('pre').getByText('inside the vCluster only').waitFor();
    await person.picture('config-explained-dark');
    await workbench.editors.closeAll();
  });

  it('creates a vcluster from the lens above the file', async () => {
    const { quickInput } = workbench;
    await open('vcluster.yaml');
    // Lenses are put in their place only some time after the file is open.
    await eventually(async () => {
      await workbench.page.locator('.codelens-decoration').getByText('Create from this file').click({ timeout: 2_000 });
      await quickInput.waitForTitle(/: Name/u, 2_000);
    });
    await person.answer({ text: 'from-lens' }, undefined, '0.36.1');
    await quickInput.waitForRow('Values file');
    await quickInput.pick('Connect afterwards');
    await quickInput.pick('Create from-lens');
    await quickInput.pick('Create from-lens now');
    await workbench.notifications.waitFor(/from-lens is ready/u, 60_000);
    assert.ok(session.playground.api.find(resources.services, 'vcluster-from-lens', 'from-lens') !== undefined);
    await workbench.notifications.clear();
    await workbench.editors.closeAll();
  });

  it('migrates an old file beside itself, with notes', async () => {
    await open('values.yaml');
    await workbench.run('vCluster: Migrate to vcluster.yaml…');
    await workbench.quickInput.pick('k3s');
    await workbench.notifications.waitFor(/Migrated\./u);
    await workbench.editors.waitForText(/replicateServices/u);
    await person.picture('config-migration-dark');
    await workbench.useTheme('light');
    await person.picture('config-migration-light');
    await workbench.useTheme('contrast');
    await person.picture('config-migration-contrast');
    await workbench.useTheme('dark');
  });

  it('colours mappings, selectors, patches, expressions and manifests', async function () {
    this.timeout(90_000);
    const colours = {
      monitoring: ['entity.name.namespace.vcluster', 'rgb(1, 0, 0)'],
      prometheus: ['entity.name.type.service.vcluster', 'rgb(2, 0, 0)'],
      disk: ['entity.other.attribute-name.label.vcluster', 'rgb(3, 0, 0)'],
      'spec.hostname': ['variable.other.property.patch.vcluster', 'rgb(4, 0, 0)'],
      trim: ['meta.embedded.vcluster entity.name.function', 'rgb(5, 0, 0)'],
      kind: ['meta.embedded.vcluster entity.name.tag', 'rgb(6, 0, 0)'],
      nginx: ['entity.name.type.object.vcluster', 'rgb(7, 0, 0)'],
    } as const;
    const textMateRules = Object.values(colours).map(([scope, colour]) => ({
      scope,
      settings: { foreground: `#0${colour.slice(4, 5)}0000` },
    }));
    await writeFile(join(workbench.workspaceFolder, 'colours.vcluster.yaml'), highlighted);
    await workbench.set({ 'editor.tokenColorCustomizations': { textMateRules } });
    await open('colours.vcluster.yaml');
    const worn = async (text: string): Promise<string> => {
      const piece = workbench.page.locator('.view-line').getByText(text, { exact: true }).first();
      return piece.evaluate((node) => getComputedStyle(node).color);
    };
    for (const [text, [, colour]] of Object.entries(colours)) {
      await eventually(async () => assert.equal(await worn(text), colour, text), 20_000);
    }
  });
});
