import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Ledger } from '../../../src/core/connection/ledger.ts';
import { setCurrentContext } from '../../../src/core/kubeconfig/currentContext.ts';
import { ownMark } from '../../../src/core/kubeconfig/processMark.ts';
import { configWith, eventually, useFolder } from '../kubeconfig/folder.ts';
import { becomes, settled } from '../kubeconfig/sources.ts';
import { id, name, server, WatchBench } from './watchBench.ts';

const before = `# mine\n${configWith(['a', 'b'], 'a')}users: []\n`;

describe('the context of a connection', () => {
  const folder = useFolder();
  const at = (file: string) => path.join(folder(), file);
  const config = () => at('config');
  const own = () => at('own');
  let bench: WatchBench;

  beforeEach(async () => {
    await writeFile(config(), before);
    bench = new WatchBench(config(), own());
    await bench.source.start();
  });

  afterEach(() => bench.end());

  const text = () => readFile(config(), 'utf8');
  const current = async () => /^current-context: (.*)$/mu.exec(await text())?.[1];

  /** Another program writes the file; contexts named so are gone or have another name. */
  async function write(change: (text: string) => string): Promise<void> {
    const [was, is] = [await text(), change(await text())];
    assert.notEqual(is, was, 'the change must be one');
    await writeFile(config(), is);
  }

  const cluster = `- cluster:\n    server: ${server}\n  name: ${name}\n`;
  const contextNamed = (as: string) => `- context:\n    cluster: ${name}\n    user: ${name}\n  name: ${as}\n`;
  /** As `kubectl config delete-context` and `rename-context` do: the former leaves cluster, user and current context. */
  const deleteContext = () => write((was) => was.replace(contextNamed(name), ''));
  const rename = (to: string) =>
    write((was) =>
      was.replace(contextNamed(name), contextNamed(to)).replace(`current-context: ${name}`, `current-context: ${to}`),
    );
  const drop = () => write(() => before);
  it('is not missing because the kubeconfig has not been read since', async () => {
    await bench.connect();
    await settled();
    assert.deepEqual([bench.vanished, bench.connections.view(id)?.missing], [[], undefined]);
  });

  it('is missing when another program drops it, which is shown and told once', async () => {
    await bench.connect();
    await drop();
    await bench.isMissing();
    await settled();
    assert.deepEqual(bench.vanished, [name]);
    const row = bench.connections.row(id);
    assert.equal(row?.description, '127.0.0.1:31337 · its context is gone from your kubeconfig');
    assert.deepEqual([row?.icon.id, row?.flags], ['warning', ['forward', 'ready', 'missing']]);
    assert.match(row?.spoken ?? '', /gone from your kubeconfig/u);
    await write((was) => `${was}# again\n`);
    await settled();
    assert.deepEqual(bench.vanished, [name]);
  });

  it('is missing when the file is gone, and one that is half-written takes nothing away', async () => {
    await bench.connect();
    await write((was) => was.slice(0, was.indexOf('users:') + 3));
    await settled();
    assert.deepEqual(bench.vanished, []);
    await rm(config());
    await bench.isMissing();
    await bench.watch.restore(id);
    await bench.isThere();
    assert.match(await text(), new RegExp(`name: ${name}`, 'u'));
  });

  it('comes back as it was, and is current again only if it was and nothing else is', async () => {
    await bench.connect();
    const whole = await text();
    await drop();
    await bench.isMissing();
    await bench.watch.restore(id);
    await bench.isThere();
    assert.equal(await current(), 'a', 'the user has another one now');
    await setCurrentContext([config()], name);
    assert.equal(await text(), whole);
    await becomes(bench.source, `a b ${name}`);
    await eventually(() => bench.source.value.currentContext === name, 'it is current');
    await write(() => before.replace('current-context: a', `current-context: ${name}`));
    await bench.isMissing();
    await bench.watch.restore(id);
    assert.equal(await current(), name);
    await bench.connections.disconnect(id);
    assert.equal(await current(), 'a');
    assert.deepEqual(bench.ledger.entries, []);
  });

  it('is current again where nothing is', async () => {
    await bench.connect();
    await write(() => before.replace('current-context: a\n', ''));
    await bench.isMissing();
    await bench.watch.restore(id);
    assert.equal(await current(), name);
  });

  it('is not made current when it never was', async () => {
    await bench.connect('merge');
    await write(() => before.replace('current-context: a\n', ''));
    await bench.isMissing();
    await bench.watch.restore(id);
    assert.doesNotMatch(await text(), /current-context: vcluster/u);
  });

  it('is not missing any more when somebody else brings it back', async () => {
    await bench.connect();
    const whole = await text();
    await drop();
    await bench.isMissing();
    await write(() => whole);
    await bench.isThere();
    const brought = await text();
    await bench.watch.restore(id);
    assert.equal(await text(), brought);
  });

  it('is not written over one that leads elsewhere, which came after the last look', async () => {
    await bench.connect();
    await drop();
    await bench.isMissing();
    // Written between the look at the file and the lock on it.
    const other = before
      .replace('- name: c\n', `- {name: ${name}, cluster: {server: "https://elsewhere"}}\n- name: c\n`)
      .replace('contexts:\n', `contexts:\n- {name: ${name}, context: {cluster: ${name}}}\n`);
    await writeFile(config(), other);
    await assert.rejects(bench.connections.restore(id, true), {
      name: 'KubeError',
      kind: 'kubeconfig',
      message: /leads elsewhere/u,
    });
    assert.equal(await text(), other);
    await bench.connections.disconnect(id);
    assert.equal(await text(), other, 'nor taken out');
  });

  it('goes on under a new name, and is taken out under that', async () => {
    await bench.connect();
    await rename('mine');
    await bench.isCalled('mine');
    await settled();
    assert.deepEqual([bench.vanished, bench.connections.view(id)?.missing], [[], undefined]);
    assert.deepEqual([bench.ledger.entries[0]?.context, bench.ledger.entries[0]?.parts], ['mine', name]);
    await bench.connections.disconnect(id);
    assert.equal(await text(), before);
  });

  it('is found by the next start under its new name, if the window was killed', async () => {
    await bench.connect();
    await rename('mine');
    await eventually(() => bench.ledger.entries[0]?.context === 'mine', 'the new name');
    const crashed = new Ledger({ folder: own(), process: { ...ownMark(), started: '1' } });
    await crashed.record({ ...(bench.ledger.entries[0] ?? assert.fail()), id: 'crashed' });
    await bench.ledger.forget(id);
    const { removed, failed } = await new Ledger({ folder: own() }).sweep();
    assert.deepEqual([removed.map(({ context: one }) => one), failed], [['mine'], []]);
    assert.equal(await text(), before);
  });

  it('may be renamed and then dropped, and comes back under the new name', async () => {
    await bench.connect();
    await rename('mine');
    await bench.isCalled('mine');
    const renamed = await text();
    await drop();
    await bench.isMissing();
    await bench.watch.restore(id);
    await bench.isThere();
    await setCurrentContext([config()], 'mine');
    assert.equal(await text(), renamed);
    await bench.connections.disconnect(id);
    assert.equal(await text(), before);
  });

  it('is not another one that led to the same place before', async () => {
    await write((was) =>
      was
        .replace('- name: c\n', `- {name: old, cluster: {server: "${server}"}}\n- name: c\n`)
        .replace('contexts:\n', 'contexts:\n- {name: old, context: {cluster: old}}\n'),
    );
    await becomes(bench.source, 'old a b');
    const others = await text();
    await bench.place('switch');
    await becomes(bench.source, `old a b ${name}`);
    await write(() => others);
    await bench.isMissing();
    assert.equal(bench.connections.view(id)?.context, name);
  });

  it('is missing when its cluster is, and comes back whole, renamed or not', async () => {
    await bench.connect();
    await rename('mine');
    await bench.isCalled('mine');
    const whole = await text();
    await write((was) => was.replace(cluster, ''));
    await bench.isMissing();
    await bench.watch.restore(id);
    await bench.isThere();
    assert.equal(await text(), whole);
  });

  it('can be asked back while it is taken back, and ends gone', async () => {
    await bench.connect();
    await drop();
    await bench.isMissing();
    await Promise.all([bench.watch.restore(id), bench.connections.disconnect(id)]);
    assert.equal(await text(), before);
    await bench.connect();
    await drop();
    await bench.isMissing();
    const restoring = bench.connections.restore(id, false);
    await Promise.all([restoring, bench.connections.disconnect(id)]);
    assert.equal(await text(), before);
    assert.deepEqual(bench.ledger.entries, []);
    await assert.rejects(bench.connections.restore(id, false), { kind: 'refused' });
  });

  it('is nobody’s concern while it moves, in a private file, or once it is disconnected', async () => {
    await bench.connect();
    for (const next of ['private', 'merge', 'private', 'switch'] as const) {
      await bench.place(next);
      await bench.source.reload();
    }
    await settled();
    await bench.connections.disconnect(id);
    await settled();
    assert.deepEqual(bench.vanished, []);
  });

  it('is missing when it went before the kubeconfig was ever read with it', async () => {
    await bench.place('switch');
    await drop();
    await bench.isMissing();
    assert.deepEqual(bench.vanished, [name]);
  });

  it('is missing after kubectl deleted it, and comes back as it was', async () => {
    await bench.connect();
    const whole = await text();
    await deleteContext();
    await bench.isMissing();
    await bench.watch.restore(id);
    assert.equal(await text(), whole);
  });
});
