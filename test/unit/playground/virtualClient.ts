import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:https';
import { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { load } from 'js-yaml';
import { WebSocket } from 'ws';
import { type KubeObject, resources } from '../../../src/core/kube/resource.ts';
import { isReady } from '../../../src/core/playground/podPhase.ts';
import { textAt } from '../../../src/core/playground/tree.ts';
import { type Bench, names, until } from './harness.ts';

/** What the Secret `vc-NAME` gives: how its API is entered. */
export interface Credentials {
  readonly server: string;
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
  readonly token?: string;
}

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string>> }[];
}

export interface VirtualReply {
  readonly status: number;
  readonly text: string;
  readonly body: KubeObject & { readonly items: readonly KubeObject[] };
}

/** The kubeconfig of a vcluster, as a client reads it from the Secret on the host. */
export function credentialsOf(bench: Bench, namespace: string, name: string): Credentials {
  const secret = bench.playground.api.get(resources.secrets, namespace, `vc-${name}`);
  const decoded = (data: string | undefined) => Buffer.from(data ?? '', 'base64').toString();
  const config = load(decoded(textAt(secret, 'data', 'config'))) as Kubeconfig;
  const [cluster, user] = [config.clusters[0]?.cluster, config.users[0]?.user];
  return {
    server: cluster?.['server'] ?? '',
    ca: decoded(cluster?.['certificate-authority-data']),
    cert: decoded(user?.['client-certificate-data']),
    key: decoded(user?.['client-key-data']),
  };
}

/** The name of a ready pod of a syncer. */
export function syncerPod(bench: Bench, namespace: string, name: string): string | undefined {
  const pods = bench.playground.api
    .list(resources.pods, namespace)
    .filter(({ metadata }) => metadata?.labels?.['app'] === 'vcluster' && metadata.labels['release'] === name);
  return names(pods.filter((pod) => isReady(pod) && !pod.metadata?.deletionTimestamp))[0];
}

/** A connection to a port of a pod, through the WebSocket of `pods/portforward`. */
async function forwarded(bench: Bench, namespace: string, pod: string): Promise<Duplex> {
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/portforward?ports=8443`;
  const socket = new WebSocket(bench.playground.server.url.replace('http', 'ws') + path, ['v4.channel.k8s.io'], {
    headers: { authorization: `Bearer ${bench.playground.token}` },
  });
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => socket.send(Buffer.concat([Buffer.of(0), chunk]), done),
    final: (done) => done(),
    destroy: (error, done) => {
      socket.close();
      done(error);
    },
  });
  stream.on('error', () => undefined);
  const begun = new Set<number>();
  socket.on('message', (data: Buffer) => {
    const channel = data[0] ?? 0;
    if (!begun.has(channel)) {
      begun.add(channel);
    } else if (channel === 0) {
      stream.push(data.subarray(1));
    } else {
      stream.destroy(new Error(data.toString('utf8', 1)));
    }
  });
  socket.once('close', () => stream.push(null));
  await once(socket, 'open');
  return stream;
}

async function secured(stream: Duplex, { ca, cert, key }: Credentials, servername: string): Promise<TLSSocket> {
  const own = cert && key ? { cert, key } : {};
  const socket = connect({ socket: stream, ca, servername, ...own });
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.on('error', reject);
    stream.on('error', reject);
    if (stream.errored) {
      reject(stream.errored);
    }
  });
  return socket;
}

/** Calls the API of a vcluster through a port-forward to its syncer's pod, as kubectl does with the kubeconfig of its Secret. */
export class VirtualClient {
  readonly #bench: Bench;
  readonly #namespace: string;
  readonly #name: string;
  readonly credentials: Credentials;
  servername = 'localhost';

  constructor(bench: Bench, namespace: string, name: string, credentials = credentialsOf(bench, namespace, name)) {
    this.#bench = bench;
    this.#namespace = namespace;
    this.#name = name;
    this.credentials = credentials;
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<VirtualReply> {
    const pod = syncerPod(this.#bench, this.#namespace, this.#name) ?? `${this.#name}-0`;
    const { token } = this.credentials;
    const socket = await secured(await forwarded(this.#bench, this.#namespace, pod), this.credentials, this.servername);
    const sent = request(`${this.credentials.server}${path}`, {
      method,
      createConnection: () => socket,
      headers: {
        connection: 'close',
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    const [response] = await once(sent, 'response');
    const answer = await text(response);
    socket.destroy();
    const json = String(response.headers['content-type']).startsWith('application/json');
    return { status: response.statusCode, text: answer, body: json ? JSON.parse(answer) : {} };
  }

  /** The names of a collection. */
  async names(path: string): Promise<readonly string[]> {
    const { status, body, text: answer } = await this.call('GET', path);
    assert.equal(status, 200, answer);
    return names(body.items);
  }
}

/** Waits for a vcluster to be ready, with its kubeconfig there. */
export async function untilUp(bench: Bench, namespace: string, name: string): Promise<VirtualClient> {
  const { api } = bench.playground;
  await until(() => syncerPod(bench, namespace, name) !== undefined, `a ready syncer of ${name}`);
  await until(() => api.find(resources.secrets, namespace, `vc-${name}`) !== undefined, `the kubeconfig of ${name}`);
  return new VirtualClient(bench, namespace, name);
}
