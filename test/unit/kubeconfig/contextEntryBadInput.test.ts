import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, symlink, truncate, unlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { describe, it } from 'mocha';
import { KubeError } from '../../../src/core/kube/error.ts';
import { addContext, type ContextEntry, removeContext } from '../../../src/core/kubeconfig/contextEntry.ts';
import { asOrdinaryUser, configWith, useFolder } from './folder.ts';

const run = promisify(execFile);
const module = path.resolve(import.meta.dirname, '../../../src/core/kubeconfig/contextEntry.ts');
const entry: ContextEntry = { name: 'vc', server: 'https://127.0.0.1:1', user: { token: 'secret-token' } };

describe('addContext, where it cannot', () => {
  const folder = useFolder();
  const at = (file: string) => path.join(folder(), file);
  const config = () => at('config');
  const add = (paths: readonly string[] = [config()]) =>
    addContext(paths, entry, { makeCurrent: true, lock: { timeoutMs: 40 } });

  async function refused(attempt: () => Promise<unknown>, message: RegExp): Promise<void> {
    const names = await readdir(folder());
    await assert.rejects(attempt(), (error) => {
      assert(KubeError.is(error, 'kubeconfig'), String(error));
      assert.match(error.message, message);
      assert(!JSON.stringify([error.message, String(error.cause)]).includes('secret-token'));
      return true;
    });
    assert.deepEqual(await readdir(folder()), names);
  }

  it('leaves a file as it is that is broken, no kubeconfig, or cannot be changed alone', async () => {
    const texts = [
      'clusters: [',
      'clusters:\n\t- name: a\n',
      '- a\n',
      'kind: Pod\napiVersion: v1\n',
      'clusters: {a: b}\n',
      'clusters: &x\n- {name: a}\nother: *x\n',
      'clusters: &x [*x]\n',
      'current-context: &c b\nx: *c\n',
    ];
    for (const text of texts) {
      await writeFile(config(), text);
      await refused(add, /config/);
      assert.equal(await readFile(config(), 'utf8'), text);
    }
  });

  it('leaves 10 MB, a directory, a device and bytes that are no text as they are', async () => {
    await writeFile(config(), '');
    await truncate(config(), 10_000_000);
    await refused(add, /9\.5 MiB/);
    await mkdir(at('directory'));
    await refused(() => add([at('directory')]), /is a directory/);
    await refused(() => add(['/dev/null']), /not a regular file|permission denied/);
    assert((await stat('/dev/null')).isCharacterDevice());
    await writeFile(at('bytes'), Buffer.concat([Buffer.from(`${configWith(['a'])}#`), Buffer.from([0xff, 0x0a])]));
    await refused(() => add([at('bytes')]), /no text/);
    await refused(() => add([]), /No kubeconfig file is set/);
  });

  it('says so of a read-only file, a read-only folder, and links in a circle', async () => {
    await writeFile(config(), configWith(['a'], 'a'));
    await chmod(config(), 0o444);
    await asOrdinaryUser(folder(), [folder(), config()], () => refused(add, /permission denied/));
    await chmod(config(), 0o644);
    await asOrdinaryUser(folder(), [config()], async () => {
      await chmod(folder(), 0o555).catch(() => undefined);
      await refused(add, /permission denied/);
    });
    await chmod(folder(), 0o700);
    assert.equal(await readFile(config(), 'utf8'), configWith(['a'], 'a'));
    await symlink('loop', at('loop'));
    await refused(() => add([at('loop')]), /circle/);
  });

  it('names the lock of another program', async () => {
    await writeFile(config(), configWith(['a'], 'a'));
    await writeFile(`${config()}.lock`, '');
    await refused(add, /config\.lock has been there for \d+ seconds\. If nothing is using it any more, delete it/);
  });

  it('leaves the file and nothing else where the disk is full', async () => {
    // A limit on the size of files fails in the middle of a write as a full disk does, whoever runs the tests.
    const before = configWith(
      Array.from({ length: 400 }, (_, index) => `context-number-${index}`),
      'context-number-1',
    );
    await writeFile(config(), before);
    const script = `import { addContext } from ${JSON.stringify(module)};
      const entry = ${JSON.stringify(entry)};
      await addContext([${JSON.stringify(config())}], entry, { makeCurrent: true }).then(() => console.log('written'), (e) => console.log(e.message));`;
    const limited = 'trap "" XFSZ; ulimit -f 8; exec "$0" --input-type=module -e "$1"';
    const { stdout } = await run('/bin/sh', ['-c', limited, process.execPath, script]);
    assert.match(stdout, /config cannot be written and was left as it was: the file would be too large/);
    assert.equal(await readFile(config(), 'utf8'), before);
    assert.deepEqual(await readdir(folder()), ['config']);
  });

  it('waits for another that has emptied the file under its lock, as kubectl does before it writes', async () => {
    await writeFile(config(), '{');
    await writeFile(`${config()}.lock`, '');
    const attempt = addContext([config()], entry, { makeCurrent: true });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await writeFile(config(), configWith(['a'], 'a'));
    await unlink(`${config()}.lock`);
    assert.deepEqual(await attempt, { file: config(), previousContext: 'a', changed: true });
  });

  it('follows a file that appears first in line while it waits', async () => {
    await writeFile(at('2'), configWith(['a'], 'a'));
    await writeFile(at('2.lock'), '');
    const attempt = addContext([at('1'), at('2')], entry, { makeCurrent: true });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await writeFile(at('1'), configWith(['b'], 'b'));
    await unlink(at('2.lock'));
    assert.deepEqual(await attempt, { file: at('1'), previousContext: 'b', changed: true });
    assert.equal(await readFile(at('2'), 'utf8'), configWith(['a'], 'a'));
    assert.deepEqual(await readdir(folder()), ['1', '2']);
  });

  it('goes by the files that can be read, and removes from them', async () => {
    await writeFile(at('1'), configWith(['a'], 'a'));
    await writeFile(at('2'), '{{');
    const paths = [at('1'), at('2')];
    assert.equal((await add(paths)).changed, true);
    assert.deepEqual(await removeContext(paths, 'vc', { restore: 'a' }), { changed: true, restored: true });
    assert.equal(await readFile(at('2'), 'utf8'), '{{');
    await refused(() => add(paths.toReversed()), /2 is not valid YAML/);
  });
});
