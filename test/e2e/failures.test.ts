import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { resources } from '../../src/core/kube/resource.ts';
import { dig } from '../../src/core/vcluster/raw.ts';
import { Person } from './harness/person.ts';
import { openSession, type Session } from './harness/session.ts';
import type { Workbench } from './harness/workbench.ts';

describe('what fails, as a person goes on from it', () => {
  let session: Session;
  let workbench: Workbench;
  let person: Person;

  before(async function () {
    this.timeout(180_000);
    session = await openSession({ size: { width: 1280, height: 1000 } });
    workbench = session.workbench;
    person = new Person(workbench);
    await workbench.openContainer('vCluster');
  });

  after(async function () {
    this.timeout(30_000);
    await session?.close();
  });

  afterEach(async function () {
    await person.pictureOf(this.currentTest);
  });

  it('shows the logs of a control plane whose kubeconfig is missing, and connects when asked again', async function () {
    this.timeout(60_000);
    const { api } = session.playground;
    const secret = api.get(resources.secrets, 'team-checkout', 'vc-checkout-staging');
    api.delete(resources.secrets, 'team-checkout', 'vc-checkout-staging');
    await person.runOn('checkout-staging', 'Connect');
    await workbench.notifications.waitFor(/There is no Secret vc-checkout-staging/u);
    await person.picture('failed-connect');
    await workbench.notifications.click(/There is no Secret/u, 'Show Its Logs');
    await workbench.quickInput.pick('syncer');
    const panel = workbench.page.locator('.part.panel .view-lines');
    await panel
      .getByText(/syncer|vcluster|start/iu)
      .first()
      .waitFor();
    await workbench.notifications.clear();
    await person.runOn('checkout-staging', 'Connect');
    await workbench.notifications.waitFor(/There is no Secret vc-checkout-staging/u);
    const { resourceVersion: _version, uid: _uid, ...metadata } = secret.metadata ?? {};
    api.create({ ...secret, metadata });
    await workbench.notifications.click(/There is no Secret/u, 'Try Again');
    await workbench.statusBar.waitFor('checkout-staging');
    await workbench.notifications.clear();
  });

  it('leads back to all that was chosen when creating fails', async function () {
    this.timeout(60_000);
    const path = /^\/playground\/releases\//u;
    session.playground.faults.add({ path }, { kind: 'status', code: 500, message: 'out of space' }, 1);
    await workbench.run('vCluster: Create vcluster (One Page)…');
    await person.answer('Name', { text: 'again' }, 'Exposure', 'LoadBalancer');
    await workbench.quickInput.pick('Create again');
    await workbench.quickInput.waitForRow('Create again now');
    await workbench.quickInput.pick('Create again now');
    await workbench.notifications.waitFor(/out of space|500/u, 30_000);
    await person.picture('failed-create');
    await workbench.notifications.click(/out of space|500/u, 'Back to the Choices');
    await workbench.quickInput.waitForRow('Create again');
    await person.picture('failed-create-back');
    await workbench.quickInput.pick('Create again');
    await workbench.quickInput.waitForRow('Create again now');
    await workbench.quickInput.pick('Create again now');
    await workbench.statusBar.waitFor('again');
    const service = session.playground.api.get(resources.services, 'vcluster-again', 'again');
    assert.equal(dig(service, 'spec', 'type'), 'LoadBalancer', 'nothing that was chosen is lost');
  });
});
