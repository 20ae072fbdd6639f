import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { KubeError } from '../../../src/core/kube/error.ts';
import { addContext, removeContext } from '../../../src/core/kubeconfig/contextEntry.ts';
import { setCurrentContext } from '../../../src/core/kubeconfig/currentContext.ts';
import { parseKubeconfig } from '../../../src/core/kubeconfig/parser.ts';
import { configWith, useFolder } from './folder.ts';

const writer = path.join(import.meta.dirname, 'writer.ts');
const lock = { timeoutMs: 120_000 };

describe('writers at the same time', () => {
  const folder = useFolder();
  const config = () => path.join(folder(), 'config');

  async function inProcess(name: string, count: number): Promise<void> {
    const child = spawn(process.execPath, [writer, config(), name, String(count)], { stdio: 'inherit' });
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  }

  it('of this and other processes lose nothing, and every reader sees a whole file', async () => {
    await writeFile(config(), `# mine\n${configWith(['a', 'b'], 'a')}# end`);
    await chmod(config(), 0o640);
    let reading = true;
    const reader = (async () => {
      let reads = 0;
      for (; reading; reads++) {
        const text = await readFile(config(), 'utf8');
        assert(!KubeError.is(parseKubeconfig(text, config())));
        assert(text.startsWith('# mine\n') && text.endsWith('# end'));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return reads;
    })();
    const here = Array.from({ length: 60 }, async (_, index) => {
      const entry = { name: `here-${index}`, server: `https://h${index}:1`, user: { token: 't' } };
      await addContext([config()], entry, { makeCurrent: index % 2 === 0, lock });
      await setCurrentContext([config()], 'b', { lock });
      if (index % 3 === 0) {
        await removeContext([config()], entry.name, { restore: 'a', onlyIf: { server: entry.server }, lock });
      }
    });
    await Promise.all([...here, inProcess('one', 40), inProcess('two', 40)]);
    reading = false;
    assert((await reader) > 10);
    const entries = parseKubeconfig(await readFile(config(), 'utf8'), config());
    assert(!KubeError.is(entries));
    const stay = Array.from({ length: 60 }, (_, index) => index).filter((index) => index % 3 !== 0);
    const expected = [
      ...stay.map((index) => `here-${index}`),
      ...['one', 'two'].flatMap((name) => Array.from({ length: 40 }, (_, index) => `${name}-${index}`)),
    ].sort();
    assert.deepEqual([...entries.contexts.keys()].sort(), [...expected, 'a', 'b'].sort());
    assert.deepEqual([...entries.clusters.keys()].sort(), [...expected, 'c'].sort());
    assert.deepEqual([...entries.users.keys()].sort(), expected);
    assert(entries.currentContext !== undefined && entries.contexts.has(entries.currentContext));
    assert.equal((await stat(config())).mode & 0o777, 0o640);
    assert.deepEqual(await readdir(folder()), ['config']);
  }).timeout(120_000);
});
