import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { chmod, mkdir, truncate, unlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { asOrdinaryUser, configWith, eventually } from './folder.ts';
import { becomes, namesOf, useSources } from './sources.ts';

describe('KubeconfigSource: content', () => {
  const { at, folder, started } = useSources();

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
});
