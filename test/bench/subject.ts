import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../src/core/engine.ts';
import { engineOptions } from '../unit/engineOptions.ts';

/** What the bench asks the process that runs the engine. */
export type SubjectRequest =
  | { readonly ask: 'complete' }
  | { readonly ask: 'cpu'; readonly milliseconds: number }
  | { readonly ask: 'memory' }
  | { readonly ask: 'expand'; readonly namespace: string; readonly name: string; readonly objects: number };

/** What it says without being asked: a pod was seen with a count of restarts. Times are milliseconds since the epoch. */
export interface SeenChange {
  readonly pod: string;
  readonly restarts: number;
  readonly at: number;
}

const now = (): number => performance.timeOrigin + performance.now();
const [, , engineFile = '', kubeconfig = '', mode = 'stay'] = process.argv;

async function until(ready: () => boolean): Promise<void> {
  while (!ready()) {
    await sleep(5);
  }
}

async function loadEngine(): Promise<Engine> {
  const require = createRequire(import.meta.url);
  const bundle = require(engineFile) as typeof import('../../src/core/engine.ts');
  return bundle.createEngine(engineOptions({ env: { ...process.env, KUBECONFIG: kubeconfig } }));
}

function collect(): void {
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc?.();
  }
}

function memory(): { readonly rss: number; readonly heap: number } {
  collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed + external };
}

async function run(): Promise<void> {
  const before = memory();
  const startedAt = now();
  const engine = await loadEngine();
  const { explorer, hosts } = engine;
  const [root] = explorer.children(undefined);
  if (root === undefined) {
    throw new Error('the kubeconfig has no context');
  }
  explorer.setVisible(true);
  explorer.children(root.id);
  const host = hosts.open(root.name);
  await until(() => host?.view.complete === true && host.view.freshness.state === 'live');
  const completeAt = now();
  const vclusters = host?.view.vclusters ?? new Map();
  process.send?.({
    complete: { vclusters: vclusters.size, milliseconds: completeAt - startedAt, memory: memory(), before },
  });
  if (mode === 'once') {
    engine.dispose();
    process.disconnect?.();
    return;
  }
  hosts.onDidChange(({ host: { view }, change }) => {
    const at = now();
    for (const { context, namespace, name } of change.vclusters) {
      const id = [context, namespace, name].map(encodeURIComponent).join('/');
      for (const pod of view.vclusters.get(id)?.pods ?? []) {
        process.send?.({ seen: { pod: pod.name, restarts: pod.restarts, at } satisfies SeenChange });
      }
    }
  });
  process.on('message', (request: SubjectRequest) => void answer(engine, root.name, request));
}

async function answer(engine: Engine, context: string, request: SubjectRequest): Promise<void> {
  switch (request.ask) {
    case 'cpu': {
      const before = process.cpuUsage();
      await sleep(request.milliseconds);
      const { user, system } = process.cpuUsage(before);
      process.send?.({ cpu: (user + system) / 1000 / request.milliseconds });
      return;
    }
    case 'memory':
      process.send?.({ memory: memory() });
      return;
    case 'expand': {
      const { namespace, name, objects } = request;
      const id = `synced:${[context, namespace, name].map(encodeURIComponent).join('/')}`;
      const parents = [`namespace:${context}/${namespace}`, `vcluster:${context}/${namespace}/${name}`];
      for (const parent of [...parents, id]) {
        engine.explorer.children(parent);
      }
      const vcluster = [context, namespace, name].map(encodeURIComponent).join('/');
      const count = (): number =>
        engine.hosts.synced(vcluster)?.kinds.reduce((sum, kind) => sum + (kind.count ?? 0), 0) ?? 0;
      await until(() => count() >= objects);
      process.send?.({ expanded: count(), memory: memory() });
      return;
    }
    case 'complete':
      return;
  }
}

await run();
