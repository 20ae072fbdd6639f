import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import { median } from '../bench/figure.ts';
import { FirstPaint } from './harness/firstPaint.ts';
import { openSession, type Session } from './harness/session.ts';
import type { Tree } from './harness/tree.ts';
import { Webview } from './harness/webview.ts';
import type { Workbench } from './harness/workbench.ts';

const vcluster = ['vcluster-playground', 'team-checkout', 'checkout-staging'] as const;
const rounds = 5;
/** Between two openings: VS Code needs over 2 s for the second webview of a window when it comes right after the first. */
const restMs = 2_000;

describe('the panel, beside a preview that VS Code itself has', () => {
  let session: Session;
  let workbench: Workbench;
  let tree: Tree;
  let view: Webview;
  let paint: FirstPaint;

  before(async function () {
    this.timeout(240_000);
    session = await openSession({ size: { width: 1500, height: 950 } });
    workbench = session.workbench;
    tree = workbench.tree('Clusters');
    view = new Webview(workbench.page);
    paint = await FirstPaint.watch(workbench.page, view);
    await workbench.openContainer('vCluster');
    await tree.expand(...vcluster, 'Synced resources', 'Pods', 'data');
    await writeFile(join(workbench.workspaceFolder, 'short.md'), '# Short\n');
  });

  after(async function () {
    this.timeout(30_000);
    await session?.close();
  });

  /** Opens a webview by a click, several times, and gives what each took to its first paint. */
  async function measure(open: () => Promise<void>, shown: string): Promise<readonly number[]> {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await sleep(restMs);
      await open();
      await view.find(shown).first().waitFor();
      times.push(await paint.sinceClick());
      await workbench.run('View: Close Editor');
      await workbench.page.locator('iframe.webview').first().waitFor({ state: 'detached' });
    }
    return times;
  }

  it('is painted no later', async function () {
    this.timeout(120_000);
    await workbench.openContainer('Explorer');
    const preview = workbench.page.getByRole('button', { name: /Open Preview to the Side/u }).first();
    const theirs = await measure(async () => {
      await workbench.files.select('short.md');
      await preview.click();
    }, 'h1');
    await workbench.openContainer('vCluster');
    const pod = [...vcluster, 'Pods', 'data', 'postgres-0'];
    const ours = await measure(() => tree.clickInline('Show Side by Side', ...pod), '.row');
    const shown = (times: readonly number[]) => `${median(times).toFixed(0)} ms`;
    console.log(`      from the click to the first paint: ${shown(ours)}; of a Markdown preview ${shown(theirs)}`);
    assert.ok(median(ours) <= median(theirs), `${ours.join(', ')} against ${theirs.join(', ')}`);
  });
});
