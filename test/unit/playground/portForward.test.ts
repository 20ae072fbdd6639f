import assert from 'node:assert/strict';
import type { Duplex } from 'node:stream';
import { PassThrough } from 'node:stream';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { PortForward } from '@kubernetes/client-node/dist/portforward.js';
import { resources } from '../../../src/core/kube/resource.ts';
import { forwardPath, openSocket, refusal, settled, startForwardBench } from './forwardBench.ts';
import { type Bench, until } from './harness.ts';

const db = { namespace: 'default', pod: 'web', port: 5432 };

describe('playground port-forward', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = await startForwardBench();
  });
  afterEach(() => bench.end());

  function frame(channel: number, text: string): Buffer {
    return Buffer.concat([Buffer.of(channel), Buffer.from(text)]);
  }

  it("carries client-node's PortForward to the pod's HTTP server", async () => {
    const config = new KubeConfig();
    config.loadFromFile(bench.playground.kubeconfigPath);
    const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
    let text = '';
    output.on('data', (part) => {
      text += String(part);
    });
    await new PortForward(config).portForward('default', 'web', [8080], output, errors, input);
    input.write('GET / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n');
    await until(() => text.includes('web\n'), 'the answer');
    assert.match(text, /^HTTP\/1\.1 200 OK\r\n/);
    assert.equal(errors.read()?.length ?? 0, 0);
  });

  it('begins each channel with its port, and ends with the target', async () => {
    bench.playground.ports.serve(db, (socket) => {
      socket.once('data', (part) => socket.end(`<${part}>`));
    });
    const { socket, seen } = await openSocket(bench, `${forwardPath}?ports=5432`);
    socket.send(frame(0, 'hello'));
    await until(() => seen.code !== undefined, 'the end');
    assert.deepEqual([...seen.messages].slice(0, 2), [Buffer.of(0, 0x38, 0x15), Buffer.of(1, 0x38, 0x15)]);
    assert.deepEqual([seen.text(0), seen.text(1), seen.code], ['<hello>', '', 1000]);
    assert.equal(socket.protocol, 'v4.channel.k8s.io');
  });

  it('says on the error channel that nothing listens, and lets other ports go on', async () => {
    bench.playground.ports.serve(db, (socket) => socket.on('data', (part) => socket.write(part)));
    const { socket, seen } = await openSocket(bench, `${forwardPath}?ports=99&ports=5432`);
    await until(() => seen.text(1) !== '', 'the error');
    assert.match(seen.text(1), /^error forwarding port 99 to pod web, uid [-0-9a-f]+: .*connection refused$/);
    socket.send(frame(2, 'still here'));
    await until(() => seen.text(2) === 'still here', 'the echo');
    assert.equal(seen.code, undefined);
    socket.close();
    const { seen: ended } = await openSocket(bench, `${forwardPath}?ports=99`);
    await until(() => ended.code === 1000, 'the end');
    assert.match(ended.text(1), /connection refused/);
  });

  it('gives the target an end when the client closes, and a second to go', async () => {
    const events: string[] = [];
    bench.playground.ports.serve(db, (socket) => {
      socket.on('end', () => events.push('end')).on('close', () => events.push('close'));
      socket.resume();
    });
    const { socket } = await openSocket(bench, `${forwardPath}?ports=5432`);
    socket.close();
    await until(() => events[0] === 'end', 'the end of the input');
    await until(() => events[1] === 'close', 'the end of the target');
  });

  it('holds back whoever writes more than is read, both ways', async () => {
    const chunk = Buffer.alloc(256 * 1024, 'x');
    let target: Duplex | undefined;
    let pushed = 0;
    bench.playground.ports.serve(db, (socket) => {
      target = socket;
      const push = () => {
        do {
          pushed += chunk.length;
        } while (socket.write(chunk) && pushed < 1e9);
      };
      socket.on('drain', push);
      push();
    });
    const { socket } = await openSocket(bench, `${forwardPath}?ports=5432`);
    socket.pause();
    await settled(() => pushed);
    assert.ok(pushed < 64e6, `${pushed} bytes were taken from the target`);
    for (let sent = 0; sent < 64; sent += 1) {
      socket.send(Buffer.concat([Buffer.of(0), chunk]));
    }
    const waiting = await settled(() => socket.bufferedAmount);
    assert.ok(waiting > 4e6, `only ${waiting} bytes wait at the client`);
    let read = 0;
    target?.on('data', (part: Buffer) => {
      read += part.length;
    });
    await until(() => read === 64 * chunk.length, 'all that was sent');
    socket.terminate();
    await until(() => target?.destroyed === true, 'the end of the target');
  });

  it('ends with the pod and with the playground', async () => {
    const { api, ports } = bench.playground;
    const open = new Set<Duplex>();
    ports.serve(db, (socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    });
    const { seen } = await openSocket(bench, `${forwardPath}?ports=5432`);
    await until(() => open.size === 1, 'the connection');
    api.delete(resources.pods, 'default', 'web', { gracePeriodSeconds: 0 });
    await until(() => seen.code !== undefined && open.size === 0, 'the end');
    assert.equal(seen.code, 1000);

    await bench.end();
    bench = await startForwardBench();
    bench.playground.ports.serve(db, (socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    });
    const { seen: cut } = await openSocket(bench, `${forwardPath}?ports=5432`);
    await until(() => open.size === 1, 'the connection');
    await bench.playground.stop();
    await until(() => cut.code !== undefined && open.size === 0, 'the end of the playground');
  });

  it('needs a pod that is running, ports and a protocol that it knows', async () => {
    bench.playground.api.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'late', namespace: 'default' },
      spec: { nodeName: 'worker-1', containers: [{ name: 'main', image: 'gone.invalid/x:1' }] },
    });
    const late = forwardPath.replace('web', 'late');
    assert.equal(
      await refusal(bench, `${late}?ports=80`),
      '500 unable to forward port because pod is not running. Current status=Pending',
    );
    assert.equal(await refusal(bench, `${forwardPath.replace('web', 'none')}?ports=80`), '404 pods "none" not found');
    assert.equal(await refusal(bench, forwardPath), '400 query parameter "port" is required');
    assert.equal(await refusal(bench, `${forwardPath}?ports=x`), '400 unable to parse "x" as a port');
    assert.match(await refusal(bench, `${forwardPath}?ports=80`, ['v5.channel.k8s.io']), /^403 unable to upgrade/);
    const plain = await bench.call('GET', `${forwardPath}?ports=80`);
    assert.deepEqual([plain.status, plain.body['message']], [400, 'Upgrade request required']);
    assert.match(await refusal(bench, '/api/v1/namespaces/default/pods/none'), /^404 pods "none" not found/);
  });

  it('needs the permission to get and to create', async () => {
    const may = (...verbs: string[]) =>
      bench.playground.tokens.issue({
        user: 'jane',
        rules: [{ verbs, apiGroups: [''], resources: ['pods/portforward'] }],
      });
    const path = `${forwardPath}?ports=8080`;
    assert.match(
      await refusal(bench, path, undefined, may('create')),
      /^403 .* cannot get resource "pods\/portforward"/,
    );
    assert.match(
      await refusal(bench, path, undefined, may('get')),
      /^403 .* cannot create resource "pods\/portforward"/,
    );
    assert.equal(await refusal(bench, path, undefined, 'wrong'), '401 Unauthorized');
    (await openSocket(bench, path, undefined, may('get', 'create'))).socket.close();
    const discovery = await bench.call('GET', '/api/v1');
    const found = (discovery.body['resources'] as { name: string; verbs: string[] }[]).find(
      ({ name }) => name === 'pods/portforward',
    );
    assert.deepEqual(found?.verbs, ['create', 'get']);
  });

  it('is counted, and meets faults', async () => {
    const { faults, requests } = bench.playground;
    const meant = { subresource: 'portforward' };
    faults.add(meant, { kind: 'status', code: 429, message: 'slow down' }, 1);
    assert.equal(await refusal(bench, `${forwardPath}?ports=8080`), '429 slow down');
    faults.add(meant, { kind: 'cut', ms: 20 }, 1);
    const { seen } = await openSocket(bench, `${forwardPath}?ports=8080`);
    await until(() => seen.code === 1006, 'the cut');
    assert.deepEqual(
      requests.entries.filter(({ subresource }) => subresource === 'portforward').map(({ status }) => status),
      [429, 101],
    );
  });
});
