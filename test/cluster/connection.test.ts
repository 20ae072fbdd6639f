import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import type { Operation } from '../../src/core/base/operation.ts';
import { createEngine, type Engine } from '../../src/core/engine.ts';
import { vclusterId } from '../../src/core/vcluster/id.ts';
import { engineOptions } from '../unit/engineOptions.ts';
import { kubectlProgram } from './host/build.ts';
import { ControlPlane } from './host/controlPlane.ts';
import { StandIn } from './standIn/standIn.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const namespace = 'team-a';
const name = 'dev';
const id = vclusterId({ context: 'host', namespace, name });
const labels = { app: 'vcluster', release: name };

/** One API server as the host, and another as the vcluster that a pod of it forwards to. */
describe('a connection through a real host cluster', function () {
  this.timeout(60_000);
  let host: ControlPlane;
  let inside: ControlPlane;
  let standIn: StandIn;
  let kubectl: string;
  let config: string;
  let engine: Engine;

  before(async function () {
    this.timeout(900_000);
    kubectl = await kubectlProgram(console.log);
    host = await ControlPlane.start({ progress: console.log });
    inside = await ControlPlane.start({ controllerManager: false });
    standIn = await StandIn.start(host, { progress: console.log });
    await standIn.createNamespace(namespace);
    await createVCluster();
    config = join(host.folder, 'user.kubeconfig');
    await copyFile(host.kubeconfigPath, config);
    engine = await createEngine(engineOptions({ kubeconfig: () => [config], storageFolder: host.folder }));
  });

  after(async () => {
    await engine?.close();
    engine?.dispose();
    await standIn?.stop();
    await inside?.stop();
    await host?.stop();
  });

  async function createVCluster(): Promise<void> {
    const template = standIn.template({ labels, ports: { 8443: new URL(inside.server).host } });
    const containers = [{ name: 'syncer', image: 'ghcr.io/loft-sh/vcluster-pro:0.36.1' }];
    await host.api.create(`/apis/apps/v1/namespaces/${namespace}/statefulsets`, {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name, labels: { ...labels, chart: 'vcluster-0.36.1' } },
      spec: {
        replicas: 1,
        serviceName: `${name}-headless`,
        selector: { matchLabels: labels },
        template: { ...template, spec: { ...template.spec, containers } },
      },
    });
    const kubeconfig = inside.kubeconfig({ token: inside.adminToken }, { server: 'https://localhost:8443' });
    await host.api.create(`/api/v1/namespaces/${namespace}/secrets`, {
      metadata: { name: `vc-${name}` },
      stringData: { config: kubeconfig },
    });
    const pod = `/api/v1/namespaces/${namespace}/pods/${name}-0`;
    await until('the pod of the vcluster', () =>
      host.api.get(pod).then(
        () => true,
        () => false,
      ),
    );
    await standIn.podCondition(namespace, `${name}-0`, 'Ready', true);
  }

  function operation(): Operation {
    return { signal: new AbortController().signal, report: () => undefined };
  }

  async function namespacesInside(): Promise<string> {
    const { stdout } = await run(kubectl, ['--kubeconfig', config, 'get', 'namespaces', '-o', 'name']);
    return stdout;
  }

  async function seconds(act: () => Promise<unknown>): Promise<number> {
    const started = performance.now();
    await act();
    return (performance.now() - started) / 1000;
  }

  it('lets kubectl work inside the vcluster with the kubeconfig that we wrote', async () => {
    await inside.api.create('/api/v1/namespaces', { metadata: { name: 'only-inside' } });
    await engine.list('host');
    const took = await seconds(() => engine.operations.connect(id, operation()));
    assert.ok(took < 1, `connecting took ${took} s`);
    assert.match(await namespacesInside(), /only-inside/u);
  });

  it('goes on after a new pod, on the same port and without being told', async () => {
    const port = engine.connections.view(id)?.port;
    for (let round = 0; round < 3; round += 1) {
      await standIn.deletePod(namespace, `${name}-0`);
      assert.match(await namespacesInside(), /only-inside/u);
    }
    assert.equal(engine.connections.view(id)?.port, port);
  });

  it('goes on after the API server of the host was away', async () => {
    await host.restartApiServer(true);
    assert.match(await namespacesInside(), /only-inside/u);
  });

  it('pauses and resumes what it is connected to, and takes the context back', async () => {
    const took = await seconds(() => engine.operations.pause(id, operation()));
    assert.ok(took < 3, `pausing took ${took} s`);
    assert.doesNotMatch(await readFile(config, 'utf8'), /vcluster_dev/u);
    await engine.operations.resume(id, operation());
    await engine.operations.connect(id, operation());
    assert.match(await namespacesInside(), /only-inside/u);
  });

  it('leaves the kubeconfig as it was', async () => {
    const took = await seconds(() => engine.operations.disconnect(id));
    assert.ok(took < 1, `disconnecting took ${took} s`);
    assert.equal(await readFile(config, 'utf8'), await readFile(host.kubeconfigPath, 'utf8'));
  });
});
