/** Takes the pictures of the README from a VS Code on the playground, into media/screenshots. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openSession } from '../test/e2e/harness/session.ts';
import type { ThemeName, Workbench } from '../test/e2e/harness/workbench.ts';
import { rootFolder } from './folder.ts';

const folder = join(rootFolder, 'media', 'screenshots');
const sizeLimit = 200_000;
const context = 'vcluster-playground';
const shown = ['team-checkout', 'checkout-staging'] as const;

const settings = {
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
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

const session = await openSession({ settings, size: { width: 1120, height: 720 } });
try {
  const { workbench } = session;
  await workbench.openContainer('vCluster');
  await workbench.widenSideBar(420);
  const tree = workbench.tree('Clusters');
  await tree.expand(context);
  await tree.waitFor([context, ...shown]);
  const menu = await tree.contextMenu(context, ...shown);
  await menu.pick('Open YAML');
  await workbench.editors.waitForText(/kind: StatefulSet/);
  await tree.expand(context, ...shown, 'Control plane');
  await tree.expand(context, ...shown, 'Synced resources');
  for (const theme of ['dark', 'light', 'contrast'] satisfies ThemeName[]) {
    await workbench.useTheme(theme);
    await workbench.notifications.clear();
    await picture(workbench, `explorer-${theme}`);
  }
} finally {
  await session.close();
}
