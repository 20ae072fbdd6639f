import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { printable } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { generationOf } from '../vcluster/generation.ts';
import { goneError } from '../vcluster/gone.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import type { Generation } from '../vcluster/model.ts';
import { cancellable } from './cancellation.ts';
import { type ConfiguredReplicas, configuredReplicas } from './configuredReplicas.ts';
import { pauseChange } from './mark.ts';
import { checkFree } from './obstacle.ts';
import { resumedMeanwhile, waitForRest, waitForSyncerPods } from './rest.ts';
import { Scaler, scalingText } from './scaler.ts';
import { isPaused, mainWorkloads, pauseStages } from './shape.ts';
import { type DoomedPod, deletePods, syncedPlaces, syncedPods } from './syncedPods.ts';
import { readWorkloads, type Workload } from './workloads.ts';

/** How long each part of a control plane may take to end, in milliseconds; three minutes when left out, as the CLI waits. */
export interface PauseTimings {
  readonly limitMs?: number;
}

export interface PauseOptions {
  readonly timings?: PauseTimings;
  /** Milliseconds since the epoch, for the date that is written. */
  readonly now?: () => number;
}

export interface PauseResult {
  /** The names of the workloads that were scaled down now, in that order; none when it was paused already. */
  readonly scaled: readonly string[];
  /** How many synced pods were told to end; nobody waits for them. */
  readonly deletedPods: number;
  /** Sentences about what could not be seen or done, for the user. */
  readonly notes: readonly string[];
}

const threeMinutesMs = 180_000;

/**
 * Pauses a vcluster as the CLI does, so that either resumes what the other paused: marks its workloads and scales them to zero, waits
 * until their pods have ended, and deletes the pods that it has synced. Volumes, Services and everything else stay. Can be run again at
 * any time: it goes on where it stopped, and deletes what is left of the pods.
 * @throws OperationError `refused` while the platform or a restore is in charge, `gone`, `notReady` when pods do not end, `cancelled`;
 * KubeError
 */
export async function pauseVCluster(
  client: KubeClient,
  address: VClusterAddress,
  operation: Operation,
  options: PauseOptions = {},
): Promise<PauseResult> {
  const pausing = new Pausing(client, address, operation, options);
  return cancellable(address, operation, {
    run: () => pausing.run(),
    isChanged: () => pausing.changed,
    halfWay: (name) => l10n.t('Cancelled half-way: pause {0} again to go on, or resume it to go back.', name),
  });
}

class Pausing {
  readonly #client: KubeClient;
  readonly #address: VClusterAddress;
  readonly #operation: Operation;
  readonly #limitMs: number;
  readonly #now: () => number;
  readonly #scaler: Scaler;
  readonly #scaled: string[] = [];
  readonly #notes: string[] = [];
  #deleted = 0;

  constructor(client: KubeClient, address: VClusterAddress, operation: Operation, options: PauseOptions) {
    this.#client = client;
    this.#address = address;
    this.#operation = operation;
    this.#limitMs = options.timings?.limitMs ?? threeMinutesMs;
    this.#now = options.now ?? Date.now;
    this.#scaler = new Scaler(client, address, operation.signal);
  }

  get changed(): boolean {
    return this.#scaler.written > 0 || this.#deleted > 0;
  }

