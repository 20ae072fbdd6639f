import type { ServerResponse } from 'node:http';
import { type Call, json, refuse, type Script } from './apiServer.ts';

interface Entry {
  readonly namespace: string;
  readonly name: string;
  readonly version: number;
  readonly value: string;
}

/** A few pods with lists in pages and watches, as an API server has them. `intercept` answers first when it gives true. */
export class FakeCluster {
  readonly #entries = new Map<string, Entry>();
  readonly #history: { readonly type: string; readonly entry: Entry; readonly version: number }[] = [];
  readonly #watches = new Set<{ readonly call: Call; readonly response: ServerResponse }>();
  #version = 100;
  intercept: (call: Call, response: ServerResponse) => boolean = () => false;
  /** Whether watches send what happens. */
  muted = false;

  readonly script: Script = (call, response) => {
    if (this.intercept(call, response)) {
      return;
    }
    if (call.query['watch']) {
      this.#watch(call, response);
    } else {
      this.#list(call, response);
    }
  };

  get version(): number {
    return this.#version;
  }

  get open(): number {
    return this.#watches.size;
  }

  put(key: string, value = ''): void {
    const [namespace = '', name = ''] = key.split('/');
    const type = this.#entries.has(key) ? 'MODIFIED' : 'ADDED';
    this.#version += 1;
    const entry = { namespace, name, value, version: this.#version };
    this.#entries.set(key, entry);
    this.#happen(type, entry);
  }

  remove(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      this.#entries.delete(key);
      this.#version += 1;
      this.#happen('DELETED', { ...entry, version: this.#version });
    }
  }

  /** Sends a line to all watches. */
  send(type: string, object: unknown): void {
    for (const { response } of this.#watches) {
      response.write(`${JSON.stringify({ type, object })}\n`);
    }
  }

  bookmark(version = this.#version): void {
    this.send('BOOKMARK', { kind: 'Pod', metadata: { resourceVersion: String(version) } });
  }

  /** Ends all watches as a server does after their time. */
  endWatches(): void {
    for (const { response } of this.#watches) {
      response.end();
    }
  }

  #happen(type: string, entry: Entry): void {
    this.#history.push({ type, entry, version: this.#version });
    for (const { call, response } of this.#watches) {
      if (!this.muted && covers(call, entry)) {
        response.write(`${JSON.stringify({ type, object: podOf(entry) })}\n`);
      }
    }
  }

  #watch(call: Call, response: ServerResponse): void {
    const watch = { call, response };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    response.on('close', () => this.#watches.delete(watch));
    this.#watches.add(watch);
    const from = Number(call.query['resourceVersion'] ?? 0);
    for (const { type, entry, version } of this.#history) {
      if (version > from && covers(call, entry)) {
        response.write(`${JSON.stringify({ type, object: podOf(entry) })}\n`);
      }
    }
  }

  #list(call: Call, response: ServerResponse): void {
    const all = [...this.#entries.values()].filter((entry) => covers(call, entry));
    const start = Number(call.query['continue'] ?? 0);
    const end = start + Number(call.query['limit'] ?? all.length);
    const more = end < all.length ? { continue: String(end) } : {};
    json(response, {
      metadata: { resourceVersion: String(this.#version), ...more },
      items: all.slice(start, end).map(podOf),
    });
  }
}

/** Answers with a refusal when it applies; for `intercept`. */
export function refusing(
  status: number,
  applies: (call: Call) => boolean,
  headers: Readonly<Record<string, string>> = {},
) {
  return (call: Call, response: ServerResponse): boolean => {
    const applied = applies(call);
    if (applied) {
      refuse(response, status, `status ${status}`, headers);
    }
    return applied;
  };
}

function covers(call: Call, { namespace }: Entry): boolean {
  const wanted = /\/namespaces\/([^/]+)\//u.exec(call.path)?.[1];
  return wanted === undefined || wanted === namespace;
}

function podOf({ namespace, name, version, value }: Entry): object {
  return {
    metadata: { namespace, name, resourceVersion: String(version), managedFields: [{ manager: 'x' }] },
    spec: { value },
  };
}
