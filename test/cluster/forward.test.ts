import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Forward, startForward } from '../../src/core/forward/forward.ts';
import type { ForwardOptions } from '../../src/core/forward/forwardOptions.ts';
import { resolveSyncerPod } from '../../src/core/forward/syncerPod.ts';
import { podLog } from '../../src/core/host/podLog.ts';
import type { KubeClient } from '../../src/core/kube/client.ts';
import { kubectlProgram } from './host/build.ts';
import { ControlPlane } from './host/controlPlane.ts';
import { execCredential, execUser, writePrivately } from './host/kubeconfig.ts';
import { hostClient } from './standIn/hostClient.ts';
import { StandIn } from './standIn/standIn.ts';
import { replyBytes, type Target, type TargetKind } from './standIn/target.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const podPort = 8443;
/** For how long kube-apiserver goes on accepting a token that it has seen. */
const tokenCacheMs = 10_000;

describe('a forward through a real API server', function () {
  this.timeout(120_000);
  let standIn: StandIn;
  let target: Target;
  let client: KubeClient;
  let namespace: string;
  let count = 0;
  const undo: (() => void | Promise<void>)[] = [];

  before(async function () {
    standIn = await StandIn.start(this.host);
    target = await standIn.startTarget();
  });
  after(() => standIn.stop());

  beforeEach(async function () {
    count += 1;
    namespace = `forward-${count}`;
    client = await hostClient(this.host);
    undo.push(() => client.close());
    undo.push(async () => void (await this.host.api.remove(`/api/v1/namespaces/${namespace}/pods`)));
  });
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) {
      await step();
    }
  });

  const labels = { app: 'vcluster', release: 'dev' };
  const makePod = (
    behind: string,
    more: { name?: string; ready?: boolean; halfClose?: 'containerd' | 'propagate' } = {},
  ) => standIn.createPod({ namespace, name: 'dev-0', labels, ports: { [podPort]: behind }, ...more });

  async function forwardTo(options: Partial<ForwardOptions> = {}): Promise<Forward> {
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    const of = { namespace, name: 'dev' };
    const forward = await startForward({
      client: () => client,
      resolve: (signal, onWait) => resolveSyncerPod(client, of, podPort, signal, onWait),
      log: silent,
      ...options,
    });
    undo.push(() => forward.dispose());
    return forward;
  }

  /** The answer to a request on a connection of its own; undefined when it was reset. */
  function hello(forward: Forward): Promise<string | undefined> {
    return new Promise((resolve) => {
      const socket = connect(forward.port, '127.0.0.1');
      socket.on('error', () => resolve(undefined));
      socket.on('data', (part) => {
        resolve(String(part).split('\r\n')[0]);
        socket.destroy();
      });
      socket.write('GET /hello HTTP/1.1\r\nHost: pod\r\n\r\n');
    });
  }

  const ok = 'HTTP/1.1 200 OK';

  it('lets kubectl work with the API server behind the pod', async () => {
    const kubectl = await kubectlProgram();
    const inner = await ControlPlane.start({ controllerManager: false });
    undo.push(() => inner.stop());
    await inner.api.create('/api/v1/namespaces', { metadata: { name: 'inside-only' } });
    await makePod(new URL(inner.server).host);
    const forward = await forwardTo();
    const server = `https://127.0.0.1:${forward.port}`;
    const { stdout } = await run(kubectl, [
      `--kubeconfig=${inner.kubeconfigPath}`,
      `--server=${server}`,
      'get',
      'ns',
      '-o',
      'name',
    ]);
    assert.match(stdout, /^namespace\/inside-only$/mu);
    await until('the end of the connections', () => forward.stats.open === 0);
    assert.deepEqual(forward.state, { state: 'ready' });
  });

  it('reaches logs and exec of the stand-in through the API server', async function () {
    const logFile = join(this.host.folder, `${namespace}.log`);
    await writeFile(logFile, 'one\ntwo\nthree\n');
    await standIn.createPod({ namespace, name: 'dev-0', labels, logFile });
    const controller = new AbortController();
    const asked = { container: 'main', previous: false, follow: true, tailLines: 2 };
    let seen = '';
    const reading = (async () => {
      for await (const piece of podLog(client, namespace, 'dev-0', asked, controller.signal)) {
        seen += piece;
      }
    })().catch(() => undefined);
    await until('the last lines', () => seen === 'two\nthree\n', { state: () => seen });
    await appendFile(logFile, 'four\n');
    await until('the new line', () => seen.endsWith('four\n'));
    controller.abort();
    await reading;
    const kubectl = await kubectlProgram();
    const inPod = [`--kubeconfig=${this.host.kubeconfigPath}`, '-n', namespace, 'exec', 'dev-0', '--'];
    assert.equal((await run(kubectl, [...inPod, 'echo', 'hello', 'there'])).stdout, 'hello there\n');
    await assert.rejects(run(kubectl, [...inPod, 'exit', '7']), { code: 7 });
  });

  it('carries 200 connections at once', async () => {
    await makePod(target.address('http'));
    const forward = await forwardTo();
    const { failed, error } = await standIn.probe('many', `127.0.0.1:${forward.port}`, 200);
    assert.deepEqual([failed, error], [0, undefined]);
    assert.equal(forward.stats.total, 200);
  });

  const halfClosed: readonly (readonly ['containerd' | 'propagate', TargetKind])[] = [
    ['containerd', 'after-line'],
    ['propagate', 'after-line'],
    ['propagate', 'after-end'],
    ['containerd', 'reply'],
  ];
  for (const [halfClose, kind] of halfClosed) {
    it(`brings the whole answer to a half-closed request: ${halfClose}, ${kind}`, async () => {
      await makePod(target.address(kind), { halfClose });
      const forward = await forwardTo();
      const { bytes, error } = await standIn.probe('half', `127.0.0.1:${forward.port}`);
      assert.deepEqual([bytes, error], [replyBytes, undefined]);
    });
  }

  it('ends the connection to a port that refuses, with the reason of the kubelet, and nothing else', async () => {
    await makePod(target.address('http'));
    const forward = await forwardTo();
    assert.equal(await hello(forward), ok);
    const { uid } = await resolveSyncerPod(client, { namespace, name: 'dev' }, podPort, new AbortController().signal);
    let port = 99;
    const mixed = await forwardTo({ resolve: async () => ({ namespace, pod: 'dev-0', uid, port }) });
    assert.equal(await hello(mixed), undefined);
    assert.match(mixed.lastError ?? '', /^Port 99 of the pod dev-0 ended a connection: .*connection refused$/u);
    port = podPort;
    assert.equal(await hello(mixed), ok);
    assert.deepEqual(mixed.state, { state: 'ready' });
  });

  it('holds back a firehose whose reader has stalled, and lets others go on', async () => {
    await makePod(target.address('firehose'));
    await makePod(target.address('http'), { name: 'dev-1' });
    let pod = 'dev-0';
    const forward = await forwardTo({
      resolve: async () => ({ namespace, pod, uid: pod, port: podPort }),
    });
    const stalled = connect(forward.port, '127.0.0.1');
    undo.push(() => void stalled.destroy());
    stalled.pause();
    const pushedNow = async () => (await target.stat()).pushed;
    await until('the firehose', async () => (await target.stat()).pushing === 1);
    await sleep(1_000);
    const pushed = await pushedNow();
    await sleep(1_000);
    assert.equal(await pushedNow(), pushed);
    assert.ok(pushed < 64e6, `${pushed} bytes`);
    pod = 'dev-1';
    assert.equal(await hello(forward), ok);
    stalled.destroy();
    await until('the end of the firehose', async () => (await target.stat()).pushing === 0);
  });

  it('goes on, at the same port, when the pod is replaced by one of the same name', async () => {
    await makePod(target.address('http'));
    const forward = await forwardTo();
    const { port } = forward;
    assert.equal(await hello(forward), ok);
    for (let round = 0; round < 3; round += 1) {
      await standIn.deletePod(namespace, 'dev-0');
      const waiting = hello(forward);
      await until('the waiting', () => forward.state.state === 'waiting');
      await makePod(target.address('http'), { ready: false });
      await until('the reason', () => forward.state.state === 'waiting' && forward.state.why.includes('0/1'), {
        state: () => forward.state,
      });
      await standIn.setReady(namespace, 'dev-0', true);
      const ready = performance.now();
      assert.equal(await waiting, ok);
      assert.ok(performance.now() - ready < 2_000, `${performance.now() - ready} ms`);
      assert.deepEqual(forward.state, { state: 'ready' });
      assert.equal(forward.stats.reconnects, round + 1);
    }
    assert.equal(forward.port, port);
  });

  it('goes to another replica when the one that it used is gone', async () => {
    await makePod(target.address('http'));
    await makePod(target.address('http'), { name: 'dev-1' });
    const forward = await forwardTo();
    assert.equal(await hello(forward), ok);
    const of = { namespace, name: 'dev' };
    const { pod } = await resolveSyncerPod(client, of, podPort, new AbortController().signal);
    await standIn.deletePod(namespace, pod);
    await until('an answer of the other', async () => (await hello(forward)) === ok);
    assert.equal(forward.stats.reconnects, 1);
  });

  for (const hard of [false, true]) {
    it(`holds connections while the API server restarts by ${hard ? 'KILL' : 'TERM'}`, async function () {
      await makePod(target.address('http'));
      const forward = await forwardTo();
      const held = connect(forward.port, '127.0.0.1');
      let broken = false;
      held
        .on('error', () => undefined)
        .on('close', () => {
          broken = true;
        });
      held.write('GET /hello HTTP/1.1\r\nHost: pod\r\n\r\n');
      await until('the first answer', () => forward.stats.bytesIn > 0);
      await this.host.stopApiServer(hard);
      await until('the end of what was open', () => broken);
      const waiting = [hello(forward), hello(forward), hello(forward)];
      await until('the waiting', () => forward.state.state === 'waiting');
      await sleep(500);
      await this.host.startApiServer();
      assert.deepEqual(await Promise.all(waiting), [ok, ok, ok]);
      assert.deepEqual(forward.state, { state: 'ready' });
    });
  }

  it('asks for new credentials when the token has expired', async function () {
    const grant = (): string => execCredential(this.host.token('admin', { groups: ['system:masters'], ttlMs: 1_000 }));
    const file = await writePrivately(join(this.host.folder, `${namespace}.credential`), grant());
    const user = await hostClient(this.host, execUser(file));
    undo.push(() => user.close());
    await makePod(target.address('http'));
    const forward = await forwardTo({ client: () => user });
    assert.equal(await hello(forward), ok);
    await sleep(tokenCacheMs + 2_000);
    await writePrivately(file, grant());
    assert.equal(await hello(forward), ok);
    assert.deepEqual(forward.state, { state: 'ready' });
  });
});
