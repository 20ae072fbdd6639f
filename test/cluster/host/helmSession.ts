import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Operation } from '../../../src/core/base/operation.ts';
import type { Deployment } from '../../../src/core/deploy/deployment.ts';
import { createHelmDriver, type HelmDriver } from '../../../src/core/deploy/helmDriver.ts';
import { runCommand } from '../../../src/core/deploy/runner.ts';
import { Tools } from '../../../src/core/deploy/tools.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { loadKubeconfigFile } from '../../../src/core/kubeconfig/loader.ts';
import { mergeKubeconfig } from '../../../src/core/kubeconfig/merge.ts';
import type { KubeconfigContext } from '../../../src/core/kubeconfig/model.ts';
import type { ControlPlane } from './controlPlane.ts';
import { helmProgram } from './helmProgram.ts';

const chart = join(import.meta.dirname, '..', '..', 'fixtures', 'chart');

/** Real helm on the control plane, by the product's own driver, with a home of its own. */
export class HelmSession {
  readonly client: KubeClient;
  readonly driver: HelmDriver;
  readonly lines: string[];
  readonly runs: string;
  readonly #folder: string;

  private constructor(client: KubeClient, driver: HelmDriver, lines: string[], runs: string, folder: string) {
    this.client = client;
    this.driver = driver;
    this.lines = lines;
    this.runs = runs;
    this.#folder = folder;
  }

  /** `variables` are what the user's environment holds besides. */
  static async open(
    host: ControlPlane,
    { variables = {} }: { readonly variables?: Record<string, string> } = {},
  ): Promise<HelmSession> {
    const [entry] = mergeKubeconfig([await loadKubeconfigFile(host.kubeconfigPath)]).contexts;
    if (entry === undefined) {
      throw new Error('no context');
    }
    const folder = await mkdtemp(join(host.folder, 'helm-'));
    const runs = await mkdtemp(join(folder, 'runs-'));
    const environment = { PATH: process.env['PATH'], HOME: folder, ...variables };
    const path = await helmProgram();
    const run: typeof runCommand = (command, options) => runCommand(command, { ...options, parentFolder: runs });
    const tools = new Tools({ run, configuredPath: () => path, environment: () => environment });
    const tool = await tools.find('helm', AbortSignal.timeout(30_000));
    const client = createKubeClient(entry);
    const lines: string[] = [];
    const onLine = (line: string) => lines.push(line);
    const driver = createHelmDriver({ run, host: hostOf(entry, client, environment), tool, onLine });
    return new HelmSession(client, driver, lines, runs, folder);
  }

  /** The chart of the tests under a name that nobody else has. */
  deployment(values: string, name = `web-${randomUUID().slice(0, 8)}`): Deployment {
    return {
      context: 'host',
      name,
      namespace: `vcluster-${name}`,
      chart: { name: chart, version: '0.36.1', repo: '' },
      generation: 'current',
      values,
    };
  }

  async close(): Promise<void> {
    this.client.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function hostOf(entry: KubeconfigContext, client: KubeClient, environment: Record<string, string | undefined>) {
  return { entry, client, environment };
}

/** An operation that goes on until `signal` says otherwise, and remembers what it reported. */
export function operationOf(
  signal: AbortSignal = AbortSignal.timeout(60_000),
): Operation & { readonly said: readonly string[] } {
  const said: string[] = [];
  return { signal, said, report: (phase) => said.push(phase) };
}

/** Kills the helm that this process has started, as a crash would. */
export async function crashHelm(): Promise<void> {
  for (const pid of await readdir('/proc')) {
    const stat = /^\d+$/u.test(pid) ? await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '') : '';
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/u.exec(stat) ?? [];
    if (name === 'helm' && Number(parent) === process.pid) {
      process.kill(Number(pid), 'SIGKILL');
    }
  }
}
