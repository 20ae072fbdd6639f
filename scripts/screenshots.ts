/** Takes the pictures of the README from a VS Code on the playground, into media/screenshots. */
import { stat, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { kubectlProgram } from '../test/cluster/host/build.ts';
import { openSession } from '../test/e2e/harness/session.ts';
import type { Tree } from '../test/e2e/harness/tree.ts';
import { Webview } from '../test/e2e/harness/webview.ts';
import type { Workbench } from '../test/e2e/harness/workbench.ts';
import { rootFolder } from './folder.ts';

const folder = join(rootFolder, 'media', 'screenshots');
const sizeLimit = 200_000;
const context = 'vcluster-playground';
const shown = ['team-checkout', 'checkout-staging'] as const;

const settings = {
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'terminal.integrated.gpuAcceleration': 'off',
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
};

async function picture(workbench: Workbench, name: string): Promise<void> {
  const file = join(folder, `${name}.png`);
  await workbench.screenshot(file);
  const { size } = await stat(file);
  if (size >= sizeLimit) {
    throw new Error(`${file} has ${size} bytes, the limit is ${sizeLimit}.`);
  }
  console.log(`${file}  ${(size / 1000).toFixed(1)} kB`);
}

/** The tree, and the YAML of what the syncer runs in. */
async function explorer(workbench: Workbench, tree: Tree): Promise<void> {
  await tree.expand(context);
  await tree.waitFor([context, ...shown]);
  const menu = await tree.contextMenu(context, ...shown);
  await menu.pick('Open YAML');
  await workbench.editors.waitForText(/kind: StatefulSet/);
  await tree.expand(context, ...shown, 'Control plane');
  await tree.expand(context, ...shown, 'Synced resources');
  await workbench.notifications.clear();
  await picture(workbench, 'explorer-dark');
  await workbench.editors.closeAll();
}

/** A connected vcluster: what is inside it, and a terminal. */
async function connected(workbench: Workbench, tree: Tree): Promise<void> {
  await tree.collapse(context, ...shown, 'Control plane');
  await tree.collapse(context, ...shown, 'Synced resources');
  await workbench.run('vCluster: Filter vclusters…');
  await workbench.quickInput.waitForTitle(/Filter/u);
  await workbench.quickInput.type('checkout');
  await workbench.quickInput.accept();
  // A click while VS Code takes the new tree in reaches its command without an item.
  await workbench.page.waitForTimeout(1000);
  await tree.clickInline('Connect', context, ...shown);
  await workbench.statusBar.waitFor('checkout-staging');
  await tree.expand(context, ...shown, 'Virtual resources', 'Deployments', 'shop');
  await tree.clickInline('Open Terminal in vCluster', context, ...shown);
  await workbench.terminal.run("PS1='$ '; clear; kubectl get namespaces");
  await workbench.terminal.waitFor(/shop\s+Active/u);
  await workbench.notifications.clear();
  await picture(workbench, 'connected-dark');
  await workbench.run('View: Hide Panel');
}

/** Everything about a new vcluster on one page. */
async function creation(workbench: Workbench): Promise<void> {
  await workbench.useTheme('light');
  await workbench.run('vCluster: Create vcluster (One Page)…');
  await workbench.quickInput.waitForRow('Name');
  await workbench.quickInput.pick('Name');
  await workbench.quickInput.waitForTitle(/^Name$/u);
  await workbench.quickInput.type('team-orders');
  await workbench.quickInput.accept();
  await workbench.quickInput.waitForRow('Create team-orders');
  await picture(workbench, 'create-light');
  await workbench.quickInput.dismiss();
}

/** A pod inside its connected vcluster and on the host, and why a field differs. */
async function comparison(workbench: Workbench, tree: Tree): Promise<void> {
  const view = new Webview(workbench.page);
  await (await tree.contextMenu(context, ...shown)).pick('Show Side by Side');
  await view.find('.side-state').first().getByText('live').waitFor({ timeout: 30_000 });
  await workbench.run('View: Toggle Primary Side Bar Visibility');
  await view.content.getByText('What lives where').click();
  await view.find('.search input').fill('storefront');
  await view.find('.row').filter({ hasText: 'Running' }).first().click();
  await view.find('.line.rewritten').nth(1).click();
  await workbench.notifications.clear();
  await picture(workbench, 'comparison-dark');
  await workbench.editors.closeAll();
  await workbench.run('View: Toggle Primary Side Bar Visibility');
}

const values = `# The shop, as its team runs it
controlPlane:
  statefulSet:
    highAvailability:
      replicas: 3
sync:
  toHost:
    ingresses:
      enabled: true
  fromHost:
    nodes:
      enabled: true
      selector:
        labels:
          disk: ssd
networking:
  replicateServices:
    fromHost:
      - from: monitoring/prometheus
        to: default/prometheus
`;

/** A vcluster.yaml with a mistake that only shows across its fields. */
async function config(workbench: Workbench): Promise<void> {
  await writeFile(join(workbench.workspaceFolder, 'vcluster.yaml'), values);
  await workbench.page.keyboard.press('Control+P');
  await workbench.quickInput.type('vcluster.yaml');
  await workbench.quickInput.pick('vcluster.yaml');
  await workbench.editors.waitForActive('vcluster.yaml');
  await workbench.page.locator('.squiggly-error').first().waitFor();
  await workbench.run('Go to Next Problem in Files (Error, Warning, Info)');
  await workbench.page.locator('.marker-widget').waitFor();
  await workbench.page.locator('.codelens-decoration a').first().waitFor();
  await picture(workbench, 'config-dark');
  await workbench.page.keyboard.press('Escape');
  await workbench.editors.closeAll();
}

const kubectl = await kubectlProgram(console.log);
const session = await openSession({
  settings,
  size: { width: 1120, height: 720 },
  env: { PATH: [dirname(kubectl), process.env['PATH']].join(delimiter) },
});
try {
  const { workbench } = session;
  await workbench.openContainer('vCluster');
  await workbench.widenSideBar(420);
  const tree = workbench.tree('Clusters');
  await explorer(workbench, tree);
  await connected(workbench, tree);
  await creation(workbench);
  await workbench.useTheme('dark');
  await comparison(workbench, tree);
  await config(workbench);
} finally {
  await session.close();
}
