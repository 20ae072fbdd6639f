import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import { systemClock, wait } from '../kube/clock.ts';
import { KubeError } from '../kube/error.ts';
import { type KubeObject, resourcePath } from '../kube/resource.ts';
import { goneError } from '../vcluster/gone.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import type { Change } from './mark.ts';
import { checkFree } from './obstacle.ts';
import { projectWorkload, readWorkloads, type Workload, workloadTypes } from './workloads.ts';

/** Controllers write the status of a workload at most a few times a second. */
const attempts = 12;
const retryMs = 40;

/** Writes the workloads of one vcluster: only those that it was given, and only from the state that it has seen. */
export class Scaler {
  readonly #client: KubeClient;
  readonly #address: VClusterAddress;
  readonly #signal: AbortSignal;
  #written = 0;

  constructor(client: KubeClient, address: VClusterAddress, signal: AbortSignal) {
    this.#client = client;
    this.#address = address;
    this.#signal = signal;
  }

  /** How many workloads it has changed. */
  get written(): number {
    return this.#written;
  }

  /**
   * Changes a workload in one request as `decide` says, which is asked again with what is there whenever somebody else was quicker.
   * Gives the workload as it is then.
   * @throws OperationError `gone` when another has its name by now; `refused` when it fell asleep or is being restored
   */
  async change(workload: Workload, decide: (present: Workload) => Change | undefined): Promise<Workload> {
    let present = workload;
    for (let attempt = 1; ; attempt += 1) {
      const change = decide(present);
      if (change === undefined) {
        return present;
      }
      try {
        return await this.#patch(present, change);
      } catch (error) {
        // A uid that differs is answered as a conflict or as invalid, depending on the version of the API server.
        if (attempt === attempts || !KubeError.is(error, 'conflict', 'invalid', 'notFound')) {
          throw error;
        }
        const { resourceVersion } = present;
        await wait(systemClock, retryMs * (attempt - 1), this.#signal);
        present = await this.#reread(workload);
        if (KubeError.is(error, 'invalid') && present.resourceVersion === resourceVersion) {
          throw error;
        }
      }
    }
  }

  async #patch(present: Workload, { annotations, replicas }: Change): Promise<Workload> {
    const { kind, namespace, name, uid, resourceVersion } = present;
    const patch = {
      metadata: { uid, resourceVersion, annotations },
      ...(replicas === undefined ? {} : { spec: { replicas } }),
    };
    const answer = await this.#client.request('PATCH', resourcePath(workloadTypes[kind], namespace, name), patch, {
      contentType: 'application/merge-patch+json',
      signal: this.#signal,
    });
    this.#written += 1;
    return projectWorkload(kind)(answer as KubeObject);
  }

  async #reread({ kind, name, uid }: Workload): Promise<Workload> {
    const workloads = await readWorkloads(this.#client, this.#address, this.#signal);
    const found = workloads.find((one) => one.kind === kind && one.name === name);
    if (found?.uid !== uid) {
      throw goneError(this.#address);
    }
    checkFree(workloads, this.#address);
    return found;
  }
}

/** `Scaling web-etcd to 0`. */
export function scalingText({ name }: Workload, replicas: number): string {
  return l10n.t('Scaling {0} to {1}', printable(name), replicas);
}
