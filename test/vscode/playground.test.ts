import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { commands, type TextDocument, Uri, window, workspace } from 'vscode';
import type { VClusterSummary } from '../../src/core/vcluster/summary.ts';
import { eventually, extensionExports } from './exports.ts';

const context = 'vcluster-playground';

function objectUri(reference: object): Uri {
  return Uri.from({ scheme: 'vcluster-object', path: '/object.yaml', query: JSON.stringify(reference) });
}

describe('the playground in VS Code', () => {
  let vclusters: readonly VClusterSummary[] = [];

  before(async () => {
    await extensionExports();
    await commands.executeCommand('vcluster.startPlayground');
    const api = (await extensionExports()).getAPI(1);
    await eventually('the playground to be listed', async () => {
      vclusters = await api.list({ context }).catch(() => []);
      return vclusters.length > 0;
    });
  });

  after(() => commands.executeCommand('vcluster.stopPlayground'));

  it('lists vclusters of both generations in many states', () => {
    const states = new Set(vclusters.map(({ status }) => status));
    assert.ok(vclusters.length >= 10, String(vclusters.length));
    for (const state of ['running', 'paused', 'failing', 'pending', 'scaled-down']) {
      assert.ok(states.has(state as VClusterSummary['status']), `none is ${state}: ${[...states].join(', ')}`);
    }
    assert.ok(vclusters.some(({ version }) => version?.startsWith('0.14')));
    assert.ok(vclusters.some(({ version }) => version?.startsWith('0.36')));
    assert.equal(new Set(vclusters.map(({ id }) => id)).size, vclusters.length);
  });

  it('tells other extensions about changes', async () => {
    const api = (await extensionExports()).getAPI(1);
    const seen: string[] = [];
    const subscription = api.onDidChange((contexts) => seen.push(...contexts));
    try {
      await commands.executeCommand('vcluster.explorer.focus');
      await api.list({ context });
      await eventually('a change in the playground', () => seen.includes(context), 25_000);
    } finally {
      subscription.dispose();
    }
  });

  it('shows a Secret as YAML without its values', async () => {
    const [first] = vclusters;
    assert.ok(first);
    const name = `vc-${first.name}`;
    const uri = objectUri({ context, resource: 'secrets', namespace: first.namespace, name });
    const document: TextDocument = await workspace.openTextDocument(uri);
    const text = document.getText();
    assert.match(text, /kind: Secret/u);
    assert.match(text, /•••••• \(\d+ bytes\)/u);
    assert.doesNotMatch(text, /managedFields/u);
    assert.doesNotMatch(text, /[A-Za-z0-9+/=]{60,}/u);
    assert.equal(document.languageId, 'yaml');
  });

  it('says in the document why an object cannot be shown', async () => {
    const uri = objectUri({ context, resource: 'pods', namespace: 'default', name: 'not-there' });
    const document = await workspace.openTextDocument(uri);
    assert.match(document.getText(), /^# Cannot be shown: /u);
  });

  it('keeps the kubeconfig of the user as it is when its context is switched to', async () => {
    const path = process.env['KUBECONFIG'];
    assert.ok(path);
    const exists = async () =>
      workspace.fs.stat(Uri.file(path)).then(
        () => true,
        () => false,
      );
    assert.equal(await exists(), false);
    void commands.executeCommand('vcluster.useContext', `context:${context}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(await exists(), false);
    await commands.executeCommand('notifications.clearAll');
  });

  it('is gone when it is stopped', async () => {
    await commands.executeCommand('vcluster.stopPlayground');
    const api = (await extensionExports()).getAPI(1);
    await eventually('the playground to be gone', () =>
      api.list({ context }).then(
        () => false,
        () => true,
      ),
    );
    assert.equal(window.terminals.length, 0);
  });
});
