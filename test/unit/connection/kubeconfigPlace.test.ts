import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { KubeconfigPlaces } from '../../../src/core/connection/kubeconfigPlace.ts';
import { Ledger } from '../../../src/core/connection/ledger.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { parseKubeconfig } from '../../../src/core/kubeconfig/parser.ts';
import { configWith, useFolder } from '../kubeconfig/folder.ts';

function entryOf(name: string, port = 10443) {
  return { name, server: `https://127.0.0.1:${port}`, user: { token: `token-of-${name}` } };
}

describe('KubeconfigPlaces', () => {
  const folder = useFolder();
  const at = (name: string) => path.join(folder(), name);
  const config = () => at('config');
  const own = () => at('own');
  const before = `# mine\n${configWith(['a', 'b'], 'a')}users: []\n`;

  /** What a VS Code window has. */
  function openWindow(paths: () => readonly string[] = () => [config()]) {
    const ledger = new Ledger({ folder: own(), lock: { timeoutMs: 100 } });
    return { ledger, places: new KubeconfigPlaces({ paths, folder: own(), ledger, lock: { timeoutMs: 100 } }) };
  }

  async function state() {
    const entries = parseKubeconfig(await readFile(config(), 'utf8'), config());
    assert(!KubeError.is(entries));
    return { current: entries.currentContext, contexts: [...entries.contexts.keys()].join(' ') };
  }

  it('switches, and restores what was', async () => {
    await writeFile(config(), before);
    const { places, ledger } = openWindow();
    const placed = await places.place('switch', 'id', entryOf('vc'), 10443);
    assert.deepEqual([placed.context, placed.kubeconfigPath], ['vc', config()]);
    assert.deepEqual(await state(), { current: 'vc', contexts: 'a b vc' });
    const [noted] = ledger.entries;
    assert.deepEqual(
      { ...noted, startedAt: 0 },
      {
        id: 'id',
        mode: 'switch',
        context: 'vc',
        server: 'https://127.0.0.1:10443',
        files: [config()],
        previousContext: 'a',
        port: 10443,
        startedAt: 0,
      },
    );
    await placed.remove();
    await placed.remove();
    assert.equal(await readFile(config(), 'utf8'), before);
    assert.deepEqual(await readdir(own()), []);
  });

  it('goes back to the host where the CLI had switched to the same context before', async () => {
    const context = 'vcluster_shop_team-a_my_host';
    await writeFile(config(), configWith(['other', 'my_host', context], context));
    const { places } = openWindow();
    for (const mode of ['switch', 'merge'] as const) {
      const placed = await places.place(mode, 'id', entryOf(context));
      assert.equal((await state()).current, context);
      await placed.remove();
      assert.deepEqual(await state(), { current: 'my_host', contexts: 'other my_host' });
      await writeFile(config(), configWith(['other', 'my_host', context], context));
    }
  });

  it('merges without switching', async () => {
    await writeFile(config(), before);
    const { places } = openWindow();
    const placed = await places.place('merge', 'id', entryOf('vc'));
    assert.deepEqual(await state(), { current: 'a', contexts: 'a b vc' });
    await placed.remove();
    assert.equal(await readFile(config(), 'utf8'), before);
  });

  it('keeps to a file of its own', async () => {
    await writeFile(config(), before);
    const { places, ledger } = openWindow();
    const placed = await places.place('private', 'host/team/vc', entryOf('vc'));
    assert.equal(await readFile(config(), 'utf8'), before);
    assert.equal(path.dirname(placed.kubeconfigPath), own());
    assert.equal((await stat(placed.kubeconfigPath)).mode & 0o777, 0o600);
    assert.match(await readFile(placed.kubeconfigPath, 'utf8'), /^current-context: vc$/m);
    assert.deepEqual(ledger.entries[0]?.files, [placed.kubeconfigPath]);
    const other = await openWindow().places.place('private', 'host/team/vc', entryOf('vc'));
    assert.notEqual(other.kubeconfigPath, placed.kubeconfigPath);
    await placed.remove();
    assert.deepEqual([existsSync(placed.kubeconfigPath), existsSync(other.kubeconfigPath)], [false, true]);
    await other.remove();
    assert.deepEqual(await readdir(own()), []);
  });

  it('notes it before it writes, and takes the note back where it cannot', async () => {
    await writeFile(config(), before);
    await writeFile(`${config()}.lock`, '');
    const { places, ledger } = openWindow();
    const attempt = places.place('switch', 'id', entryOf('vc'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const noted = await readFile(path.join(own(), (await readdir(own()))[0] ?? ''), 'utf8');
    assert(noted.includes('"context": "vc"') && !noted.includes('token-of'));
    await assert.rejects(attempt, (error) => KubeError.is(error, 'kubeconfig') && /is locked/.test(error.message));
    assert.deepEqual(ledger.entries, []);
    assert.deepEqual(await readdir(own()), []);
    assert.equal(await readFile(config(), 'utf8'), before);
  });

  it('adds nothing where it cannot note it', async () => {
    await writeFile(config(), before);
    await writeFile(own(), 'a file where the folder is to be');
    for (const mode of ['switch', 'merge', 'private'] as const) {
      const attempt = openWindow().places.place(mode, 'id', entryOf('vc'));
      await assert.rejects(attempt, (error) => KubeError.is(error, 'kubeconfig'));
    }
    assert.equal(await readFile(config(), 'utf8'), before);
  });

  it('can take out again what could not be taken out', async () => {
    await writeFile(config(), before);
    const { places } = openWindow();
    const placed = await places.place('switch', 'id', entryOf('vc'));
    await writeFile(`${config()}.lock`, '');
    await assert.rejects(placed.remove(), /is locked/);
    await rm(`${config()}.lock`);
    await placed.remove();
    assert.equal(await readFile(config(), 'utf8'), before);
  });

  for (const order of ['one two', 'two one']) {
    it(`restores the first context after several connections, disconnected in the order ${order}`, async () => {
      await writeFile(config(), before);
      const { places } = openWindow();
      const placed = new Map([
        ['one', await places.place('switch', '1', entryOf('one', 1))],
        ['two', await places.place('switch', '2', entryOf('two', 2))],
      ]);
      assert.deepEqual(await state(), { current: 'two', contexts: 'a b one two' });
      for (const name of order.split(' ')) {
        await placed.get(name)?.remove();
      }
      assert.equal(await readFile(config(), 'utf8'), before);
    });
  }

  it('leaves a context that another window has open, until that one closes it', async () => {
    await writeFile(config(), before);
    const [one, two] = [openWindow(), openWindow()];
    const first = await one.places.place('switch', 'id', entryOf('vc'));
    const second = await two.places.place('switch', 'id', entryOf('vc'));
    await first.remove();
    assert.deepEqual(await state(), { current: 'vc', contexts: 'a b vc' });
    await second.remove();
    assert.equal(await readFile(config(), 'utf8'), before);
  });

  it('leaves the context to the window that connected last, where each has a port of its own', async () => {
    await writeFile(config(), before);
    const [one, two] = [openWindow(), openWindow()];
    const first = await one.places.place('switch', 'id', entryOf('vc', 1));
    const second = await two.places.place('switch', 'id', entryOf('vc', 2));
    await first.remove();
    assert.deepEqual(await state(), { current: 'vc', contexts: 'a b vc' });
    assert((await readFile(config(), 'utf8')).includes('127.0.0.1:2'));
    await second.remove();
    assert.equal(await readFile(config(), 'utf8'), before);
  });

  it('has one context for an id: the former has nothing to take out any more', async () => {
    const { places } = openWindow();
    const first = await places.place('private', 'id', entryOf('vc', 1));
    const second = await places.place('private', 'id', entryOf('vc', 2));
    assert.equal(first.kubeconfigPath, second.kubeconfigPath);
    await first.remove();
    assert.match(await readFile(second.kubeconfigPath, 'utf8'), /127\.0\.0\.1:2/);
    await second.remove();
    assert.deepEqual(await readdir(own()), []);
  });

  it('takes out of the files that it put it into, whatever the setting says by then', async () => {
    await writeFile(config(), before);
    let paths = [config()];
    const { places } = openWindow(() => paths);
    const placed = await places.place('switch', 'id', entryOf('vc'));
    paths = [at('other')];
    await placed.remove();
    assert.equal(await readFile(config(), 'utf8'), before);
    assert(!existsSync(at('other')));
  });
});
