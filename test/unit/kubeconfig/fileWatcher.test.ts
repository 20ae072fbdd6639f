import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { silentLog } from '../../../src/core/base/log.ts';
import { FileWatcher, needsPolling } from '../../../src/core/kubeconfig/fileWatcher.ts';
import { eventually, useFolder } from './folder.ts';

describe('FileWatcher', () => {
  const folder = useFolder();

  it('knows the file systems of WSL, which give no events', () => {
    assert(needsPolling('\\\\wsl$\\Ubuntu\\home\\me\\.kube\\config'));
    assert(needsPolling('\\\\wsl.localhost\\Ubuntu\\home\\me\\.kube\\config'));
    assert(needsPolling('//wsl$/Ubuntu/home'));
    assert(!needsPolling('C:\\Users\\me\\.kube\\config'));
    assert(!needsPolling('/home/wsl$/config'));
  });

  it('misses nothing that happens after sync, however often the folder changes', async () => {
    const file = path.join(folder(), 'a', 'b', 'config');
    let changes = 0;
    const watcher = new FileWatcher({ onChange: () => changes++, log: silentLog });
    try {
      for (let i = 0; i < 10; i++) {
        const building = mkdir(path.dirname(file), { recursive: true });
        await watcher.sync([file]);
        await building;
        await watcher.sync([file]);
        changes = 0;
        fs.writeFileSync(file, 'x');
        await eventually(() => changes > 0, `a change in round ${i}`);
        await rm(path.join(folder(), 'a'), { recursive: true });
      }
    } finally {
      watcher.dispose();
    }
  });

  it('looks again after it has begun to watch, since a folder may have come meanwhile', async () => {
    const file = path.join(folder(), 'a', 'config');
    let changes = 0;
    const watcher = new FileWatcher({
      onChange: () => changes++,
      log: silentLog,
      watchDirectory: (directory, listener) => {
        fs.mkdirSync(path.dirname(file), { recursive: true });
        return fs.watch(directory, { persistent: false }, (_event, name) => listener(name));
      },
    });
    try {
      await watcher.sync([file]);
      await writeFile(file, 'x');
      await eventually(() => changes > 0, 'a change');
    } finally {
      watcher.dispose();
    }
  });

  it('looks again where a folder went away before it could be watched', async () => {
    const file = path.join(folder(), 'config');
    let changes = 0;
    let calls = 0;
    const watcher = new FileWatcher({
      onChange: () => changes++,
      log: silentLog,
      watchDirectory: (directory, listener) => {
        if (calls++ === 0) {
          throw Object.assign(new Error('gone'), { code: 'ENOENT' });
        }
        return fs.watch(directory, { persistent: false }, (_event, name) => listener(name));
      },
    });
    try {
      await watcher.sync([file]);
      await writeFile(file, 'x');
      await eventually(() => changes > 0, 'a change');
    } finally {
      watcher.dispose();
    }
  });

  it('watches the new folder in the place of another, also where the old one told nothing of its end', async () => {
    const file = path.join(folder(), 'a', 'config');
    let changes = 0;
    let deaf = true;
    const watcher = new FileWatcher({
      onChange: () => changes++,
      log: silentLog,
      watchDirectory: (directory, listener) => {
        const isDeaf = deaf;
        return fs.watch(directory, { persistent: false }, (_event, name) => isDeaf || listener(name));
      },
    });
    try {
      await mkdir(path.dirname(file));
      await watcher.sync([file]);
      deaf = false;
      await rename(path.dirname(file), path.join(folder(), 'old'));
      await mkdir(path.dirname(file));
      await watcher.sync([file]);
      await writeFile(file, 'x');
      await eventually(() => changes > 0, 'a change');
    } finally {
      watcher.dispose();
    }
  });
});
