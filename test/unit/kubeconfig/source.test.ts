import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { appendFile, chmod, mkdir, rename, rm, symlink, truncate, unlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { silentLog } from '../../../src/core/base/log.ts';
import type { Kubeconfig } from '../../../src/core/kubeconfig/model.ts';
import { KubeconfigSource, type KubeconfigSourceOptions } from '../../../src/core/kubeconfig/source.ts';
import { asOrdinaryUser, configWith, eventually, useFolder } from './folder.ts';

const debounceMs = 20;

function namesOf({ contexts }: Kubeconfig): string {
  return contexts.map(({ name }) => name).join(' ');
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, debounceMs * 8));
}

describe('KubeconfigSource', () => {
  const folder = useFolder();
  const at = (...names: string[]) => path.join(folder(), ...names);
  const sources: KubeconfigSource[] = [];

  afterEach(() => {
    for (const source of sources.splice(0)) {
      source.dispose();
    }
  });

  async function started(
    paths: readonly string[] | (() => readonly string[]),
    options: Partial<KubeconfigSourceOptions> = {},
  ): Promise<{ source: KubeconfigSource; events: string[] }> {
    const source = new KubeconfigSource({
      paths: typeof paths === 'function' ? paths : () => paths,
      log: silentLog,
      debounceMs,
      ...options,
    });
    sources.push(source);
    await source.start();
    const events: string[] = [];
    source.onDidChange((value) => events.push(namesOf(value)));
    return { source, events };
  }

  async function becomes(source: KubeconfigSource, names: string): Promise<void> {
    await eventually(() => namesOf(source.value) === names, `contexts "${names}"`);
  }

  it('has read everything once it has started, and fires for that', async () => {
    await writeFile(at('1'), configWith(['a'], 'a'));
    const source = new KubeconfigSource({ paths: () => [at('1'), at('2')], log: silentLog, debounceMs });
    sources.push(source);
    let fired = 0;
    source.onDidChange(() => fired++);
    assert.equal(namesOf(source.value), '');
    await source.start();
    assert.equal(namesOf(source.value), 'a');
    assert.equal(source.value.currentContext, 'a');
    assert.deepEqual(source.value.files, [
      { path: at('1'), exists: true },
      { path: at('2'), exists: false },
    ]);
    assert.equal(fired, 1);
  });

  it('sees a file written, appended to, replaced, deleted and created again', async () => {
    const file = at('config');
    await writeFile(file, configWith(['a']));
    const { source } = await started([file]);
    await writeFile(file, configWith(['b']));
    await becomes(source, 'b');
    await appendFile(file, '- {name: c, context: {cluster: c}}\n');
    await becomes(source, 'b c');
    for (const name of ['d', 'e', 'f']) {
      await writeFile(at('.new'), configWith([name]));
      await rename(at('.new'), file);
      await becomes(source, name);
    }
    await unlink(file);
    await becomes(source, '');
    assert.equal(source.value.files[0]?.exists, false);
    await writeFile(file, configWith(['g']));
    await becomes(source, 'g');
  });

  it('does not notice a file that is deleted and written again at once', async () => {
    const file = at('config');
    await writeFile(file, configWith(['a']));
    const { source, events } = await started([file], { debounceMs: 100 });
    await unlink(file);
    await writeFile(file, configWith(['a', 'b']));
    await becomes(source, 'a b');
    assert.deepEqual(events, ['a b']);
  });

  it('sees a file in folders that are not there yet, and go away and come back', async () => {
    const file = at('home', '.kube', 'config');
    const { source } = await started([file]);
    for (const name of ['a', 'b', 'c']) {
      await mkdir(at('home', '.kube'), { recursive: true });
      await writeFile(file, configWith([name]));
      await becomes(source, name);
      await rm(at('home'), { recursive: true });
      await becomes(source, '');
    }
    await mkdir(at('other', '.kube'), { recursive: true });
    await writeFile(at('other', '.kube', 'config'), configWith(['d']));
    await rename(at('other'), at('home'));
    await becomes(source, 'd');
    await rename(at('home', '.kube'), at('away'));
    await becomes(source, '');
  });

  it('sees the target of a link change, the link swapped, and a dangling link get its target', async () => {
    for (const name of ['a', 'b']) {
      await mkdir(at(name));
      await writeFile(at(name, 'kube'), configWith([name]));
    }
    await symlink(path.join('a', 'kube'), at('config'));
    const { source } = await started([at('config')]);
    assert.equal(namesOf(source.value), 'a');
    await writeFile(at('a', 'kube'), configWith(['a2']));
    await becomes(source, 'a2');
    await symlink(path.join('b', 'kube'), at('swap'));
    await rename(at('swap'), at('config'));
    await becomes(source, 'b');
    await writeFile(at('b', '.new'), configWith(['b2']));
    await rename(at('b', '.new'), at('b', 'kube'));
    await becomes(source, 'b2');
    await rm(at('b'), { recursive: true });
    await becomes(source, '');
    await mkdir(at('b'));
    await writeFile(at('b', 'kube'), configWith(['b3']));
    await becomes(source, 'b3');
  });

  it('sees a linked folder on the way swapped, as in a mounted ConfigMap', async () => {
    for (const name of ['v1', 'v2', 'v3']) {
      await mkdir(at(name));
      await writeFile(at(name, 'config'), configWith([name]));
    }
    await symlink('v1', at('..data'));
    await symlink(path.join('..data', 'config'), at('config'));
    const { source } = await started([at('config')]);
    for (const name of ['v2', 'v3']) {
      await symlink(name, at('..tmp'));
      await rename(at('..tmp'), at('..data'));
      await becomes(source, name);
    }
  });

  it('survives links that go round in a circle', async () => {
    await symlink('two', at('one'));
    await symlink('one', at('two'));
    await writeFile(at('fine'), configWith(['a']));
    const { source } = await started([at('one'), at('fine')]);
    assert.equal(namesOf(source.value), 'a');
    assert.match(source.value.files[0]?.problem?.message ?? '', /circle/);
  });

  it('keeps the last good content of a half-written file and says so, until it is whole', async () => {
    const file = at('config');
    await writeFile(file, configWith(['a'], 'a'));
    await writeFile(at('other'), configWith(['o']));
    const { source, events } = await started([file, at('other')]);
    const whole = configWith(['a', 'b', 'c'], 'b');
    await writeFile(file, whole.slice(0, whole.indexOf('{server') + 9));
    await eventually(() => source.value.files[0]?.problem !== undefined, 'a problem');
    assert.equal(namesOf(source.value), 'a o');
    assert.equal(source.value.currentContext, 'a');
    assert.equal(source.value.files[0]?.problem?.kind, 'kubeconfig');
    await writeFile(at('other'), configWith(['p']));
    await becomes(source, 'a p');
    await writeFile(file, whole);
    await becomes(source, 'a b c p');
    assert.equal(source.value.files[0]?.problem, undefined);
    assert.deepEqual(events, ['a o', 'a p', 'a b c p']);
  });

  it('keeps the content of a file that is emptied to be written, but not of one that stays empty', async () => {
    const file = at('config');
    await writeFile(file, configWith(['a']));
    const { source, events } = await started([file]);
    await truncate(file, 0);
    await source.reload();
    assert.equal(namesOf(source.value), 'a');
    await writeFile(file, configWith(['b']));
    await becomes(source, 'b');
    assert.deepEqual(events, ['b']);
    await truncate(file, 0);
    await becomes(source, '');
  });

  it('keeps the last good content of a file that became unreadable or huge', async () => {
    const file = at('config');
    await writeFile(file, configWith(['a']));
    await asOrdinaryUser(folder(), [folder(), file], async () => {
      const { source } = await started([file]);
      await chmod(file, 0);
      await eventually(() => /permission denied/.test(source.value.files[0]?.problem?.message ?? ''), 'EACCES');
      assert.equal(namesOf(source.value), 'a');
      await chmod(file, 0o600);
      await eventually(() => source.value.files[0]?.problem === undefined, 'no problem');
      await truncate(file, 10 * 1024 * 1024);
      await eventually(() => /10\.0 MiB/.test(source.value.files[0]?.problem?.message ?? ''), 'too large');
      assert.equal(namesOf(source.value), 'a');
      await unlink(file);
      await becomes(source, '');
    });
  });

  it('goes on beside files of every bad sort', async () => {
    await mkdir(at('directory'));
    await writeFile(at('malformed'), '{{');
    await writeFile(at('empty'), '');
    await writeFile(at('cyclic'), 'contexts: &c\n- {name: odd, context: {cluster: *c}}\n');
    await writeFile(at('binary'), Buffer.from(Array.from({ length: 512 }, (_, i) => i % 256)));
    await writeFile(at('huge'), '');
    await truncate(at('huge'), 10 * 1024 * 1024);
    await writeFile(at('good'), configWith(['a'], 'a'));
    const names = ['directory', 'malformed', 'empty', 'cyclic', 'binary', 'huge', 'absent', 'good'];
    const before = names.map((name) => fs.statSync(at(name), { throwIfNoEntry: false })?.mtimeMs);
    const { source } = await started([...names.map((name) => at(name)), '/dev/null', '/dev/zero', at('good', 'below')]);
    assert.equal(namesOf(source.value), 'odd a');
    const problems = source.value.files.map(
      ({ path: file, problem }) => `${path.basename(file)}: ${problem?.kind ?? ''}`,
    );
    assert.deepEqual(problems, [
      'directory: kubeconfig',
      'malformed: kubeconfig',
      'empty: ',
      'cyclic: ',
      'binary: kubeconfig',
      'huge: kubeconfig',
      'absent: ',
      'good: ',
      'null: ',
      'zero: kubeconfig',
      'below: ',
    ]);
    assert.equal(source.value.contexts[0]?.problem?.kind, 'kubeconfig');
    const after = names.map((name) => fs.statSync(at(name), { throwIfNoEntry: false })?.mtimeMs);
    assert.deepEqual(after, before);
  });

  it('fires for a real change only', async () => {
    const file = at('config');
    await writeFile(file, configWith(['a']));
    const { events } = await started([file]);
    await writeFile(at('beside'), 'x');
    await writeFile(file, configWith(['a']));
    await writeFile(`${file}.lock`, '');
    await settled();
    await writeFile(file, `# a comment\n${configWith(['a'])}`);
    await settled();
    assert.deepEqual(events, []);
    await writeFile(file, configWith(['a'], 'a'));
    await eventually(() => events.length === 1, 'one event');
    await settled();
    assert.deepEqual(events, ['a']);
  });

  it('looks at the disk once for a burst of changes, and not at all for other files', async () => {
    const file = at('config');
    let reads = 0;
    const { source } = await started(
      () => {
        reads++;
        return [file];
      },
      { debounceMs: 150 },
    );
    reads = 0;
    for (let i = 0; i < 20; i++) {
      await writeFile(at(`beside${i}`), 'x');
    }
    await settled();
    assert.equal(reads, 0);
    for (let i = 0; i <= 20; i++) {
      await writeFile(file, configWith([`n${i}`]));
    }
    await becomes(source, 'n20');
    assert(reads <= 3, `${reads} reads`);
  });

  it('reads a file that never comes to rest all the same', async () => {
    const file = at('config');
    await writeFile(file, configWith(['a']));
    const { events } = await started([file]);
    let count = 0;
    const restless = setInterval(() => fs.writeFileSync(at('.x'), configWith([`n${count++}`])), 5);
    const moving = setInterval(() => fs.existsSync(at('.x')) && fs.renameSync(at('.x'), file), 5);
    try {
      await eventually(() => events.length >= 2, 'two events');
    } finally {
      clearInterval(restless);
      clearInterval(moving);
    }
  });

  it('asks for the paths again on reload', async () => {
    await writeFile(at('1'), configWith(['a']));
    await mkdir(at('sub'));
    await writeFile(at('sub', '2'), configWith(['b']));
    let paths = [at('1')];
    const { source, events } = await started(() => paths);
    paths = [at('sub', '2'), at('1'), at('1')];
    await Promise.all([source.reload(), source.reload()]);
    assert.equal(namesOf(source.value), 'b a');
    assert.deepEqual(events, ['b a']);
    await writeFile(at('sub', '2'), configWith(['c']));
    await becomes(source, 'c a');
  });

  it('is silent after dispose', async () => {
    const file = at('config');
    const { source, events } = await started([file]);
    await writeFile(file, configWith(['a']));
    source.dispose();
    source.dispose();
    await source.reload();
    await settled();
    assert.deepEqual(events, []);
    assert.equal(namesOf(source.value), '');
  });

  it('looks at intervals where events cannot be had', async () => {
    const file = at('config');
    const warnings: string[] = [];
    const { source } = await started([file], {
      pollMs: 20,
      log: { ...silentLog, warn: (message) => warnings.push(message) },
      watchDirectory: () => {
        throw Object.assign(new Error('no more watches'), { code: 'ENOSPC' });
      },
    });
    await writeFile(file, configWith(['a']));
    await becomes(source, 'a');
    await unlink(file);
    await becomes(source, '');
    assert.match(warnings[0] ?? '', /ENOSPC/);
  });

  it('goes on where a watch fails later', async () => {
    const file = at('config');
    const watchers: fs.FSWatcher[] = [];
    const { source } = await started([file], {
      watchDirectory: (directory, listener) => {
        const watcher = fs.watch(directory, { persistent: false }, (_event, name) => listener(name));
        watchers.push(watcher);
        return watcher;
      },
    });
    const before = watchers.length;
    watchers[0]?.emit('error', new Error('EPERM'));
    await eventually(() => watchers.length > before, 'a new watch');
    await writeFile(file, configWith(['a']));
    await becomes(source, 'a');
  });

  it('looks at nothing by itself where events can be had', async () => {
    const { events } = await started([at('config'), at('none', 'config')], {
      pollMs: 1,
      watchDirectory: (directory) => fs.watch(directory, { persistent: false }, () => undefined),
    });
    await writeFile(at('config'), configWith(['a']));
    await settled();
    assert.deepEqual(events, []);
  });
});
