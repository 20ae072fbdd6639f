import { createHash, randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { KubeClient } from '../kube/client.ts';
import { codeOf } from '../kube/connectionError.ts';
import { KubeError } from '../kube/error.ts';
import { resourcePath, resources } from '../kube/resource.ts';
import { notKubernetes } from '../kube/statusError.ts';
import type { ForwardTarget } from './target.ts';
import { WebSocketStream } from './webSocketStream.ts';

const spdyProtocol = 'SPDY/3.1';
const streamProtocol = 'portforward.k8s.io';
const tunnelProtocol = `${spdyProtocol}+${streamProtocol}`;
/** RFC 6455, 1.3. */
const webSocketGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** Time for one attempt: what takes longer is better tried again. */
const timeoutMs = 10_000;

type Way = 'spdy' | 'webSocket';

/** Whether somebody between here and the API server may have taken offence at the upgrade, so that another kind may pass. */
function isInTheWay(error: unknown): boolean {
  if (!KubeError.is(error)) {
    return false;
  }
  const { kind, detail } = error;
  return (
    kind === 'notKubernetes' ||
    kind === 'invalid' ||
    (kind === 'server' && detail.reason === undefined) ||
    (kind === 'unreachable' && ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(codeOf(detail.cause)))
  );
}

async function openSpdy(client: KubeClient, path: string, signal: AbortSignal): Promise<Duplex> {
  const { socket, headers } = await client.upgrade('POST', path, spdyProtocol, {
    headers: { 'x-stream-protocol-version': streamProtocol },
    signal,
    timeoutMs,
  });
  if (headers['x-stream-protocol-version'] !== streamProtocol) {
    socket.destroy();
    throw notKubernetes(client.context, streamProtocol);
  }
  return socket;
}

async function openWebSocket(client: KubeClient, path: string, signal: AbortSignal): Promise<Duplex> {
  const key = randomBytes(16).toString('base64');
  const { socket, headers } = await client.upgrade('GET', path, 'websocket', {
    headers: {
      'sec-websocket-key': key,
      'sec-websocket-version': '13',
      'sec-websocket-protocol': tunnelProtocol,
    },
    signal,
    timeoutMs,
  });
  const accepted = createHash('sha1')
    .update(key + webSocketGuid)
    .digest('base64');
  if (headers['sec-websocket-accept'] !== accepted || headers['sec-websocket-protocol'] !== tunnelProtocol) {
    socket.destroy();
    throw notKubernetes(client.context, tunnelProtocol);
  }
  return new WebSocketStream(socket);
}

/**
 * Opens streams of SPDY frames to the kubelet of a pod: by an upgrade to SPDY, which every Kubernetes knows and which needs
 * only the permission to create; through proxies that let nothing but WebSockets pass, in one of those. What worked is
 * remembered for each client.
 */
export class Tunnels {
  readonly #worked = new WeakMap<KubeClient, Way>();

  /** Rejects with a `KubeError`. */
  async open(client: KubeClient, { namespace, pod }: ForwardTarget, signal: AbortSignal): Promise<Duplex> {
    const path = `${resourcePath(resources.pods, namespace, pod)}/portforward`;
    const known = this.#worked.get(client);
    if (known === 'webSocket') {
      return openWebSocket(client, path, signal);
    }
    try {
      const stream = await openSpdy(client, path, signal);
      this.#worked.set(client, 'spdy');
      return stream;
    } catch (error) {
      if (known === 'spdy' || !isInTheWay(error)) {
        throw error;
      }
      return await this.#secondWay(client, path, signal, error);
    }
  }

  async #secondWay(client: KubeClient, path: string, signal: AbortSignal, first: unknown): Promise<Duplex> {
    try {
      const stream = await openWebSocket(client, path, signal);
      this.#worked.set(client, 'webSocket');
      return stream;
    } catch (error) {
      // A missing permission came from the API server itself, so that this way does lead there.
      throw KubeError.is(error, 'forbidden') ? error : first;
    }
  }
}
