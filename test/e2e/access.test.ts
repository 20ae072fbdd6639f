import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { KubeClient } from '../../src/core/kube/client.ts';
import { KubeError } from '../../src/core/kube/error.ts';
import { resources } from '../../src/core/kube/resource.ts';
import { withKubeconfig, withKubeconfigText } from './harness/cluster.ts';
import { Person } from './harness/person.ts';
import { openSession, type Session } from './harness/session.ts';
import type { Tree } from './harness/tree.ts';
import type { Workbench } from './harness/workbench.ts';

const host = 'vcluster-playground';
const name = 'data-science';
const secretRemark = /The kubeconfig of data-science was copied, its secrets with it\. It works on this computer/u;

async function namesInside(client: KubeClient): Promise<readonly string[]> {
  const { items } = await client.list(resources.namespaces, undefined);
  return items.map(({ metadata }) => metadata?.name ?? '');
}

describe('kubeconfigs of a vcluster, as a person hands them out', () => {
  let session: Session;
  let workbench: Workbench;
  let person: Person;
  let tree: Tree;

  before(async function () {
    this.timeout(180_000);
    session = await openSession();
    workbench = session.workbench;
    person = new Person(workbench);
    tree = workbench.tree('Clusters');
    await workbench.openContainer('vCluster');
    await tree.expand(host, name);
  });

  after(async function () {
    this.timeout(30_000);
    await session?.close();
  });

  afterEach(async function () {
    await person.pictureOf(this.currentTest);
  });

  it('asks which service account, with which role and for how long, with a way back', async () => {
    const { quickInput } = workbench;
    await person.runOn(name, 'Connect as Service Account…');
    await quickInput.waitForTitle(/Connect as Service Account \(1\/3\)/u);
    await quickInput.type('Not A Name');
    await quickInput.accept();
    await quickInput.waitForMessage(/namespace\/name, in lower case/u);
    await person.answer({ text: 'default/ci-bot' });
    await quickInput.waitForTitle(/\(2\/3\)/u);
    await person.picture('service-account-role');
    await person.answer('edit');
    await quickInput.waitForTitle(/\(3\/3\)/u);
    await quickInput.back();
    await quickInput.waitForTitle(/\(2\/3\)/u);
    await person.answer('view');
    await person.picture('service-account-expiry');
    await person.answer('1 day');
  });

  it('gives a token that may do what the role says, until its time is over', async () => {
    const { notifications } = workbench;
    const day = 24 * 3_600_000;
    const said = await notifications.waitFor(/default\/ci-bot may work in data-science until /u);
    const until = Date.parse(/until (.+)\.$/u.exec(said)?.[1] ?? '');
    assert.ok(Math.abs(until - Date.now() - day) < 120_000, said);
    await person.picture('service-account');
    await notifications.click(/may work in data-science/u, 'Copy Kubeconfig');
    const text = await person.copied(/^kind: Config$/mu);
    assert.match(text, /token: /u);
    assert.doesNotMatch(text, /client-key-data/u);
    await withKubeconfigText(text, async (client) => {
      assert.ok((await client.list(resources.pods, 'notebooks')).items.length > 0);
      const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'not-allowed' } };
      await assert.rejects(client.request('POST', '/api/v1/namespaces', namespace), (error) =>
        KubeError.is(error, 'forbidden'),
      );
    });
  });

  it('has made the account in the vcluster and bound it to that role', async () => {
    await (await tree.contextMenu(host, name, name)).pick('Copy Kubeconfig');
    await workbench.notifications.waitFor(secretRemark);
    await person.picture('copy-kubeconfig');
    const text = await person.copied(/client-key-data/u);
    await withKubeconfigText(text, async (client) => {
      assert.ok((await namesInside(client)).includes('kube-system'));
      assert.ok(await client.get(resources.serviceaccounts, 'default', 'ci-bot'));
      const path = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
      const { items } = (await client.request('GET', path)) as { items: { roleRef: object; subjects: object[] }[] };
      const bound = items.filter(({ subjects }) => JSON.stringify(subjects ?? []).includes('"ci-bot"'));
      assert.deepEqual(
        bound.map(({ roleRef }) => roleRef),
        [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }],
      );
    });
    await workbench.notifications.clear();
  });

  it('saves a kubeconfig that only its owner can read', async () => {
    const path = join(workbench.workspaceFolder, 'ds.yaml');
    await person.runOn(name, 'Save Kubeconfig As…');
    await workbench.quickInput.waitForText(/\/vcluster-data-science\.yaml$/u);
    await person.picture('save-kubeconfig');
    await person.chooseFile(path);
    await workbench.notifications.waitFor(/The kubeconfig of data-science was saved/u);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.match(await readFile(path, 'utf8'), /server: https:\/\/127\.0\.0\.1:\d+/u);
    const names = await withKubeconfig(path, namesInside);
    assert.ok(names.includes('notebooks'));
  });

  it('leaves the current context alone, and takes its access back when it disconnects', async () => {
    await workbench.statusBar.waitFor(host);
    await workbench.run('vCluster: Disconnect');
    await tree.waitFor([host, name, name], ({ description }) => /running$/u.test(description));
    const path = join(workbench.workspaceFolder, 'ds.yaml');
    await assert.rejects(withKubeconfig(path, namesInside), (error) => KubeError.is(error, 'unreachable'));
  });
});
