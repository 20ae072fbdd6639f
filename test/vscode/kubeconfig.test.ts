import assert from 'node:assert/strict';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import { commands } from 'vscode';
import { extensionExports } from './exports.ts';

const path = process.env['KUBECONFIG'] ?? '';
const text = `# mine
apiVersion: v1
kind: Config
current-context: one # the usual one
clusters:
- name: nowhere
  cluster: {server: "https://127.0.0.1:9"}
users:
- name: me
  user: {token: not-a-secret}
contexts:
- name: one
  context: {cluster: nowhere, user: me}
- name: two
  context: {cluster: nowhere, user: me}
`;

describe('the kubeconfig', () => {
  before(async () => {
    await extensionExports();
    await writeFile(path, text, { mode: 0o640 });
    await commands.executeCommand('vcluster.explorer.focus');
    await commands.executeCommand('vcluster.refresh');
  });

  after(() => rm(path, { force: true }));

  it('is switched to another context in its own words', async () => {
    await commands.executeCommand('vcluster.useContext', 'context:two');
    assert.equal(await readFile(path, 'utf8'), text.replace('current-context: one', 'current-context: two'));
    assert.equal((await stat(path)).mode & 0o777, 0o640);
  });

  it('gives an error for an unreachable cluster, not an empty list', async () => {
    const api = (await extensionExports()).getAPI(1);
    await assert.rejects(api.list(), { name: 'KubeError', kind: 'unreachable' });
  });
});
