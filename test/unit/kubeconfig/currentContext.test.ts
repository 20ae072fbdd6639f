import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, stat, symlink, truncate, unlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { KubeError } from '../../../src/core/kube/error.ts';
import { setCurrentContext } from '../../../src/core/kubeconfig/currentContext.ts';
import { parseKubeconfig } from '../../../src/core/kubeconfig/parser.ts';
import { asOrdinaryUser, configWith, useFolder } from './folder.ts';

describe('setCurrentContext', () => {
  const folder = useFolder();
  const at = (name: string) => path.join(folder(), name);
  const config = () => at('config');

  async function refused(attempt: () => Promise<unknown>, message: RegExp, files: readonly string[]): Promise<void> {
    const before = await Promise.all(files.map((file) => readFile(file)));
    const names = await readdir(folder());
    await assert.rejects(attempt(), (error) => {
      assert(KubeError.is(error, 'kubeconfig'), String(error));
      assert.match(error.message, message);
      return true;
    });
    assert.deepEqual(await Promise.all(files.map((file) => readFile(file))), before);
    assert.deepEqual(await readdir(folder()), names);
  }

  for (const mode of [0o600, 0o640]) {
    it(`changes one value and keeps comments and the mode ${mode.toString(8)}`, async () => {
      const text = `# mine\n${configWith(['a', 'b'], '"a"  # chosen')}# end`;
      await writeFile(config(), text);
      await chmod(config(), mode);
      assert.deepEqual(await setCurrentContext([config()], 'b'), { changed: true, file: config() });
      assert.equal(await readFile(config(), 'utf8'), text.replace('"a"  #', '"b"  #'));
      assert.equal((await stat(config())).mode & 0o777, mode);
      assert.deepEqual(await readdir(folder()), ['config']);
    });
  }

  it('writes nothing where the context is current already, not even a lock', async () => {
    await writeFile(config(), configWith(['a'], 'a'));
    await writeFile(`${config()}.lock`, '');
    const before = await stat(config(), { bigint: true });
    assert.deepEqual(await setCurrentContext([config()], 'a'), { changed: false, file: config() });
    const after = await stat(config(), { bigint: true });
    assert.deepEqual([after.ino, after.mtimeNs], [before.ino, before.mtimeNs]);
  });

  it('writes to the first file that exists, as kubectl, also where a later one sets the context now', async () => {
    await writeFile(at('1'), configWith(['a']));
    await writeFile(at('2'), configWith(['b', 'c'], 'b'));
    const paths = [at('0'), at('1'), at('2')];
    assert.deepEqual(await setCurrentContext(paths, 'c'), { changed: true, file: at('1') });
    assert.match(await readFile(at('1'), 'utf8'), /^current-context: c$/m);
    assert.equal(await readFile(at('2'), 'utf8'), configWith(['b', 'c'], 'b'));
    assert.deepEqual(await readdir(folder()), ['1', '2']);
    assert.deepEqual(await setCurrentContext(paths, 'c'), { changed: false, file: at('1') });
  });

  it('writes nothing where a later file says the same and no earlier one another', async () => {
    await writeFile(at('1'), configWith(['a']));
    await writeFile(at('2'), configWith(['b'], 'b'));
    assert.equal((await setCurrentContext([at('1'), at('2')], 'b')).changed, false);
    assert.equal(await readFile(at('1'), 'utf8'), configWith(['a']));
  });

  it('writes the target of a link', async () => {
    await mkdir(at('real'));
    await writeFile(at('real/kube'), configWith(['a', 'b'], 'a'));
    await symlink('real/kube', config());
    await setCurrentContext([config()], 'b');
    assert.equal(await readFile(at('real/kube'), 'utf8'), configWith(['a', 'b'], 'b'));
    assert.deepEqual(await readdir(at('real')), ['kube']);
  });

  it('keeps UTF-16, which PowerShell writes', async () => {
    const text = `\ufeff${configWith(['a', 'b'], 'a')}`;
    await writeFile(at('le'), Buffer.from(text, 'utf16le'));
    await writeFile(at('be'), Buffer.from(text, 'utf16le').swap16());
    for (const name of ['le', 'be']) {
      await setCurrentContext([at(name)], 'b');
    }
    const expected = Buffer.from(text.replace('context: a', 'context: b'), 'utf16le');
    assert.deepEqual(await readFile(at('le')), expected);
    assert.deepEqual(await readFile(at('be')), expected.swap16());
  });

  it('refuses an unknown context, without files too', async () => {
    await writeFile(config(), configWith(['a'], 'a'));
    await refused(() => setCurrentContext([config()], 'b\u001b[31m'), /^No kubeconfig has a context "b"\.$/, [
      config(),
    ]);
    await refused(() => setCurrentContext([at('none')], 'a'), /No kubeconfig/, []);
    await refused(() => setCurrentContext([], 'a'), /No kubeconfig/, []);
  });

  it('refuses a broken, huge or unreadable file, and a value that it cannot change alone', async () => {
    await writeFile(at('other'), configWith(['a']));
    const texts = ['current-context: [', 'a: b\u0000', '- a', 'current-context: &c b\nx: *c\n'];
    for (const text of texts) {
      await writeFile(config(), text);
      await refused(() => setCurrentContext([config(), at('other')], 'a'), /config/, [config(), at('other')].slice(1));
      assert.equal(await readFile(config(), 'utf8'), text);
    }
    await truncate(config(), 10 * 1024 * 1024);
    await refused(() => setCurrentContext([config(), at('other')], 'a'), /10\.0 MiB/, [at('other')]);
    await mkdir(at('directory'));
    await refused(() => setCurrentContext([at('directory'), at('other')], 'a'), /is a directory/, [at('other')]);
  });

  it('refuses bytes that are no text, since they would not survive', async () => {
    const bytes = Buffer.concat([Buffer.from(configWith(['a', 'b'], 'a')), Buffer.from([0x23, 0xff, 0x0a])]);
    await writeFile(config(), bytes);
    await refused(() => setCurrentContext([config()], 'b'), /no text/, [config()]);
  });

  it('refuses while another holds the lock', async () => {
    await writeFile(config(), configWith(['a', 'b'], 'a'));
    await writeFile(`${config()}.lock`, '');
    const attempt = () => setCurrentContext([config()], 'b', { lock: { timeoutMs: 30 } });
    await refused(attempt, /config\.lock has been there/, [config()]);
  });

  it('waits for another that has emptied the file under the lock, as kubectl does before it writes', async () => {
    await writeFile(config(), '');
    await writeFile(`${config()}.lock`, '');
    const attempt = setCurrentContext([config()], 'b');
    await writeFile(config(), configWith(['a', 'b'], 'a'));
    await unlink(`${config()}.lock`);
    assert.equal((await attempt).changed, true);
  });

  it('writes nothing where another has made the context current while this waited', async () => {
    await writeFile(config(), configWith(['a', 'b'], 'a'));
    await writeFile(`${config()}.lock`, '');
    const attempt = setCurrentContext([config()], 'b');
    await new Promise((resolve) => setTimeout(resolve, 30));
    await writeFile(config(), configWith(['a', 'b'], 'b'));
    const before = await stat(config());
    await unlink(`${config()}.lock`);
    assert.equal((await attempt).changed, false);
    assert.equal((await stat(config())).ino, before.ino);
  });

  it('refuses where the only file with the context broke while this waited', async () => {
    await writeFile(config(), configWith(['a'], 'a'));
    await writeFile(at('other'), configWith(['b']));
    await writeFile(`${config()}.lock`, '');
    const attempt = setCurrentContext([config(), at('other')], 'b');
    await new Promise((resolve) => setTimeout(resolve, 30));
    await writeFile(at('other'), '{{');
    await unlink(`${config()}.lock`);
    await assert.rejects(attempt, /No kubeconfig has a context "b"/);
    assert.equal(await readFile(config(), 'utf8'), configWith(['a'], 'a'));
  });

  it('refuses in a read-only directory', async () => {
    await writeFile(config(), configWith(['a', 'b'], 'a'));
    await chmod(config(), 0o666);
    await asOrdinaryUser(folder(), [], async () => {
      await chmod(folder(), 0o555).catch(() => undefined);
      await refused(() => setCurrentContext([config()], 'b'), /permission denied/, [config()]);
    });
    await chmod(folder(), 0o700);
  });

  it('leaves a valid file after 200 writers at once, each of which was right for a moment', async () => {
    const text = configWith(['one', 'two'], 'one');
    await writeFile(config(), text);
    await chmod(config(), 0o640);
    let reading = true;
    const seen = new Set<string>();
    const reader = (async () => {
      while (reading) {
        seen.add(await readFile(config(), 'utf8'));
      }
    })();
    const names = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 'two' : 'one'));
    const lock = { timeoutMs: 60_000 };
    const results = await Promise.all(names.map((name) => setCurrentContext([config()], name, { lock })));
    reading = false;
    await reader;
    const last = await readFile(config(), 'utf8');
    const entries = parseKubeconfig(last, config());
    assert(!KubeError.is(entries));
    assert(results.filter(({ changed }) => changed).length >= 1);
    const whole = [text, text.replace('context: one', 'context: two')];
    assert(whole.includes(last));
    assert.deepEqual(
      [...seen].filter((each) => !whole.includes(each)),
      [],
    );
    assert.equal((await stat(config())).mode & 0o777, 0o640);
    assert.deepEqual(await readdir(folder()), ['config']);
  }).timeout(60_000);
});
