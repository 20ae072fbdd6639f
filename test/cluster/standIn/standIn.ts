import { join } from 'node:path';
import type { Progress } from '../host/cacheFolder.ts';
import type { ControlPlane } from '../host/controlPlane.ts';
import { freePorts } from '../host/freePort.ts';
import { writePrivately } from '../host/kubeconfig.ts';
import { Programs } from '../host/programs.ts';
import { until } from '../until.ts';
import { standInProgram } from './program.ts';
import { type Probe, type ProbeResult, probe, Target } from './target.ts';

export interface StandInOptions {
  /** The name of the node; `stand-in` when left out. */
  readonly node?: string;
  readonly progress?: Progress;
}

/** What stands behind a pod of the stand-in. */
export interface StandInPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Addresses on this computer, such as `127.0.0.1:1234`, by the ports of the pod. Any other port refuses. */
  readonly ports?: Readonly<Record<number, string>>;
  /** False keeps it from being ready until a test changes its status; true when left out. */
  readonly ready?: boolean;
  /** What the end of the client's half does: as in containerd and CRI-O (when left out), or as it ideally would. */
  readonly halfClose?: 'containerd' | 'propagate';
  /** A file that is served as its log. */
  readonly logFile?: string;
}

interface PodObject {
  readonly metadata: { readonly uid: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/**
 * A kubelet without containers on a node of its own: what the API server of `host` binds to that node runs at once, ends at once
 * when it is deleted, and answers port-forward, logs, and exec of `echo`, `cat` and `exit N`.
 */
export class StandIn {
  readonly node: string;
  readonly #host: ControlPlane;
  readonly #programs: Programs;
  readonly #path: string;

  private constructor(host: ControlPlane, programs: Programs, path: string, node: string) {
    this.#host = host;
    this.#programs = programs;
    this.#path = path;
    this.node = node;
  }

  /** Builds the program first if it is not there. Resolves when the node is registered. */
  static async start(host: ControlPlane, { node = 'stand-in', progress }: StandInOptions = {}): Promise<StandIn> {
    const path = await standInProgram(progress);
    const programs = await Programs.inTemporaryFolder('vcluster-stand-in-');
    const standIn = new StandIn(host, programs, path, node);
    try {
      const [port] = await freePorts(1);
      const authority = await writePrivately(join(programs.folder, 'ca.crt'), host.certificateAuthority);
      const token = await writePrivately(join(programs.folder, 'token'), host.adminToken);
      const flags = { server: host.server, authority, 'token-file': token, node, port };
      await programs.start('kubelet', path, [
        'kubelet',
        ...Object.entries(flags).map(([key, value]) => `--${key}=${value}`),
      ]);
      await until('the node of the stand-in', () => standIn.#isRegistered());
      return standIn;
    } catch (error) {
      await programs.dispose(true);
      throw error;
    }
  }

  /** The metadata and spec of a pod on the node, for a pod or the template of a workload. */
  template({
    labels = {},
    ports = {},
    ready = true,
    halfClose = 'containerd',
    logFile,
  }: Omit<StandInPod, 'namespace' | 'name'>) {
    return {
      metadata: {
        labels,
        annotations: {
          'standin/ports': JSON.stringify(ports),
          'standin/ready': String(ready),
          'standin/half-close': halfClose,
          ...(logFile === undefined ? {} : { 'standin/log': logFile }),
        },
      },
      spec: { nodeName: this.node, containers: [{ name: 'main', image: 'stand-in/main:1' }] },
    };
  }

  /** Makes a pod, and its namespace if that is missing. Resolves with its uid once it runs and, unless it must not be, is ready. */
  async createPod(pod: StandInPod): Promise<string> {
    const { namespace, name, ready = true } = pod;
    await this.createNamespace(namespace);
    const { metadata, spec } = this.template(pod);
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name, namespace }, spec };
    const { metadata: made } = await this.#host.api.create<PodObject>(`/api/v1/namespaces/${namespace}/pods`, object);
    await this.podCondition(namespace, name, 'Ready', ready);
    return made.uid;
  }

  async createNamespace(name: string): Promise<void> {
    await this.#host.api.create('/api/v1/namespaces', { metadata: { name } }).catch(ignoreStatus(409));
  }

  /** Waits until a condition of a pod is as it should be. */
  podCondition(namespace: string, name: string, type: string, holds: boolean): Promise<void> {
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    const status = holds ? 'True' : 'False';
    return until(`${name} with ${type}=${status}`, async () => {
      const pod = await this.#host.api.get<PodObject>(path);
      return pod.status?.conditions?.some((one) => one.type === type && one.status === status) ?? false;
    });
  }

  /** Makes a pod ready or not, which the stand-in leaves as it is then. */
  async setReady(namespace: string, name: string, ready: boolean): Promise<void> {
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/status`;
    const condition = { type: 'Ready', status: ready ? 'True' : 'False' };
    await this.#host.api.patch(path, { status: { conditions: [condition] } }, 'strategic');
  }

  /** Deletes a pod; resolves when it is gone, or another of the same name is there. */
  async deletePod(namespace: string, name: string): Promise<void> {
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    const { metadata } = await this.#host.api.get<PodObject>(path);
    await this.#host.api.remove(path).catch(ignoreStatus(404));
    await until(`the end of ${name}`, async () => {
      const now = await this.#host.api.get<PodObject>(path).catch(ignoreStatus(404));
      return now?.metadata.uid !== metadata.uid;
    });
  }

  /** Servers to forward to, in a process of their own. They end with the stand-in. */
  startTarget(): Promise<Target> {
    return Target.start(this.#programs, this.#path);
  }

  /** Measures whoever forwards from an address, from a process of its own. */
  probe(kind: Probe, address: string, amount = 1): Promise<ProbeResult> {
    return probe(this.#path, kind, address, amount);
  }

  /** Process ids of what runs now. */
  get pids(): readonly number[] {
    return this.#programs.pids;
  }

  async stop(): Promise<void> {
    await this.#programs.dispose();
  }

  async #isRegistered(): Promise<boolean> {
    const node = await this.#host.api
      .get<{ status?: { addresses?: unknown } }>(`/api/v1/nodes/${this.node}`)
      .catch(ignoreStatus(404));
    return node?.status?.addresses !== undefined;
  }
}

function ignoreStatus(status: number): (error: unknown) => undefined {
  return (error) => {
    if ((error as { status?: number }).status !== status) {
      throw error;
    }
    return undefined;
  };
}
