import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import { addContext, type ContextEntry, removeContext } from '../../../src/core/kubeconfig/contextEntry.ts';
import { configWith, useFolder } from './folder.ts';

const server = 'https://127.0.0.1:10443';
const entry: ContextEntry = { name: 'mine', server, user: { token: 'secret' } };
const renamed = { makeCurrent: false, unlessTaken: true, parts: 'vc' } as const;

describe('a context whose cluster and user have another name', () => {
  const folder = useFolder();
  const config = () => path.join(folder(), 'config');
  const before = `# mine\n${configWith(['a'], 'a')}users: []\n`;
  const text = () => readFile(config(), 'utf8');

  it('is added, and taken out whole', async () => {
    await writeFile(config(), before);
    await addContext([config()], entry, renamed);
    assert.match(await text(), /- context:\n {4}cluster: vc\n {4}user: vc\n {2}name: mine\n/u);
    const whole = await text();
    assert.equal((await addContext([config()], entry, renamed)).changed, false);
    await removeContext([config()], 'mine', { parts: 'vc', onlyIf: { server: 'https://elsewhere' } });
    assert.equal(await text(), whole);
    await removeContext([config()], 'mine', { parts: 'vc', onlyIf: { server } });
    assert.equal(await text(), before);
  });

  it('leaves its cluster and user to another context that uses them', async () => {
    await writeFile(config(), before);
    await addContext([config()], entry, renamed);
    await addContext([config()], { ...entry, name: 'other' }, renamed);
    await removeContext([config()], 'mine', { parts: 'vc', onlyIf: { server } });
    assert.match(await text(), /cluster: vc\n {4}user: vc\n {2}name: other\n/u);
    assert.match(await text(), /token: secret/u);
    assert.doesNotMatch(await text(), /name: mine/u);
  });

  it('is refused where a context of its name leads elsewhere, and only there', async () => {
    const taken = { name: 'KubeError', kind: 'kubeconfig', message: /“mine” .* leads elsewhere by now/u };
    await writeFile(config(), configWith(['a', 'mine'], 'a'));
    const other = await text();
    await assert.rejects(addContext([config()], entry, renamed), taken);
    await assert.rejects(addContext([config()], entry, { ...renamed, parts: 'mine' }), taken);
    assert.equal(await text(), other);
    // Its own cluster is gone, so that it leads nowhere; somebody else's is no concern of ours.
    await writeFile(
      config(),
      other.replace('- {name: mine, context: {cluster: c}}', '- {name: mine, context: {cluster: vc}}'),
    );
    await assert.rejects(addContext([config()], entry, { ...renamed, parts: 'mine' }), taken);
    assert.equal((await addContext([config()], entry, renamed)).changed, true);
    await writeFile(config(), other);
    assert.equal((await addContext([config()], entry, { makeCurrent: false })).changed, true);
  });
});
