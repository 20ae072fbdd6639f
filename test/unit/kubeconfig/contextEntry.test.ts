import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { load } from 'js-yaml';
import { describe, it } from 'mocha';
import { addContext, type ContextEntry, removeContext } from '../../../src/core/kubeconfig/contextEntry.ts';
import { configWith, useFolder } from './folder.ts';

const name = 'vcluster_my-vcluster_vcluster-my-vcluster_host2';
const server = 'https://127.0.0.1:10443';
const entry: ContextEntry = { name, server, caData: 'Q0E=', user: { certData: 'Q0VSVA==', keyData: 'S0VZ' } };
const fixtures = path.resolve(import.meta.dirname, '../../fixtures/connection');

describe('addContext and removeContext', () => {
  const folder = useFolder();
  const at = (file: string) => path.join(folder(), file);
  const config = () => at('config');
  const text = (file: string) => readFile(at(file), 'utf8');
  const remove = (paths: readonly string[], restore?: string) =>
    removeContext(paths, name, { onlyIf: { server }, ...(restore === undefined ? {} : { restore }) });

  it('add and make current, then give back the file to the byte', async () => {
    const before = `# mine\n${configWith(['a', 'b'], 'a # chosen')}users:\n- name: u\n  user: {token: x}\n# end`;
    await writeFile(config(), before);
    await chmod(config(), 0o640);
    const added = await addContext([config()], entry, { makeCurrent: true });
    assert.deepEqual(added, { file: config(), previousContext: 'a', changed: true });
    const after = load(await text('config')) as Record<string, readonly unknown[]>;
    assert.equal(after['current-context'], name);
    const cluster = { 'certificate-authority-data': 'Q0E=', server };
    const user = { 'client-certificate-data': 'Q0VSVA==', 'client-key-data': 'S0VZ' };
    assert.deepEqual(after['clusters']?.at(-1), { cluster, name });
    assert.deepEqual(after['contexts']?.at(-1), { context: { cluster: name, user: name }, name });
    assert.deepEqual(after['users']?.at(-1), { name, user });
    assert.equal((await stat(config())).mode & 0o777, 0o640);
    assert.deepEqual(await remove([config()], 'a'), { changed: true, restored: true });
    assert.equal(await text('config'), before);
    assert.equal((await stat(config())).mode & 0o777, 0o640);
    assert.deepEqual(await readdir(folder()), ['config']);
  });

  it('write nothing where all is so already, not even a lock', async () => {
    await writeFile(config(), configWith(['a'], 'a'));
    await addContext([config()], entry, { makeCurrent: true });
    await writeFile(`${config()}.lock`, '');
    const before = await stat(config(), { bigint: true });
    const again = await addContext([config()], entry, { makeCurrent: true });
    assert.deepEqual(again, { file: config(), changed: false });
    const none = await removeContext([config()], 'other');
    assert.deepEqual(none, { changed: false, restored: false });
    assert.equal((await stat(config(), { bigint: true })).mtimeNs, before.mtimeNs);
  });

  it('make a file for its owner alone where there is none, and its folder', async () => {
    const file = at('new/kube/config');
    const added = await addContext([file, at('other')], entry, { makeCurrent: true });
    assert.deepEqual(added, { file, changed: true });
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(path.dirname(file))).mode & 0o777, 0o700);
    assert.deepEqual(await readdir(folder()), ['new']);
    await remove([file]);
    assert.equal((load(await readFile(file, 'utf8')) as Record<string, unknown>)['current-context'], '');
  });

  for (const cli of ['legacy', 'current']) {
    it(`replace what the ${cli} CLI has written, and touch nothing else`, async () => {
      const before = await readFile(path.join(fixtures, `kubeconfig-after-${cli}-cli.yaml`), 'utf8');
      const context = before.match(/^current-context: (.+)$/m)?.[1] ?? '';
      await writeFile(config(), before);
      const added = await addContext([config()], { ...entry, name: context }, { makeCurrent: true });
      assert.deepEqual(added, { file: config(), changed: true });
      const own = [
        'insecure-skip-tls-verify',
        'server: https://127.0.0.1:21',
        'client-certificate',
        'client-key',
        'REDACTED',
      ];
      const kept = before.split('\n').filter((line) => !own.some((word) => line.includes(word)));
      const after = await text('config');
      assert.deepEqual(
        kept.filter((line) => !after.split('\n').includes(line)),
        [],
      );
      assert(!after.includes('insecure'));
    });
  }

  it('merge as kubectl: an entry in the file that has it, the rest and current-context in the first that exists', async () => {
    const [one, two] = [
      configWith(['a'], 'a'),
      `${configWith(['b'], 'b')}users:\n- name: ${name}\n  user: {token: old}\n`,
    ];
    await writeFile(at('1'), one);
    await writeFile(at('2'), two);
    const paths = [at('0'), at('1'), at('2')];
    const added = await addContext(paths, entry, { makeCurrent: true });
    assert.deepEqual(added, { file: at('1'), previousContext: 'a', changed: true });
    assert(!(await text('1')).includes('client-key-data'));
    assert.match(await text('2'), /^current-context: b$[\s\S]*client-key-data: S0VZ/m);
    assert(!(await text('2')).includes('old'));
    assert.deepEqual(await remove(paths, 'b'), { changed: true, restored: true });
    assert.equal(await text('1'), one.replace('current-context: a', 'current-context: b'));
    assert.equal(await text('2'), two.replace(/- name: vcluster[\s\S]*/, '').replace('users:', 'users: []'));
    assert.deepEqual(await readdir(folder()), ['1', '2']);
  });

  it('leave the current context alone when told so', async () => {
    await writeFile(config(), configWith(['a'], 'a'));
    const added = await addContext([config()], entry, { makeCurrent: false });
    assert.deepEqual(added, { file: config(), previousContext: 'a', changed: true });
    assert.match(await text('config'), /^current-context: a$/m);
    assert.deepEqual(await remove([config()], 'a'), { changed: true, restored: false });
  });

  it('follow links', async () => {
    await mkdir(at('real'));
    await writeFile(at('real/kube'), configWith(['a'], 'a'));
    await symlink('real/kube', config());
    await addContext([config()], entry, { makeCurrent: true });
    await remove([config()], 'a');
    assert.equal(await text('real/kube'), `${configWith(['a'], 'a')}users: []\n`);
    assert.deepEqual(await readdir(at('real')), ['kube']);
  });

  it('keep UTF-16, CRLF and a byte-order mark', async () => {
    const before = `\ufeff${configWith(['a'], 'a')}users: []\n`.replaceAll('\n', '\r\n');
    await writeFile(config(), Buffer.from(before, 'utf16le'));
    await addContext([config()], entry, { makeCurrent: true });
    const after = (await readFile(config())).toString('utf16le');
    assert(!/[^\r]\n/.test(after) && after.includes('S0VZ'));
    await remove([config()], 'a');
    assert.equal((await readFile(config())).toString('utf16le'), before);
  });

  describe('what disconnecting restores', () => {
    const before = configWith(['a', 'b'], 'a');
    const connected = async () => {
      await writeFile(config(), before);
      await addContext([config()], entry, { makeCurrent: true });
    };
    const edit = async (from: string | RegExp, to: string) =>
      writeFile(config(), (await text('config')).replace(from, to));

    it('is nothing where the user has switched meanwhile', async () => {
      await connected();
      await edit(/^current-context: .*$/m, 'current-context: b');
      assert.deepEqual(await remove([config()], 'a'), { changed: true, restored: false });
      assert.match(await text('config'), /^current-context: b$/m);
    });

    it('is no context where the former one is gone: none is better than one that does not exist', async () => {
      await connected();
      await edit('- {name: a, context: {cluster: c}}\n', '');
      assert.deepEqual(await remove([config()], 'a'), { changed: true, restored: false });
      assert.match(await text('config'), /^current-context: ""$/m);
    });

    it('is nothing where the context leads elsewhere by now', async () => {
      await connected();
      await edit(server, 'https://127.0.0.1:10444');
      const changed = await text('config');
      assert.deepEqual(await remove([config()], 'a'), { changed: false, restored: false });
      assert.equal(await text('config'), changed);
    });

    it('goes with a context that the user has removed already, whose cluster and user go too', async () => {
      await connected();
      await edit(/- context:\n {4}cluster: vcluster[\s\S]*?name: vcluster.*\n/, '');
      assert.deepEqual(await remove([config()], 'a'), { changed: true, restored: true });
      assert.equal(await text('config'), `${before}users: []\n`);
    });

    it('keeps the cluster and the user of a context that was renamed', async () => {
      await connected();
      await edit(new RegExp(`(user: ${name}\\n {2}name: ).*`), '$1mine');
      assert.deepEqual(await remove([config()], 'a'), { changed: true, restored: true });
      const after = await text('config');
      assert(after.includes(server) && after.includes('S0VZ') && after.includes('name: mine'));
      assert.match(after, /^current-context: a$/m);
    });

    it('keeps a user that a context in another file uses', async () => {
      await connected();
      await writeFile(at('two'), `contexts:\n- name: x\n  context: {cluster: c, user: ${name}}\n`);
      await remove([config(), at('two')], 'a');
      const after = await text('config');
      assert(after.includes('S0VZ') && !after.includes(server));
    });

    it("takes a context that was pointed at another cluster for the user's own", async () => {
      await connected();
      await edit(`    cluster: ${name}`, '    cluster: c');
      await remove([config()], 'a');
      const after = await text('config');
      assert(after.includes('S0VZ') && !after.includes(server) && after.includes(`current-context: ${name}`));
    });
  });
});
