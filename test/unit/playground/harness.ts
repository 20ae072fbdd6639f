import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import type { Playground, PlaygroundOptions } from '../../../src/core/playground/playground.ts';
import { startPlayground } from '../../../src/core/playground/playground.ts';

/** A playground on plain HTTP with nothing in it and quick controllers, and its folder, which goes when it stops. */
export interface Bench {
  readonly playground: Playground;
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  end(): Promise<void>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: KubeObject & { readonly items: readonly KubeObject[]; readonly [field: string]: unknown };
}

export async function startBench(options: Partial<PlaygroundOptions> = {}): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'playground-'));
  const playground = await startPlayground({ folder, fleet: 'empty', tls: false, pace: 0.01, ...options });
  return {
    playground,
    call: async (method, path, body, headers = {}) => {
      const response = await fetch(playground.server.url + path, {
        method,
        headers: { authorization: `Bearer ${playground.token}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const json = response.headers.get('content-type')?.startsWith('application/json') && !text.includes('\n{');
      return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : {} };
    },
    end: async () => {
      await playground.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until something holds; fails after two seconds. */
export async function until(condition: () => boolean, what = 'what was awaited'): Promise<void> {
  const deadline = Date.now() + 2000;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`${what} did not come about`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export interface WatchLine {
  readonly type: string;
  readonly object: KubeObject;
}

/** An open watch: its events, one after another. */
export interface OpenWatch {
  next(): Promise<WatchLine | undefined>;
  close(): void;
}

/** Opens a watch; `next` gives undefined at the end and rejects when the connection breaks. */
export async function openWatch(
  bench: Bench,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<OpenWatch> {
  const controller = new AbortController();
  const response = await fetch(bench.playground.server.url + path, {
    signal: controller.signal,
    headers: { authorization: `Bearer ${bench.playground.token}`, ...headers },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  const next = async (): Promise<WatchLine | undefined> => {
    for (;;) {
      const end = rest.indexOf('\n');
      if (end >= 0) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 1);
        return JSON.parse(line) as WatchLine;
      }
      const chunk = await reader?.read();
      if (!chunk || chunk.done) {
        return undefined;
      }
      rest += chunk.value;
    }
  };
  return { next, close: () => controller.abort() };
}

/** A ConfigMap in the default namespace. */
export function configMap(name: string, labels: Readonly<Record<string, string>> = {}, data = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default', labels }, data };
}

/** A workload with one container. */
export function workload(kind: string, name: string, replicas: number, namespace = 'default'): KubeObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } },
    },
  };
}

export function names(items: readonly KubeObject[]): readonly string[] {
  return items.map((item) => item.metadata?.name ?? '');
}
