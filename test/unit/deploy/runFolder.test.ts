import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeRunFolder, sweepRunFolders } from '../../../src/core/deploy/runFolder.ts';
import { ToolBench } from './fakeTool.ts';

describe('the folders of runs', () => {
  let bench: ToolBench;
  beforeEach(async () => {
    bench = await ToolBench.open();
  });
  afterEach(() => bench.close());

  async function deadPid(): Promise<number> {
    const child = spawn(process.execPath, ['-e', '0']);
    await once(child, 'exit');
    return child.pid ?? 0;
  }

  it('are swept when their process has crashed, and only then', async () => {
    const own = await makeRunFolder({ 'kubeconfig.yaml': 'token' }, bench.runs);
    const pid = await deadPid();
    const dead = `vcluster-explorer-run-${pid}-0f`;
    await mkdir(join(bench.runs, dead));
    await writeFile(join(bench.runs, dead, 'kubeconfig.yaml'), 'token');
    await mkdir(join(bench.runs, `somebody-${pid}-0f`));
    const hour = 3_600_000;
    assert.equal(await sweepRunFolders(bench.runs), 0, 'one that is young may be in use by a tool that lives on');
    assert.equal(await sweepRunFolders(bench.runs, Date.now() + hour), 1);
    assert.equal((await readdir(bench.runs)).length, 2);
    await own.remove();
    assert.deepEqual(await readdir(bench.runs), [`somebody-${pid}-0f`]);
  });

  it('need no folder to sweep', async () => {
    assert.equal(await sweepRunFolders(join(bench.runs, 'none')), 0);
  });
});
