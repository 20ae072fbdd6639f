import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { mkdir, unlink, writeFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { silentLog } from '../../../src/core/base/log.ts';
import { configWith, eventually } from './folder.ts';
import { becomes, namesOf, settled, useSources } from './sources.ts';

describe('KubeconfigSource', () => {
  const { at, created, started } = useSources();

  it('has read everything once it has started, and fires for that', async () => {
    await writeFile(at('1'), configWith(['a'], 'a'));
    const source = created([at('1'), at('2')]);
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
