import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { id, name, WatchBench } from '../unit/connection/watchBench.ts';
import { configWith, eventually, useFolder } from '../unit/kubeconfig/folder.ts';
import { kubectlProgram } from './host/build.ts';

const run = promisify(execFile);

describe('the context of a connection, and kubectl', () => {
  const folder = useFolder();
  const config = () => path.join(folder(), 'config');
  const text = () => readFile(config(), 'utf8');
  let kubectl = '';
  let bench: WatchBench;

  before(async function () {
    this.timeout(20 * 60_000);
    kubectl = await kubectlProgram();
  });

  beforeEach(async () => {
    await writeFile(config(), `${configWith(['a', 'b'], 'a')}users: []\n`);
    bench = new WatchBench(config(), path.join(folder(), 'own'));
    await bench.source.start();
    await bench.connect();
  });

  afterEach(() => bench.end());

  async function kubectlConfig(...args: readonly string[]): Promise<string> {
    const { stdout } = await run(kubectl, ['config', `--kubeconfig=${config()}`, ...args]);
    return stdout.trim();
  }

  it('is missed when kubectl deletes it, comes back, and kubectl reads it', async () => {
    await kubectlConfig('delete-context', name);
    await bench.isMissing();
    assert.deepEqual(bench.vanished, [name]);
    await bench.watch.restore(id);
    await bench.isThere();
    assert.equal(await kubectlConfig('current-context'), name);
    assert.match(await kubectlConfig('get-contexts', '-o', 'name'), new RegExp(`^${name}$`, 'mu'));
    await bench.connections.disconnect(id);
    assert.doesNotMatch(await text(), /vcluster_/u);
    assert.equal(await kubectlConfig('current-context'), 'a');
  });

  it('is followed when kubectl renames it, again and again, and nothing is left of it', async () => {
    let was = name;
    for (const now of ['one', 'two', 'three']) {
      await kubectlConfig('rename-context', was, now);
      await bench.isCalled(now);
      was = now;
    }
    await kubectlConfig('set-context', 'b', '--namespace=x');
    await eventually(() => bench.source.value.contexts.some(({ namespace }) => namespace === 'x'), 'what else changed');
    assert.deepEqual([bench.vanished, bench.connections.view(id)?.missing], [[], undefined]);
    await bench.connections.disconnect(id);
    assert.doesNotMatch(await text(), /vcluster_|three/u);
    assert.equal(await kubectlConfig('current-context'), 'a');
  });

  it('is not made current again where the user went elsewhere', async () => {
    await kubectlConfig('use-context', 'b');
    await kubectlConfig('delete-context', name);
    await bench.isMissing();
    await bench.watch.restore(id);
    await bench.isThere();
    assert.equal(await kubectlConfig('current-context'), 'b');
  });
});
