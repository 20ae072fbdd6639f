import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Disposable } from '../../base/emitter.ts';
import type { Log } from '../../base/log.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { listAt, nameOf, namespaceOf, numberAt, textAt, treeAt } from '../tree.ts';
import { connectedPair } from './connectedPair.ts';

/** A port of a pod. */
export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/** What listens on a port: it gets the server's end of each connection, with back-pressure and half-close. */
export type PortHandler = (socket: Duplex) => void;

function keyOf({ namespace, pod, port }: PodPort): string {
  return `${namespace}/${pod}:${port}`;
}

/** Answers every HTTP/1.1 request with the pod's name. */
function tellName(pod: KubeObject): PortHandler {
  return (socket) => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(`${nameOf(pod)}\n`);
    });
    server.emit('connection', socket);
  };
}

/** Whether a container of the pod that is running has this port, named `http`. */
function speaksHttp(pod: KubeObject, port: number): boolean {
  const running = new Set(
    listAt(pod, 'status', 'containerStatuses')
      .filter((status) => 'running' in treeAt(status, 'state'))
      .map((status) => textAt(status, 'name')),
  );
  return listAt(pod, 'spec', 'containers').some(
    (container) =>
      running.has(textAt(container, 'name')) &&
      listAt(container, 'ports').some(
        (one) => numberAt(one, 'containerPort') === port && textAt(one, 'name') === 'http',
      ),
  );
}

/**
 * What listens on the ports of pods: what tests serve, and on container ports named `http` of running containers a small HTTP
 * server that tells the pod's name. Nothing listens elsewhere.
 */
export class Ports {
  readonly #handlers = new Map<string, PortHandler>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Lets a handler listen on a port, in place of what listened there, until it is disposed of. Open connections stay. */
  serve(where: PodPort, handler: PortHandler): Disposable {
    const key = keyOf(where);
    this.#handlers.set(key, handler);
    return {
      dispose: () => {
        if (this.#handlers.get(key) === handler) {
          this.#handlers.delete(key);
        }
      },
    };
  }

  /** A new connection to a port of a pod; undefined when nothing listens there. */
  connect(pod: KubeObject, port: number): Duplex | undefined {
    const where = { namespace: namespaceOf(pod), pod: nameOf(pod), port };
    const handler = this.#handlers.get(keyOf(where)) ?? (speaksHttp(pod, port) ? tellName(pod) : undefined);
    if (!handler) {
      return undefined;
    }
    const [near, far] = connectedPair();
    try {
      handler(far);
    } catch (error) {
      this.#log.error(`The handler of port ${port} of the pod ${nameOf(pod)} failed.`, error);
      far.destroy();
    }
    return near;
  }
}
