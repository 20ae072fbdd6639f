import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { KubeObject } from '../../kube/resource.ts';
import type { Agenda } from '../agenda.ts';
import type { Answer } from '../answer.ts';
import { badRequest, Refusal } from '../refusal.ts';
import type { Store } from '../store.ts';
import { nameOf, textAt } from '../tree.ts';
import { type Carrier, streamCarrier, webSocketCarrier } from './carrier.ts';
import { type Connect, forwardChannels } from './channels.ts';
import type { Ports } from './ports.ts';
import { Tunnel } from './tunnel.ts';

/** A request that asks for another protocol, and its connection. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** What came after the request already. */
  readonly head: Buffer;
}

const channelProtocol = 'v4.channel.k8s.io';
const spdyProtocol = 'SPDY/3.1';
const streamProtocol = 'portforward.k8s.io';
const tunnelProtocol = `${spdyProtocol}+${streamProtocol}`;
/** The largest message that a kubelet takes on a channel (the default of golang.org/x/net/websocket). */
const maxPayload = 32 * 1024 * 1024;
/** How long a target may go on after the client left, as with containerd. */
const graceMs = 1000;

interface Forwarding {
  readonly uid: string;
  readonly carrier: Carrier;
  readonly targets: Set<Duplex>;
}

/** The ports of a query. Throws a 400 for none and for what is no port. */
function portsOf(query: URLSearchParams): readonly number[] {
  const texts = query.getAll('ports').flatMap((text) => text.split(','));
  if (texts.length === 0) {
    throw badRequest('query parameter "port" is required');
  }
  return texts.map((text) => {
    const port = Number(text);
    if (!/^\d+$/.test(text) || port > 65_535) {
      throw badRequest(`unable to parse "${text}" as a port`);
    }
    if (port === 0) {
      throw badRequest(`port "${text}" must be > 0`);
    }
    return port;
  });
}

/** Throws what a kubelet answers for a pod that has no running sandbox. */
function checkRunning(pod: KubeObject): void {
  if (!textAt(pod, 'spec', 'nodeName')) {
    throw badRequest(`pod ${nameOf(pod)} does not have a host assigned`);
  }
  const phase = textAt(pod, 'status', 'phase');
  if (phase !== 'Running') {
    const message = `unable to forward port because pod is not running. Current status=${phase}`;
    throw new Refusal(500, 'InternalError', message);
  }
}

/** Serves `pods/portforward` until the pod is deleted: SPDY, SPDY in a WebSocket, or a WebSocket with channels. */
export class PortForwarder {
  readonly #ports: Ports;
  readonly #agenda: Agenda;
  readonly #open = new Set<Forwarding>();
  readonly #channels = new WebSocketServer({ noServer: true, maxPayload });
  readonly #tunnels = new WebSocketServer({ noServer: true, maxPayload });

  constructor(store: Store, ports: Ports, agenda: Agenda) {
    this.#ports = ports;
    this.#agenda = agenda;
    // `ws` takes only tokens for protocols, which this name is not: it is given and agreed on behind its back.
    this.#tunnels.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${tunnelProtocol}`));
    store.onDidChange(({ type, change, object }) => {
      if (type.plural === 'pods' && change === 'DELETED') {
        this.#close((forwarding) => forwarding.uid === object.metadata?.uid);
      }
    });
  }

