import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { after, afterEach, before, describe, it } from 'mocha';
import type { HelmRecord } from '../../src/core/deploy/helmRecord.ts';
import { readRelease } from '../../src/core/deploy/release.ts';
import { resources } from '../../src/core/kube/resource.ts';
import { textAt } from '../../src/core/playground/tree.ts';
import { withKubeconfig } from './harness/cluster.ts';
import { eventually } from './harness/eventually.ts';
import { Person } from './harness/person.ts';
import { openSession, type Session } from './harness/session.ts';
import type { Tree } from './harness/tree.ts';
import type { Workbench } from './harness/workbench.ts';

const host = 'vcluster-playground';
const name = 'data-science';

describe('deployed values, as a person changes them', () => {
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

  /** What helm's record says that is deployed. */
  async function deployed(): Promise<HelmRecord> {
    const address = { context: host, namespace: name, name };
    const ask = withKubeconfig(session.playground.kubeconfigPath, (client) =>
      readRelease(client, address, AbortSignal.timeout(10_000)),
    );
    const { record } = await ask;
    assert.ok(record);
    return record;
  }

  async function untilDeployed(revision: number): Promise<HelmRecord> {
    return eventually(async () => {
      const record = await deployed();
      assert.equal(record.revision, revision);
      return record;
    }, 30_000);
  }

  /** Says yes to the question that comes after the comparison. */
  async function upgrade(question: RegExp): Promise<void> {
    assert.match(await workbench.dialog.text(), question);
    await workbench.dialog.click('Upgrade');
    await person.settled(/Upgrading/u);
  }

  it('opens them in an editor, and refuses there what vcluster would refuse', async () => {
    const { editors, notifications } = workbench;
    await (await tree.contextMenu(host, name, name)).pick('Edit Values…');
    await editors.waitForActive('vcluster.yaml');
    await editors.waitForText(/networkPolicy/u);
    await editors.copyAll();
    await person.copied(/networkPolicy/u);
    await editors.replace('controlPlane: {distro: {k3s: {enabled: true}}}');
    await editors.clickAction('Upgrade…');
    await notifications.waitFor(/The distro cannot be changed from k8s to k3s/u);
    await person.picture('values-refused');
    await notifications.clear();
    await editors.replace('policies: networkPolicy: true');
    await editors.clickAction('Upgrade…');
    await notifications.waitFor(/YAML/u);
    await notifications.clear();
    await editors.pasteOver();
    await editors.waitForText(/limitRange/u);
    assert.equal((await deployed()).revision, 1);
  });

  it('shows what differs, and changes nothing until that is agreed to', async () => {
    const { editors, dialog } = workbench;
    await editors.append('exportKubeConfig: {context: shop}\n');
    await workbench.page.keyboard.press('Control+S');
    await editors.clickAction('Upgrade…');
    await editors.waitForActive('wanted.yaml');
    assert.match(await dialog.text(), /Upgrade data-science with chart 0\.30\.4\?/u);
    await person.picture('values-diff');
    await dialog.click('Cancel');
    await editors.waitForText(/context: shop/u);
    await person.picture('values-diff-alone');
    assert.equal((await deployed()).revision, 1);
  });

  it('upgrades to what the editor holds, and resets nothing', async function () {
    this.timeout(60_000);
    const before = load((await deployed()).values) as object;
    await workbench.editors.select('vcluster.yaml');
    await workbench.editors.clickAction('Upgrade…');
    await upgrade(/Upgrade data-science with chart 0\.30\.4\?/u);
    const { values, chart } = await untilDeployed(2);
    assert.deepEqual(load(values), { ...before, exportKubeConfig: { context: 'shop' } });
    assert.equal(chart.version, '0.30.4');
    await tree.waitFor([host, name, name], ({ description }) => /0\.30\.4 · running/u.test(description), 30_000);
    await workbench.editors.closeAll();
  });

  it('takes the values of a file', async function () {
    this.timeout(60_000);
    const path = join(workbench.workspaceFolder, 'team.yaml');
    await writeFile(path, 'policies:\n  networkPolicy:\n    enabled: true\n');
    await person.runOn(name, 'Upgrade…');
    await workbench.quickInput.pick('Use the values of a file…');
    await person.chooseFile(path);
    await upgrade(/Upgrade data-science with chart 0\.30\.4\?/u);
    const { values } = await untilDeployed(3);
    assert.deepEqual(load(values), { policies: { networkPolicy: { enabled: true } } });
    await workbench.editors.closeAll();
  });

  it('takes another chart with the same values', async function () {
    this.timeout(60_000);
    await person.runOn(name, 'Upgrade…');
    await workbench.quickInput.pick('Another version of the chart, the same values…');
    await workbench.quickInput.pick('0.36.1');
    await upgrade(/Upgrade data-science with chart 0\.36\.1\?/u);
    const { values, chart } = await untilDeployed(4);
    assert.deepEqual(load(values), { policies: { networkPolicy: { enabled: true } } });
    assert.equal(chart.version, '0.36.1');
    await tree.waitFor([host, name, name], ({ description }) => /0\.36\.1 · running/u.test(description), 30_000);
    await workbench.editors.closeAll();
  });

  it('exposes it by a load balancer, and copies the address that it gets', async function () {
    this.timeout(60_000);
    await (await tree.contextMenu(host, name, name)).pick('Change Exposure…');
    await workbench.quickInput.waitForRow('LoadBalancer');
    await person.picture('expose');
    await workbench.quickInput.pick('LoadBalancer');
    await upgrade(/Upgrade data-science with chart 0\.36\.1\?/u);
    const said = await workbench.notifications.waitFor(/data-science is reached at https:/u, 30_000);
    await workbench.notifications.click(/is reached at/u, 'Copy Address');
    const address = await person.copied(/^https:\/\/[\d.]+(:\d+)?$/u);
    assert.ok(said.includes(address), said);
    const service = session.playground.api.get(resources.services, name, name);
    assert.equal(textAt(service, 'spec', 'type'), 'LoadBalancer');
    assert.ok(JSON.stringify(service['status']).includes(new URL(address).hostname));
    await workbench.notifications.clear();
    await workbench.editors.closeAll();
  });

  it('exposes it by an Ingress, whose host it checks', async function () {
    this.timeout(60_000);
    const { quickInput } = workbench;
    await person.runOn(name, 'Change Exposure…');
    await quickInput.pick('Ingress');
    await quickInput.type('Not a host');
    await quickInput.accept();
    await quickInput.waitForMessage(/A host name, such as team-a\.example\.com/u);
    await quickInput.type('ds.example.com');
    await quickInput.accept();
    await upgrade(/Upgrade data-science with chart 0\.36\.1\?/u);
    await workbench.notifications.waitFor(/data-science is reached at https:\/\/ds\.example\.com/u, 30_000);
    await workbench.notifications.click(/is reached at/u, 'Copy Address');
    await person.copied(/^https:\/\/ds\.example\.com/u);
    const ingress = session.playground.api.get(resources.ingresses, name, name);
    assert.match(JSON.stringify(ingress['spec']), /"host":"ds\.example\.com"/u);
  });

  it('migrates those of an old vcluster, from the tree', async () => {
    await workbench.editors.closeAll();
    await (await tree.contextMenu(host, 'ci', 'build-farm')).pick('Migrate to vcluster.yaml…');
    await workbench.notifications.waitFor(/Migrated\./u);
    await workbench.editors.waitForText(/policies:/u);
    await person.picture('values-migrated');
    await workbench.notifications.clear();
    await workbench.editors.closeAll();
  });
});
