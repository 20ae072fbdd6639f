import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { KubeError } from '../../../src/core/kube/error.ts';
import { withKubeconfigLock } from '../../../src/core/kubeconfig/lock.ts';
import { hasEnded, ownMark, type ProcessMark } from '../../../src/core/kubeconfig/processMark.ts';
import { temporaryName } from '../../../src/core/kubeconfig/temporary.ts';
import { useFolder } from './folder.ts';

const longAgo = new Date(Date.now() - 60_000);

describe('a lock whose holder has ended', () => {
  const folder = useFolder();
  const file = () => path.join(folder(), 'config');
  const lock = () => `${file()}.lock`;
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) {
      child.kill('SIGKILL');
    }
  });

  /** The mark of a process that was there. */
  async function endedMark(): Promise<ProcessMark> {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    return { ...ownMark(), pid: child.pid ?? 0, started: '1' };
  }

  async function leave(content: object | string, id = 'left'): Promise<void> {
    const text = typeof content === 'string' ? content : JSON.stringify({ id, process: content });
    await writeFile(lock(), text, { mode: 0o600 });
    await utimes(lock(), longAgo, longAgo);
  }

  const attempt = () => withKubeconfigLock(file(), async () => 'done', { timeoutMs: 60 });

  it('is broken at once', async () => {
    await leave(await endedMark());
    assert.equal(await attempt(), 'done');
    assert.deepEqual(await readdir(folder()), []);
  });

  it('is broken where another process has the number now, or the machine was restarted', async () => {
    await leave({ ...ownMark(), started: '1' });
    assert.equal(await attempt(), 'done');
    await leave({ ...ownMark(), boot: 'an earlier one' });
    assert.equal(await attempt(), 'done');
  });

  it('stays while the process runs, also a suspended one, and where one cannot tell', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    children.push(child);
    child.kill('SIGSTOP');
    const ended = await endedMark();
    const contents = [
      { ...ownMark(), pid: child.pid ?? 0, started: '' },
      ownMark(),
      { ...ended, host: 'another-machine' },
      { ...ended, space: 'pid:[1]' },
      { ...ended, pid: -1 },
      '',
      '{"id":"a"}',
      'null',
      '{',
      'x'.repeat(100_000),
    ];
    for (const content of contents) {
      await leave(content);
      await assert.rejects(attempt(), (error) => KubeError.is(error, 'kubeconfig') && error.message.includes(lock()));
      assert(existsSync(lock()));
    }
  });

  it('is broken by one of many that wait, and then held by one at a time', async () => {
    await leave(await endedMark());
    let [running, most, runs] = [0, 0, 0];
    const action = async () => {
      most = Math.max(most, ++running);
      runs++;
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
    };
    await Promise.all(Array.from({ length: 40 }, () => withKubeconfigLock(file(), action)));
    assert.deepEqual([most, runs], [1, 40]);
    assert.deepEqual(await readdir(folder()), []);
  });

  it('is broken also after one that broke it has ended in the middle', async () => {
    const ended = await endedMark();
    await leave(ended);
    const claim = `${lock()}.left`;
    await writeFile(claim, JSON.stringify({ id: 'claim', process: ended }));
    await utimes(claim, longAgo, longAgo);
    assert.equal(await attempt(), 'done');
    assert.deepEqual(await readdir(folder()), []);
  });

  it('leaves no claim to it, where the one that broke it has ended just after', async () => {
    const ended = await endedMark();
    const claims = { left: ended, 'left.claim': ended, running: ownMark(), theirs: 'mine' };
    for (const [name, process] of Object.entries(claims)) {
      await writeFile(`${lock()}.${name}`, JSON.stringify({ id: 'claim', process }));
    }
    assert.equal(await attempt(), 'done');
    assert.deepEqual((await readdir(folder())).sort(), ['config.lock.running', 'config.lock.theirs']);
  });

  it('is not broken while another does so', async () => {
    await leave(await endedMark());
    await writeFile(`${lock()}.left`, JSON.stringify({ id: 'claim', process: ownMark() }));
    await assert.rejects(attempt(), /has been there for/);
    assert(existsSync(lock()));
  });

  it('says whose it is, for its owner alone, and is not removed where another is in its place by then', async () => {
    await withKubeconfigLock(file(), async () => {
      const { process: mark } = JSON.parse(await readFile(lock(), 'utf8')) as { process: ProcessMark };
      assert.deepEqual(mark, ownMark());
      await writeFile(lock(), '');
    });
    assert.equal(await readFile(lock(), 'utf8'), '');
  });

  it('goes with the drafts of processes that have ended, and no others', async () => {
    const { pid } = await endedMark();
    const own = temporaryName(file());
    const left = own.replace(`-${process.pid}-`, `-${pid}-`);
    const elsewhere = left.replace(/\.[0-9a-f]{8}-/, '.00000000-');
    for (const name of [own, left, elsewhere, `${file()}.tmp`, path.join(folder(), '.config.1-2-3.tmp')]) {
      await writeFile(name, 'secret');
    }
    await attempt();
    const expected = [own, elsewhere, 'config.tmp', '.config.1-2-3.tmp'].map((name) => path.basename(name));
    assert.deepEqual((await readdir(folder())).sort(), expected.sort());
  });

  it('is judged by marks that tell this process from any other', async () => {
    assert.equal(hasEnded(ownMark()), false);
    assert.equal(hasEnded(await endedMark()), true);
  });
});
