import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { watchPoints } from '../../../src/core/kubeconfig/watchPoint.ts';
import { useFolder } from './folder.ts';

describe('watchPoints', () => {
  const folder = useFolder();

  async function pointsOf(...names: string[]): Promise<string[]> {
    const points = await watchPoints(path.join(folder(), ...names));
    return points.map(({ directory, name }) => path.join(path.relative(folder(), directory), '|', name));
  }

  it('is the file in its directory, whether it exists or not', async () => {
    await mkdir(path.join(folder(), 'a'));
    assert.deepEqual(await pointsOf('a', 'config'), ['a/|/config']);
    await writeFile(path.join(folder(), 'a', 'config'), '');
    assert.deepEqual(await pointsOf('a', 'config'), ['a/|/config']);
  });

  it('is the first that is missing on the way', async () => {
    assert.deepEqual(await pointsOf('a', 'b', 'config'), ['|/a']);
  });

  it('has every link on the way, and the end', async () => {
    await mkdir(path.join(folder(), 'real', 'deep'), { recursive: true });
    await symlink('real', path.join(folder(), 'link'));
    await symlink(path.join('..', 'target'), path.join(folder(), 'real', 'config'));
    assert.deepEqual(await pointsOf('link', 'config'), ['|/link', 'real/|/config', '|/target']);
  });

  it('ends where links go round in a circle', async () => {
    await symlink('one', path.join(folder(), 'two'));
    await symlink('two', path.join(folder(), 'one'));
    const points = await pointsOf('one', 'config');
    assert.deepEqual([...new Set(points)], ['|/one', '|/two']);
  });
});
