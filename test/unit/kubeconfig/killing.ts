import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KubeError } from '../../../src/core/kube/error.ts';
import { addContext } from '../../../src/core/kubeconfig/contextEntry.ts';
import { parseKubeconfig } from '../../../src/core/kubeconfig/parser.ts';
import { configWith } from './folder.ts';

const writer = path.join(import.meta.dirname, 'writer.ts');
const atOnce = 4;
const padding = `# ${'.'.repeat(100_000)}\n`;

async function checkWhole(config: string): Promise<void> {
  const text = await readFile(config, 'utf8');
  const entries = parseKubeconfig(text, config);
  assert(!KubeError.is(entries));
  assert(
    text.startsWith(padding) && text.endsWith('# end') && text.includes('- {name: other, context: {cluster: c}}\n'),
  );
  assert(entries.contexts.has('base') && entries.clusters.has('c'));
  assert.equal((await stat(config)).mode & 0o777, 0o640);
}

/** Kills a writer in the middle of its work, checks what it left, and gives whether that was a lock or a draft. */
async function killOne(config: string, number: number): Promise<boolean> {
  const child = spawn(process.execPath, [writer, config, `vc-${number}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  const isHolding = async () =>
    (await readFile(`${config}.lock`, 'utf8').catch(() => '')).includes(`"pid":${child.pid},`);
  for (let tries = 0; tries < 200 && !(await isHolding()); tries++) {
    await sleep(1);
  }
  // From the moment that it has the lock until after it has let go.
  await sleep((number * 3) % 8);
  child.kill('SIGKILL');
  assert.deepEqual(await ended, [null, 'SIGKILL']);
  await checkWhole(config);
  const names = await readdir(path.dirname(config));
  return (await isHolding()) || names.some((name) => name.includes(`-${child.pid}-`));
}

/**
 * Kills processes that add and remove contexts, `kills` times. Each time the file is whole and has its mode; at the end
 * nothing keeps the next writer waiting, and nothing is left over. Gives how many were killed in the middle of a write.
 */
export async function killWriters(config: string, kills: number): Promise<number> {
  await writeFile(config, `${padding}${configWith(['base', 'other'], 'base')}# end`);
  await chmod(config, 0o640);
  let [next, inTheMiddle] = [0, 0];
  const lane = async (): Promise<void> => {
    while (next < kills) {
      inTheMiddle += (await killOne(config, next++)) ? 1 : 0;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const begun = Date.now();
  const entry = { name: 'last', server: 'https://last:1', user: { token: 'last' } };
  assert.equal((await addContext([config], entry, { makeCurrent: true })).changed, true);
  assert(Date.now() - begun < 3_000);
  await checkWhole(config);
  assert.deepEqual(await readdir(path.dirname(config)), [path.basename(config)]);
  return inTheMiddle;
}
