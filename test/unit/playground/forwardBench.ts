import { once } from 'node:events';
import { WebSocket } from 'ws';
import { resources } from '../../../src/core/kube/resource.ts';
import { podSummary } from '../../../src/core/playground/podStatus.ts';
import { type Bench, startBench, until } from './harness.ts';

/** The pod `web` of the default namespace, which is running and has the port 8080, named http. */
export async function startForwardBench(): Promise<Bench> {
  const bench = await startBench();
  const { api } = bench.playground;
  const ports = [
    { name: 'http', containerPort: 8080 },
    { name: 'db', containerPort: 5432 },
  ];
  api.create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default' },
    spec: { containers: [{ name: 'main', image: 'nginx:1.27', ports }] },
  });
  await until(() => podSummary(api.get(resources.pods, 'default', 'web')).ready === 1, 'a running pod');
  return bench;
}

export const forwardPath = '/api/v1/namespaces/default/pods/web/portforward';
const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';

function open(bench: Bench, path: string, protocols: readonly string[], token: string, agreed?: string): WebSocket {
  return new WebSocket(bench.playground.server.url.replace('http', 'ws') + path, [...protocols], {
    headers: { authorization: `Bearer ${token}`, ...(agreed ? { 'sec-websocket-protocol': agreed } : {}) },
    ...(agreed
      ? {
          finishRequest: (request) => {
            // `ws` refuses what it did not ask for itself.
            request.prependListener('upgrade', (response) => {
              if (response.headers['sec-websocket-protocol'] === agreed) {
                delete response.headers['sec-websocket-protocol'];
              }
            });
            request.end();
          },
        }
      : {}),
  });
}

/** An open WebSocket, and what it has got since it was opened. */
export interface OpenSocket {
  readonly socket: WebSocket;
  readonly seen: Record;
}

/** Opens a WebSocket; rejects when it is refused. */
export async function openSocket(
  bench: Bench,
  path: string,
  protocols: readonly string[] = ['v4.channel.k8s.io'],
  token = bench.playground.token,
): Promise<OpenSocket> {
  const socket = open(bench, path, protocols, token);
  const seen = record(socket);
  await once(socket, 'open');
  return { socket, seen };
}

/** Opens the WebSocket of a SPDY tunnel. */
export async function openTunnel(bench: Bench): Promise<WebSocket> {
  const socket = open(bench, forwardPath, [], bench.playground.token, tunnelProtocol);
  await once(socket, 'open');
  return socket;
}

/** The Status that an upgrade is refused with, as `code message`. */
export async function refusal(
  bench: Bench,
  path: string,
  protocols: readonly string[] = ['v4.channel.k8s.io'],
  token = bench.playground.token,
): Promise<string> {
  const socket = open(bench, path, protocols, token);
  socket.on('error', () => undefined);
  const [, response] = await once(socket, 'unexpected-response');
  let text = '';
  for await (const part of response) {
    text += String(part);
  }
  socket.terminate();
  return `${response.statusCode} ${JSON.parse(text).message}`;
}

/** The messages of a WebSocket so far, and how it was closed. */
export interface Record {
  readonly messages: readonly Buffer[];
  /** All data of a channel, without the port that comes first. */
  text(channel: number): string;
  readonly code: number | undefined;
}

function record(socket: WebSocket): Record {
  const messages: Buffer[] = [];
  let code: number | undefined;
  socket.on('message', (data: Buffer) => messages.push(data));
  socket.once('close', (given) => {
    code = given;
  });
  return {
    messages,
    text: (channel) =>
      messages
        .filter((message) => message[0] === channel)
        .slice(1)
        .map((message) => message.toString('utf8', 1))
        .join(''),
    get code() {
      return code;
    },
  };
}

/** The value of a measure once it has stood still for a while; fails when it never does. */
export async function settled(measure: () => number): Promise<number> {
  let [before, since] = [measure(), Date.now()];
  const value = () => {
    const now = measure();
    if (now !== before) {
      [before, since] = [now, Date.now()];
    }
    return now;
  };
  await until(() => value() === before && Date.now() - since > 150, 'a standstill');
  return before;
}
