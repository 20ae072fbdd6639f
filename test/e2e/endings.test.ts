import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { after, afterEach, before, describe, it } from 'mocha';
import type { KubeObject } from '../../src/core/kube/resource.ts';
import { resources } from '../../src/core/kube/resource.ts';
import { textAt } from '../../src/core/playground/tree.ts';
import { helmProgram } from '../cluster/host/helmProgram.ts';
import { type ChartRepository, startChartRepository } from './harness/chartRepository.ts';
import { eventually } from './harness/eventually.ts';
import { Person } from './harness/person.ts';
import { openSession, type Session } from './harness/session.ts';
import type { Workbench } from './harness/workbench.ts';

const host = 'vcluster-playground';
const name = 'away';
const exposed = { controlPlane: { service: { spec: { type: 'LoadBalancer' } } } };

describe('what a wizard can end in, as a person takes it elsewhere', () => {
  let folder: string;
  let charts: ChartRepository;
  let session: Session;
  let workbench: Workbench;
  let person: Person;

  before(async function () {
    this.timeout(600_000);
    folder = await mkdtemp(join(tmpdir(), 'vcluster-endings-'));
    const helm = await helmProgram();
    charts = await startChartRepository(helm, folder, '0.36.1');
    const env = { HOME: folder, ...charts.env };
    const settings = { 'vcluster.tools.helm': helm };
    session = await openSession({ env, settings, size: { width: 1280, height: 1000 } });
    workbench = session.workbench;
    person = new Person(workbench);
    await workbench.openContainer('vCluster');
  });

  after(async function () {
    this.timeout(30_000);
    await session?.close();
    await charts?.close();
    await rm(folder, { recursive: true, force: true });
  });

  afterEach(async function () {
    await person.pictureOf(this.currentTest);
  });

  const isThere = (namespace: string): boolean =>
    session.playground.api.find(resources.namespaces, undefined, namespace) !== undefined;

  /** The whole text of the editor that has just been opened, by the clipboard. */
  async function shown(pattern: RegExp): Promise<string> {
    await workbench.editors.waitForText(pattern, 30_000);
    await workbench.editors.copyAll();
    return person.copied(pattern);
  }

  /** Opens the page of all choices and gives the vcluster a name and a load balancer. */
  async function onOnePage(): Promise<void> {
    await workbench.run('vCluster: Create vcluster (One Page)…');
    await person.answer('Name', { text: name }, 'Exposure', 'LoadBalancer');
    await workbench.quickInput.waitForRow(`Create ${name}`);
  }

  async function objectsOf(ending: string, pattern: RegExp): Promise<readonly KubeObject[]> {
    await onOnePage();
    await workbench.quickInput.type(ending);
    await workbench.quickInput.pick(ending);
    const text = await shown(pattern);
    await workbench.editors.discard();
    return loadAll(text).filter((one) => one !== null) as KubeObject[];
  }

  it('leads back from the page of all choices into the questions', async () => {
    const { quickInput } = workbench;
    await workbench.run('vCluster: Create vcluster…');
    await person.answer({ text: name });
    await quickInput.waitForTitle(/Host namespace/u);
    await quickInput.skip();
    await quickInput.waitForRow('Connect afterwards');
    await person.picture('one-page');
    await quickInput.back();
    await quickInput.waitForTitle(/: Name/u);
    await quickInput.dismiss();
  });

  it('copies the command of the vcluster CLI, and of helm', async () => {
    await onOnePage();
    await workbench.quickInput.pick('Copy as vcluster CLI command');
    const cli = await person.copied(/^vcluster create /u);
    assert.match(cli, /^vcluster create away --driver=helm .*--namespace=vcluster-away .*--values=\S*vcluster\.yaml/u);
    await workbench.quickInput.pick('Copy as helm command');
    const helm = await person.copied(/^helm /u);
    assert.match(
      helm,
      /^helm upgrade away vcluster --install .*--version=0\.36\.1 .*--kube-context=vcluster-playground/u,
    );
    await workbench.notifications.waitFor(/Save the values as vcluster\.yaml beside it/u);
    await person.picture('copied-command');
    await workbench.quickInput.dismiss();
    await workbench.notifications.clear();
  });

  it('shows the values and the commands', async () => {
    await onOnePage();
    await workbench.quickInput.pick('Preview values and command');
    const text = await shown(/^# vcluster create away/mu);
    assert.match(text, /^# helm upgrade away/mu);
    assert.deepEqual(load(text), exposed);
    await person.picture('preview');
    await workbench.editors.discard();
  });

  it('writes an Argo CD Application with the same values', async () => {
    const [application] = await objectsOf('Argo CD Application', /kind: Application/u);
    assert.equal(textAt(application, 'spec', 'destination', 'namespace'), 'vcluster-away');
    const values = JSON.stringify(application?.['spec']);
    assert.match(values, /"LoadBalancer"|type: LoadBalancer/u);
  });

  it('writes a VCluster of Cluster API with its Cluster', async () => {
    const objects = await objectsOf('Cluster API VCluster', /kind: VCluster/u);
    assert.deepEqual(objects.map(({ kind }) => kind ?? '').toSorted(), ['Cluster', 'VCluster']);
    const vcluster = objects.find(({ kind }) => kind === 'VCluster');
    assert.match(JSON.stringify(vcluster?.['spec']), /LoadBalancer/u);
  });

  it('renders manifests by helm', async function () {
    this.timeout(60_000);
    const objects = await objectsOf('Manifests for kubectl', /type: LoadBalancer/u);
    const set = objects.find(({ kind }) => kind === 'StatefulSet');
    assert.equal(set?.metadata?.name, name);
    assert.ok(objects.some(({ kind }) => kind === 'Namespace'));
    assert.equal(isThere('vcluster-away'), false);
  });

  it('saves the values as a file of the workspace', async () => {
    await onOnePage();
    await workbench.quickInput.pick('Save the values as a file');
    await person.acceptFile(/\/vcluster\.yaml$/u);
    await workbench.editors.waitForActive('vcluster.yaml');
    const text = await readFile(join(workbench.workspaceFolder, 'vcluster.yaml'), 'utf8');
    assert.deepEqual(load(text), exposed);
    assert.equal(isThere('vcluster-away'), false);
    await workbench.editors.closeAll();
  });

  it('creates one from that file, by its context menu', async function () {
    this.timeout(120_000);
    const { quickInput } = workbench;
    await workbench.run('Explorer: Focus on Folders View');
    await (await workbench.files.contextMenu('vcluster.yaml')).pick('Create vcluster from Values File…');
    await quickInput.waitForTitle(/: Name/u);
    await person.answer({ text: 'from-file' }, undefined, '0.36.1');
    await quickInput.waitForRow('Values file');
    assert.equal((await quickInput.rows()).find(({ label }) => label === 'Values file')?.description, 'vcluster.yaml');
    await person.picture('from-file');
    await quickInput.pick('Connect afterwards');
    await quickInput.pick('Create from-file');
    await quickInput.pick('Create from-file now');
    await workbench.notifications.waitFor(/from-file is ready/u, 60_000);
    const service = session.playground.api.get(resources.services, 'vcluster-from-file', 'from-file');
    assert.equal(textAt(service, 'spec', 'type'), 'LoadBalancer');
    await workbench.openContainer('vCluster');
    const tree = workbench.tree('Clusters');
    await tree.expand(host);
    await tree.waitFor([host, 'vcluster-from-file', 'from-file'], ({ description }) => /running/u.test(description));
  });

  it('creates from a file that is chosen, by the palette', async () => {
    const { quickInput } = workbench;
    await workbench.run('vCluster: Create vcluster from Values File…');
    await quickInput.waitForTitle(/Values file/u);
    await quickInput.pick('vcluster.yaml');
    await quickInput.waitForTitle(/: Name/u);
    await quickInput.type('from-file');
    await eventually(async () => assert.match(await quickInput.message(), /from-file/u));
    await quickInput.dismiss();
  });
});
