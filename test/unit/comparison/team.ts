import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Comparison } from '../../../src/core/comparison/comparison.ts';
import type { ComparisonRow } from '../../../src/core/comparison/model.ts';
import { createEngine, type Engine } from '../../../src/core/engine.ts';
import { type Playground, startPlayground } from '../../../src/core/playground/playground.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import { engineOptions } from '../engineOptions.ts';

export const context = 'vcluster-playground';
export const checkout = vclusterId({ context, namespace: 'team-checkout', name: 'checkout-staging' });
export const paused = vclusterId({ context, namespace: 'preview-pr-1423', name: 'pr-1423' });
export const legacy = vclusterId({ context, namespace: 'legacy-apps', name: 'intranet' });

/** The engine on the sample fleet, with a copy of the kubeconfig as the user's. */
export interface Team {
  readonly playground: Playground;
  readonly engine: Engine;
  kubeconfig(): Promise<string>;
  setKubeconfig(text: string): Promise<void>;
  /** Gives the user another token in the kubeconfig. */
  signInAnew(): Promise<void>;
  end(): Promise<void>;
}

/** `namespace` is the only one that the user may look into, where there is one. */
export async function startTeam({ namespace }: { readonly namespace?: string } = {}): Promise<Team> {
  const folder = await mkdtemp(path.join(tmpdir(), 'comparison-'));
  const playground = await startPlayground({ folder: path.join(folder, 'playground'), pace: 0.02 });
  const config = path.join(folder, 'config');
  await copyFile(playground.kubeconfigPath, config);
  const signIn = async (token: string): Promise<void> => {
    const text = await readFile(config, 'utf8');
    await writeFile(config, text.replace(/("?token"?: ?"?)[^"\n]+/u, `$1${token}`));
  };
  if (namespace !== undefined) {
    const rules = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: [namespace] }];
    await signIn(playground.tokens.issue({ user: 'jane', rules }));
  }
  const namespaces = () => (namespace === undefined ? [] : [namespace]);
  const engine = await createEngine(engineOptions({ kubeconfig: () => [config], storageFolder: folder, namespaces }));
  return {
    playground,
    engine,
    kubeconfig: () => readFile(config, 'utf8'),
    setKubeconfig: async (text) => {
      await writeFile(config, text);
      await engine.kubeconfig.reload();
    },
    signInAnew: async () => {
      await signIn(playground.tokens.issue({ user: 'playground-admin', groups: ['system:masters'] }));
      await engine.kubeconfig.reload();
    },
    end: async () => {
      await engine.close();
      engine.dispose();
      await playground.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const operation = () => ({ signal: new AbortController().signal, report: () => undefined });

/** Waits until something holds; fails after eight seconds with what is there instead. */
export async function until(condition: () => boolean, what: string, instead: () => unknown = () => ''): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`${what} did not come about: ${JSON.stringify(instead())}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export function row(comparison: Comparison, key: string): ComparisonRow | undefined {
  return comparison.rows.find((one) => one.key === key);
}

/** How many rows there are of each kind and state. */
export function tally(comparison: Comparison): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind, state } of comparison.rows) {
    counts[`${kind} ${state}`] = (counts[`${kind} ${state}`] ?? 0) + 1;
  }
  return counts;
}
