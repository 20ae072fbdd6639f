/** Takes the pictures of the README from a VS Code on the playground, into media/screenshots. */
import { stat } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { kubectlProgram } from '../test/cluster/host/build.ts';
import { openSession } from '../test/e2e/harness/session.ts';
import type { Tree } from '../test/e2e/harness/tree.ts';
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
} finally {
  await session.close();
}