  /** How many connections are open. */
  get count(): number {
    return [...this.#open].filter(({ carrier }) => carrier.isOpen()).length;
  }

  /** The answer that turns a request into a forwarding. Throws a 4xx or 5xx when it cannot be. */
  answer(pod: KubeObject, query: URLSearchParams, upgrade: Upgrade | undefined): Answer {
    const wanted = upgrade?.request.headers.upgrade?.toLowerCase();
    if (upgrade !== undefined && wanted === 'websocket') {
      return this.#webSocketAnswer(pod, query, upgrade);
    }
    if (upgrade !== undefined && wanted === spdyProtocol.toLowerCase() && upgrade.request.method === 'POST') {
      return this.#spdyAnswer(pod, upgrade);
    }
    throw badRequest('Upgrade request required');
  }

  /** Closes all. */
  stop(): void {
    this.#close(() => true);
  }

  #spdyAnswer(pod: KubeObject, { request, socket, head }: Upgrade): Answer {
    const offered = [request.headers['x-stream-protocol-version'] ?? []].flat().flatMap((one) => one.split(/,\s*/));
    if (!offered.includes(streamProtocol)) {
      throw new Refusal(
        403,
        'Forbidden',
        `unable to upgrade: unable to negotiate protocol: client supports [${offered.join(' ')}]`,
      );
    }
    checkRunning(pod);
    return {
      kind: 'upgrade',
      run: () => {
        const lines = [
          'HTTP/1.1 101 Switching Protocols',
          'Connection: Upgrade',
          `Upgrade: ${spdyProtocol}`,
          `X-Stream-Protocol-Version: ${streamProtocol}`,
        ];
        socket.write(`${lines.join('\r\n')}\r\n\r\n`);
        socket.unshift(head);
        const forwarding = this.#begin(pod, streamCarrier(socket), socket);
        void new Tunnel(socket, this.#connect(pod, forwarding)).run();
      },
    };
  }

  #webSocketAnswer(pod: KubeObject, query: URLSearchParams, upgrade: Upgrade): Answer {
    const header = upgrade.request.headers['sec-websocket-protocol'];
    const offered = (header ?? channelProtocol).split(',').map((one) => one.trim());
    const tunnel = offered.includes(tunnelProtocol);
    if (!tunnel && !offered.includes(channelProtocol)) {
      throw new Refusal(403, 'Forbidden', `unable to upgrade: the protocols [${offered.join(' ')}] are not supported`);
    }
    const ports = tunnel ? [] : portsOf(query);
    checkRunning(pod);
    return {
      kind: 'upgrade',
      run: () => {
        upgrade.request.headers['sec-websocket-protocol'] = channelProtocol;
        if (tunnel || header === undefined) {
          delete upgrade.request.headers['sec-websocket-protocol'];
        }
        (tunnel ? this.#tunnels : this.#channels).handleUpgrade(
          upgrade.request,
          upgrade.socket,
          upgrade.head,
          (socket) => {
            const forwarding = this.#begin(pod, webSocketCarrier(socket), socket);
            const connect = this.#connect(pod, forwarding);
            void (tunnel
              ? new Tunnel(createWebSocketStream(socket), connect).run()
              : forwardChannels(socket, ports, connect));
          },
        );
      },
    };
  }

  #begin(pod: KubeObject, carrier: Carrier, events: EventEmitter): Forwarding {
    const forwarding: Forwarding = { uid: pod.metadata?.uid ?? '', carrier, targets: new Set() };
    this.#open.add(forwarding);
    events.on('error', () => undefined);
    events.once('close', () => {
      this.#agenda.after(graceMs, () => {
        destroy(forwarding.targets);
        this.#open.delete(forwarding);
      });
    });
    return forwarding;
  }

  #connect(pod: KubeObject, { uid, targets }: Forwarding): Connect {
    return (port) => {
      const target = this.#ports.connect(pod, port);
      if (!target) {
        const why = `dial tcp4 127.0.0.1:${port}: connect: connection refused`;
        return { refusal: `error forwarding port ${port} to pod ${nameOf(pod)}, uid ${uid}: ${why}` };
      }
      targets.add(target);
      target.once('close', () => targets.delete(target));
      return target;
    };
  }

  #close(which: (forwarding: Forwarding) => boolean): void {
    for (const { carrier, targets } of [...this.#open].filter(which)) {
      destroy(targets);
      carrier.end();
      this.#agenda.after(graceMs, carrier.cut);
    }
  }
}

function destroy(targets: ReadonlySet<Duplex>): void {
  for (const target of [...targets]) {
    target.destroy();
  }
}
