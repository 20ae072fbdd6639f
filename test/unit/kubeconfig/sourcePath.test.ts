import assert from 'node:assert/strict';
import { appendFile, mkdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { configWith } from './folder.ts';
import { becomes, namesOf, useSources } from './sources.ts';

describe('KubeconfigSource: paths', () => {
  const { at, started } = useSources();

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
});
