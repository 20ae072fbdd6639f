import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, chown, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { describe, it } from 'mocha';
import { KubeError } from '../../../src/core/kube/error.ts';
import { writeFileAtomic } from '../../../src/core/kubeconfig/atomicFile.ts';
import { asOrdinaryUser, useFolder } from './folder.ts';

const run = promisify(execFile);
const module = path.resolve(import.meta.dirname, '../../../src/core/kubeconfig/atomicFile.ts');

async function modeOf(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o7777).toString(8);
}

describe('writeFileAtomic', () => {
  const folder = useFolder();
  const file = () => path.join(folder(), 'config');

  it('creates a file for its owner alone', async () => {
    await writeFileAtomic(file(), 'new');
    assert.equal(await readFile(file(), 'utf8'), 'new');
    assert.equal(await modeOf(file()), '600');
    assert.deepEqual(await readdir(folder()), ['config']);
  });

  it('replaces the file, not its content', async () => {
    await writeFile(file(), 'old');
    const before = (await stat(file())).ino;
    await writeFileAtomic(file(), 'new');
    assert.notEqual((await stat(file())).ino, before);
    assert.equal(await readFile(file(), 'utf8'), 'new');
  });

  for (const mode of [0o600, 0o640, 0o644, 0o660]) {
    it(`keeps the mode ${mode.toString(8)}`, async () => {
      await writeFile(file(), 'old');
      await chmod(file(), mode);
      await writeFileAtomic(file(), 'new');
      assert.equal(await modeOf(file()), mode.toString(8));
    });
  }

  it('keeps owner and group as root', async () => {
    if (process.geteuid?.() !== 0) {
      // Only root can give files away; what others can keep is tested below.
      return;
    }
    await writeFile(file(), 'old');
    await chown(file(), 1234, 4321);
    await writeFileAtomic(file(), 'new');
    const { uid, gid } = await stat(file());
    assert.deepEqual([uid, gid], [1234, 4321]);
  });

  it('follows links and leaves them in place', async () => {
    await mkdir(path.join(folder(), 'real'));
    const target = path.join(folder(), 'real', 'target');
    await writeFile(target, 'old');
    await symlink(path.join('real', 'target'), path.join(folder(), 'middle'));
    await symlink('middle', file());
    await writeFileAtomic(file(), 'new');
    assert((await lstat(file())).isSymbolicLink());
    assert.equal(await readFile(target, 'utf8'), 'new');
    assert.deepEqual(await readdir(path.join(folder(), 'real')), ['target']);
  });

  it('leaves the original and nothing else where the directory is read-only', async () => {
    await writeFile(file(), 'old');
    await chmod(file(), 0o666);
    await asOrdinaryUser(folder(), [], async () => {
      await chmod(folder(), 0o555).catch(() => undefined);
      await assert.rejects(writeFileAtomic(file(), 'new'), (error) => {
        assert(KubeError.is(error, 'kubeconfig'));
        assert.equal(error.message, `${file()} cannot be written and was left as it was: permission denied.`);
        return true;
      });
    });
    await chmod(folder(), 0o700);
    assert.equal(await readFile(file(), 'utf8'), 'old');
    assert.deepEqual(await readdir(folder()), ['config']);
  });

  it('respects a file that is read-only itself', async () => {
    await writeFile(file(), 'old');
    await chmod(file(), 0o444);
    await asOrdinaryUser(folder(), [folder(), file()], async () => {
      await assert.rejects(writeFileAtomic(file(), 'new'), /permission denied/);
    });
    assert.equal(await readFile(file(), 'utf8'), 'old');
  });

  it('leaves the original and nothing else where the data does not fit', async () => {
    await writeFile(file(), 'old');
    // A limit on the size of files fails in the middle of the write, as a full disk does.
    const script = `import { writeFileAtomic } from ${JSON.stringify(module)};
      await writeFileAtomic(${JSON.stringify(file())}, 'x'.repeat(1_000_000)).then(() => console.log('written'), (e) => console.log(e.message));`;
    const limited = 'trap "" XFSZ; ulimit -f 8; exec "$0" --input-type=module -e "$1"';
    const { stdout } = await run('/bin/sh', ['-c', limited, process.execPath, script]);
    assert.equal(stdout.trim(), `${file()} cannot be written and was left as it was: the file would be too large.`);
    assert.equal(await readFile(file(), 'utf8'), 'old');
    assert.deepEqual(await readdir(folder()), ['config']);
  });

  it('does not write over a directory', async () => {
    await mkdir(file());
    await assert.rejects(writeFileAtomic(file(), 'new'), (error) => KubeError.is(error, 'kubeconfig'));
    assert.deepEqual(await readdir(folder()), ['config']);
  });
});
