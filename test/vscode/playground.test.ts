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

  async function statusOf(id: string): Promise<string | undefined> {
    const api = (await extensionExports()).getAPI(1);
    return (await api.list({ context })).find((one) => one.id === id)?.status;
  }

  async function isConnected(id: string): Promise<boolean | undefined> {
    const api = (await extensionExports()).getAPI(1);
    return (await api.list({ context })).find((one) => one.id === id)?.connected;
  }

  function idOf(name: string): string {
    return vclusters.find((one) => one.name === name)?.id ?? assert.fail(name);
  }

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
    await commands.executeCommand('vcluster.useContext', `context:${context}`);
    assert.equal(await exists(), false);
    await commands.executeCommand('notifications.clearAll');
  });

  it('connects and disconnects for other extensions', async () => {
    const api = (await extensionExports()).getAPI(1);
    const id = idOf('search');
    const { context: inside, server, kubeconfigPath } = await api.connect(id);
    assert.match(inside, /^vcluster_search_team-search_/u);
    assert.match(server, /^https:\/\/127\.0\.0\.1:\d+$/u);
    const kubeconfig = new TextDecoder().decode(await workspace.fs.readFile(Uri.file(kubeconfigPath)));
    assert.ok(kubeconfig.includes(inside));
    assert.deepEqual(await api.connect(id), { context: inside, server, kubeconfigPath });
    assert.equal(await isConnected(id), true);
    await api.disconnect(id);
    assert.equal(await isConnected(id), false);
    const after = new TextDecoder().decode(await workspace.fs.readFile(Uri.file(kubeconfigPath)));
    assert.ok(!after.includes(inside));
  });

  it('does the same by command, and settles once that is done', async () => {
    const id = idOf('search');
    await commands.executeCommand('vcluster.connect', id);
    assert.equal(await isConnected(id), true);
    await commands.executeCommand('vcluster.disconnect', id);
    assert.equal(await isConnected(id), false);
    await commands.executeCommand('vcluster.disconnect');
    await commands.executeCommand('notifications.clearAll');
  });

  it('pauses and resumes for them, and settles once that is done', async function () {
    this.timeout(30_000);
    const api = (await extensionExports()).getAPI(1);
    const id = idOf('intranet');
    await api.pause(id);
    assert.equal(await statusOf(id), 'paused');
    await assert.rejects(api.connect(id), { name: 'OperationError', kind: 'refused' });
    await api.resume(id);
    assert.equal(await statusOf(id), 'running');
  });

  it('tells them why with a kind', async () => {
    const api = (await extensionExports()).getAPI(1);
    await assert.rejects(api.pause(idOf('mobile-dev')), { kind: 'refused', message: /Platform/u });
    await assert.rejects(api.connect('nonsense'), { kind: 'invalid' });
  });

  it('shows deployed values as a file that saving keeps as a draft', async () => {
    const uri = Uri.from({ scheme: 'vcluster-values', path: '/vcluster.yaml', query: idOf('payments-prod') });
    const deployed = new TextDecoder().decode(await workspace.fs.readFile(uri));
    assert.match(deployed, /replicas|controlPlane/u);
    await workspace.fs.writeFile(uri, new TextEncoder().encode(`${deployed}# mine\n`));
    assert.match(new TextDecoder().decode(await workspace.fs.readFile(uri)), /# mine$/mu);
    await assert.rejects(async () => workspace.fs.delete(uri));
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