  async run(): Promise<PauseResult> {
    const { signal, report } = this.#operation;
    report(l10n.t('Looking at its control plane'));
    const workloads = await readWorkloads(this.#client, this.#address, signal);
    checkFree(workloads, this.#address);
    const stages = pauseStages(workloads);
    const replicas = await this.#replicas(stages.flat());
    const generation = generationFor(workloads);
    for (const stage of stages) {
      await this.#scaleDown(stage, generation, replicas);
    }
    await this.#deleteSynced(workloads);
    return { scaled: this.#scaled, deletedPods: this.#deleted, notes: this.#notes };
  }

  /** Only those that somebody scaled to zero by hand have to be looked up. */
  async #replicas(workloads: readonly Workload[]): Promise<ConfiguredReplicas> {
    if (workloads.every((one) => one.replicas !== 0 || isPaused(one))) {
      return { of: () => 1 };
    }
    const replicas = await configuredReplicas(this.#client, this.#address, this.#operation.signal);
    if (replicas.problem !== undefined) {
      this.#notes.push(
        l10n.t(
          'It was scaled to zero before, and how many replicas it is to have could not be read, so that it will come back with 1: {0}',
          replicas.problem.message,
        ),
      );
    }
    return replicas;
  }

  async #scaleDown(stage: readonly Workload[], generation: Generation, replicas: ConfiguredReplicas): Promise<void> {
    const down: Workload[] = [];
    for (const workload of stage) {
      this.#operation.report(scalingText(workload, 0));
      const before = this.#scaler.written;
      const fallback = workload.pausedReplicas || replicas.of(workload.role);
      down.push(
        await this.#scaler.change(workload, (one) => pauseChange(one, { generation, fallback, now: this.#now() })),
      );
      if (this.#scaler.written > before) {
        this.#scaled.push(workload.name);
      }
    }
    await waitForRest(this.#client, this.#address, down, this.#operation, this.#limitMs);
  }

  async #deleteSynced(workloads: readonly Workload[]): Promise<void> {
    const { signal } = this.#operation;
    const main = mainWorkloads(workloads);
    if (main.every(({ kind }) => kind === 'Deployment')) {
      await this.#awaitSyncer();
    }
    this.#operation.report(l10n.t('Looking for its synced pods'));
    const own = syncedPods(this.#client, this.#address, this.#address.namespace, signal);
    const [first, rest] = await Promise.all([own, this.#podsElsewhere(signal)]);
    const pods = [...first, ...rest];
    if (pods.length > 0) {
      await this.#checkStillPaused(main);
      this.#report(pods.length);
      await deletePods(this.#client, pods, signal, () => {
        this.#deleted += 1;
        this.#report(pods.length);
      });
    }
  }

  #report(all: number): void {
    this.#operation.report(l10n.t('Deleting its synced pods: {0} of {1}', this.#deleted, all));
  }

  async #awaitSyncer(): Promise<void> {
    if (!(await waitForSyncerPods(this.#client, this.#address, this.#operation, this.#limitMs))) {
      this.#notes.push(
        l10n.t(
          'A pod of {0} does not end. See what holds it back on its node; its synced pods were deleted all the same.',
          printable(this.#address.name),
        ),
      );
    }
  }

  /** In multi-namespace mode. What may not be seen there is told, and no reason to fail. */
  async #podsElsewhere(signal: AbortSignal): Promise<readonly DoomedPod[]> {
    const { namespaces, hidden } = await syncedPlaces(this.#client, this.#address, signal);
    if (hidden !== undefined) {
      this.#notes.push(
        l10n.t('Whether it runs pods in namespaces of its own could not be seen, so these go on: {0}', hidden.message),
      );
    }
    const found = await Promise.all(namespaces.map((one) => this.#podsIn(one, signal)));
    return found.flat();
  }

  async #podsIn(namespace: string, signal: AbortSignal): Promise<readonly DoomedPod[]> {
    try {
      return await syncedPods(this.#client, this.#address, namespace, signal);
    } catch (error) {
      if (!KubeError.is(error, 'forbidden')) {
        throw error;
      }
      this.#notes.push(l10n.t('Its pods in the namespace {0} go on: {1}', printable(namespace), error.message));
      return [];
    }
  }

  /** Pods of a vcluster that was made anew or resumed in the meantime are not this one's to delete. */
  async #checkStillPaused(main: readonly Workload[]): Promise<void> {
    const present = await readWorkloads(this.#client, this.#address, this.#operation.signal);
    for (const { kind, name, uid } of main) {
      const found = present.find((one) => one.kind === kind && one.name === name);
      if (found?.uid !== uid) {
        throw goneError(this.#address);
      }
      if (!isPaused(found)) {
        throw resumedMeanwhile(this.#address);
      }
    }
  }
}

/** Whether the date belongs to the marks. Where only the Secret `vc-config-NAME` could tell, an unneeded date does no harm. */
function generationFor(workloads: readonly Workload[]): Generation {
  const [main] = mainWorkloads(workloads);
  const components = workloads.filter(({ role }) => role !== 'syncer');
  return main === undefined ? 'current' : generationOf({ main, components, configSecret: false });
}
