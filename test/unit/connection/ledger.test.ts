import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { KubeconfigPlaces } from '../../../src/core/connection/kubeconfigPlace.ts';
import { Ledger } from '../../../src/core/connection/ledger.ts';
import type { LedgerEntry } from '../../../src/core/connection/ledgerFile.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { setCurrentContext } from '../../../src/core/kubeconfig/currentContext.ts';
import { ownMark, type ProcessMark } from '../../../src/core/kubeconfig/processMark.ts';
import { configWith, useFolder } from '../kubeconfig/folder.ts';

function entryOf(name: string, port = 10443) {
  return { name, server: `https://127.0.0.1:${port}`, user: { token: `token-of-${name}` } };
}

describe('Ledger', () => {
  const folder = useFolder();
  const at = (name: string) => path.join(folder(), name);
  const config = () => at('config');
  const own = () => at('own');
  const before = `${configWith(['a', 'b'], 'a')}users: []\n`;
  const crashed: ProcessMark = { ...ownMark(), started: '1' };
  const text = () => readFile(config(), 'utf8');

  function openWindow(process: ProcessMark = ownMark()) {
    const ledger = new Ledger({ folder: own(), lock: { timeoutMs: 50 }, process });
    return { ledger, places: new KubeconfigPlaces({ paths: () => [config()], folder: own(), ledger }) };
  }

  const sweep = async () => {
    const { removed, failed } = await openWindow().ledger.sweep();
    return { removed: removed.map(({ context }) => context).sort(), failed: failed.map(({ entry }) => entry.context) };
  };

  const note = (id: string, changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
    id,
    mode: 'merge',
    context: id,
    server: 'https://x',
    files: [config()],
    startedAt: 1,
    ...changes,
  });

  it('is a file for its owner alone, and gone with its last entry', async () => {
    const { ledger } = openWindow();
    await Promise.all([ledger.record(note('1')), ledger.record(note('2')), ledger.record(note('1', { port: 7 }))]);
    const [name = ''] = await readdir(own());
    const file = path.join(own(), name);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(own())).mode & 0o777, 0o700);
    const { process: mark, entries } = JSON.parse(await readFile(file, 'utf8'));
    assert.deepEqual(mark, ownMark());
    assert.deepEqual(entries, [note('1', { port: 7 }), note('2')]);
    await Promise.all([ledger.forget('1'), ledger.forget('2'), ledger.forget('3')]);
    assert.deepEqual(await readdir(own()), []);
  });

  it('knows of the other windows, but only those that run', async () => {
    await openWindow().ledger.record(note('1'));
    await openWindow(crashed).ledger.record(note('2'));
    const { ledger } = openWindow();
    assert.deepEqual(await ledger.othersEntries(), [note('1')]);
    assert.equal(await ledger.isShared(note('other', { context: '1' })), true);
    assert.equal(await ledger.isShared(note('2')), false);
    assert.equal(await ledger.isShared(note('1', { server: 'https://y' })), false);
    assert.equal(await ledger.isShared(note('1', { files: [at('elsewhere')] })), false);
  });

  it('sweeps what a window left that crashed: contexts, the current one, private files', async () => {
    await writeFile(config(), before);
    const { places } = openWindow(crashed);
    await places.place('switch', '1', entryOf('one', 1));
    await places.place('switch', '2', entryOf('two', 2));
    const { kubeconfigPath } = await places.place('private', '3', entryOf('three', 3));
    await places.place('merge', '4', entryOf('four', 4));
    assert.deepEqual(await sweep(), { removed: ['four', 'one', 'three', 'two'], failed: [] });
    assert.equal(await text(), before);
    assert(!existsSync(kubeconfigPath));
    assert.deepEqual(await readdir(own()), []);
    assert.deepEqual(await sweep(), { removed: [], failed: [] });
  });

  it('restores the first context also where two windows crashed one after another', async () => {
    await writeFile(config(), before);
    let now = 1000;
    for (const name of ['one', 'two']) {
      const { ledger } = openWindow(crashed);
      const places = new KubeconfigPlaces({ paths: () => [config()], folder: own(), ledger, now: () => now++ });
      await places.place('switch', name, entryOf(name, now));
    }
    await sweep();
    assert.equal(await text(), before);
  });

  it('leaves what is not as it was made any more', async () => {
    await writeFile(config(), before);
    const { places } = openWindow(crashed);
    await places.place('switch', '1', entryOf('one', 1));
    await places.place('switch', '2', entryOf('two', 2));
    await setCurrentContext([config()], 'b');
    await writeFile(config(), (await text()).replace('https://127.0.0.1:1\n', 'https://mine:1\n'));
    await sweep();
    assert((await text()).includes('https://mine:1') && !(await text()).includes('name: two'));
    assert.match(await text(), /^current-context: b$/m);
  });

  it('leaves what another window has open by now', async () => {
    await writeFile(config(), before);
    await openWindow(crashed).places.place('switch', 'id', entryOf('vc'));
    const second = await openWindow().places.place('switch', 'id', entryOf('vc'));
    assert.deepEqual(await sweep(), { removed: ['vc'], failed: [] });
    assert.match(await text(), /^current-context: vc$/m);
    await second.remove();
    assert.equal(await text(), before);
  });

  it('leaves running windows alone, and those of other machines', async () => {
    await writeFile(config(), before);
    await openWindow().places.place('switch', '1', entryOf('one', 1));
    await openWindow({ ...crashed, host: 'another' }).places.place('merge', '2', entryOf('two', 2));
    const [expected, names] = [await text(), (await readdir(own())).sort()];
    assert.deepEqual(await sweep(), { removed: [], failed: [] });
    assert.equal(await text(), expected);
    assert.deepEqual((await readdir(own())).sort(), names);
  });

  it('tries again at the next start what did not work', async () => {
    await writeFile(config(), before);
    const { places } = openWindow(crashed);
    await places.place('switch', '1', entryOf('one', 1));
    const { kubeconfigPath } = await places.place('private', '2', entryOf('two', 2));
    await writeFile(`${config()}.lock`, '');
    assert.deepEqual(await sweep(), { removed: ['two'], failed: ['one'] });
    assert(!existsSync(kubeconfigPath));
    await rm(`${config()}.lock`);
    assert.deepEqual(await sweep(), { removed: ['one'], failed: [] });
    assert.equal(await text(), before);
  });

  it('may be swept by several windows at once', async () => {
    await writeFile(config(), before);
    const { places } = openWindow(crashed);
    for (let index = 0; index < 5; index++) {
      await places.place('switch', `${index}`, entryOf(`vc${index}`, index));
    }
    const windows = Array.from({ length: 4 }, () => new Ledger({ folder: own() }));
    const results = await Promise.all(windows.map((ledger) => ledger.sweep()));
    assert.deepEqual(
      results.flatMap(({ failed }) => failed),
      [],
    );
    assert.equal(await text(), before);
    assert.deepEqual(await readdir(own()), []);
  });

  it('survives garbage, drops it, and leaves what a newer version wrote', async () => {
    await writeFile(config(), before);
    await mkdir(own());
    const victim = at('victim.kubeconfig');
    await writeFile(victim, 'x');
    const page = (entries: unknown) => JSON.stringify({ version: 1, process: crashed, entries });
    const files: readonly (readonly [name: string, text: string])[] = [
      ['window-1.json', ''],
      ['window-2.json', '{"version":1,"proc'],
      ['window-3.json', 'null'],
      ['window-4.json', '[]'],
      ['window-5.json', page('x')],
      ['window-6.json', page([null, 1, {}, { ...note('x'), mode: 'other' }, { ...note('x'), files: 'x' }])],
      [
        'window-7.json',
        page([{ ...note('x'), mode: 'private', files: [victim, config(), path.join(own(), '../victim.kubeconfig')] }]),
      ],
      ['window-8.json', JSON.stringify({ version: 1, process: { pid: 'x' }, entries: [] })],
      ['window-9.json', JSON.stringify({ version: 2, process: crashed, entries: [note('x')] })],
      ['notes.txt', 'mine'],
      ['window-10.json.bak', '{'],
    ];
    for (const [name, content] of files) {
      await writeFile(path.join(own(), name), content);
    }
    await mkdir(path.join(own(), 'window-11.json'));
    await openWindow().ledger.sweep();
    const left = ['notes.txt', 'window-10.json.bak', 'window-11.json', 'window-9.json'].sort();
    const names = (await readdir(own())).sort();
    assert.deepEqual(
      names.filter((name) => name !== 'window-8.json'),
      left,
    );
    assert.equal(await readFile(victim, 'utf8'), 'x');
    assert.equal(await text(), before);
  });

  it('finds what a process left that was killed while it was connected', async () => {
    await writeFile(config(), before);
    const module = (name: string) =>
      JSON.stringify(path.resolve(import.meta.dirname, `../../../src/core/connection/${name}.ts`));
    const script = `
      import { Ledger } from ${module('ledger')};
      import { KubeconfigPlaces } from ${module('kubeconfigPlace')};
      const folder = ${JSON.stringify(own())};
      const places = new KubeconfigPlaces({ paths: () => [${JSON.stringify(config())}], folder, ledger: new Ledger({ folder }) });
      await places.place('switch', 'id', ${JSON.stringify(entryOf('vc'))});
      await places.place('private', 'terminal', ${JSON.stringify(entryOf('vc'))});
      console.log('connected');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    await once(child.stdout, 'data');
    assert.deepEqual(await sweep(), { removed: [], failed: [] });
    child.kill('SIGKILL');
    await ended;
    assert.deepEqual(await sweep(), { removed: ['vc', 'vc'], failed: [] });
    assert.equal(await text(), before);
    assert.deepEqual(await readdir(own()), []);
  }).timeout(20_000);

  it('keeps what it had where it cannot write', async () => {
    await writeFile(own(), '');
    const { ledger } = openWindow();
    await assert.rejects(ledger.record(note('1')), (error) => KubeError.is(error, 'kubeconfig'));
    assert.deepEqual(ledger.entries, []);
    assert.deepEqual(await ledger.sweep(), { removed: [], failed: [] });
  });
});
