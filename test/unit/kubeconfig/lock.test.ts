import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { KubeError } from '../../../src/core/kube/error.ts';
import { withKubeconfigLock } from '../../../src/core/kubeconfig/lock.ts';
import { asOrdinaryUser, useFolder } from './folder.ts';

describe('withKubeconfigLock', () => {
  const folder = useFolder();
  const file = () => path.join(folder(), 'config');

  it('holds <file>.lock while the action runs, and gives its result', async () => {
    const result = await withKubeconfigLock(file(), async () => existsSync(`${file()}.lock`));
    assert.equal(result, true);
    assert.deepEqual(await readdir(folder()), []);
  });

  it('lets go after an action that fails', async () => {
    await assert.rejects(
      withKubeconfigLock(file(), () => Promise.reject(new Error('mine'))),
      /mine/,
    );
    assert.deepEqual(await readdir(folder()), []);
  });

  it('runs one action at a time', async () => {
    let running = 0;
    let most = 0;
    const action = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
    };
    await Promise.all(Array.from({ length: 30 }, () => withKubeconfigLock(file(), action)));
    assert.equal(most, 1);
  });

  it('locks a link and its target', async () => {
    const link = path.join(folder(), 'link');
    await writeFile(file(), '');
    await symlink(file(), link);
    const held = await withKubeconfigLock(link, () => readdir(folder()));
    assert.deepEqual(held.sort(), ['config', 'config.lock', 'link', 'link.lock']);
    assert.deepEqual((await readdir(folder())).sort(), ['config', 'link']);
  });

  it('waits for another to let go', async () => {
    await writeFile(`${file()}.lock`, '');
    const waits: number[] = [];
    const sleep = async (ms: number) => {
      waits.push(ms);
      if (waits.length === 20) {
        await rm(`${file()}.lock`);
      }
    };
    await withKubeconfigLock(file(), () => Promise.resolve(), { sleep });
    assert.equal(waits.length, 20);
    assert(waits.every((ms) => ms > 0 && ms <= 150));
    assert((waits.at(-1) ?? 0) > (waits[0] ?? 0));
  });

  it('gives up in time, breaks no lock, and names the file and its age', async () => {
    const lock = `${file()}.lock`;
    await writeFile(lock, '');
    const hourAgo = new Date(Date.now() - 3_600_000);
    await utimes(lock, hourAgo, hourAgo);
    let ran = false;
    const attempt = withKubeconfigLock(
      file(),
      async () => {
        ran = true;
      },
      { timeoutMs: 50 },
    );
    await assert.rejects(attempt, (error) => {
      assert(KubeError.is(error, 'kubeconfig'));
      assert(error.message.includes(`${lock} has been there for 360`), error.message);
      return true;
    });
    assert.equal(ran, false);
    assert(existsSync(lock));
  });

  it('releases the first lock where the second cannot be had', async () => {
    const link = path.join(folder(), 'a-link');
    await writeFile(file(), '');
    await symlink(file(), link);
    await writeFile(`${file()}.lock`, '');
    await assert.rejects(
      withKubeconfigLock(link, () => Promise.resolve(), { timeoutMs: 20 }),
      /is locked/,
    );
    assert.deepEqual((await readdir(folder())).sort(), ['a-link', 'config', 'config.lock']);
  });

  it('says at once where the directory cannot be written', async () => {
    await asOrdinaryUser(folder(), [], async () => {
      await assert.rejects(
        withKubeconfigLock(path.join(folder(), 'none', 'config'), () => Promise.resolve()),
        /config\.lock cannot be written .*no such file or directory/,
      );
    });
  });
});
