import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { Connected } from '../connection/connection.ts';
import type { Connections, ConnectOptions } from '../connection/connections.ts';
import { waitUntilReady } from '../connection/readiness.ts';
import { findVCluster, hostOf } from '../connection/vclusterLookup.ts';
import type { HostView } from '../explorer/view.ts';
import type { Host } from '../host/host.ts';
import type { Hosts } from '../host/hosts.ts';
import { sighted } from '../host/sighting.ts';
import type { KubeconfigSource } from '../kubeconfig/source.ts';
import { forecastPause, forecastText } from '../lifecycle/forecast.ts';
import { checkFree } from '../lifecycle/obstacle.ts';
import { pauseVCluster } from '../lifecycle/pause.ts';
import { type LifecycleAction, missingPermissions } from '../lifecycle/permissions.ts';
import { resumeVCluster } from '../lifecycle/resume.ts';
import { readWorkloads } from '../lifecycle/workloads.ts';
import { nameMatches, type ProtectedContexts } from '../protection/protectedContexts.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import type { VCluster, VClusterPhase } from '../vcluster/model.ts';

export interface OperationsOptions {
  readonly hosts: Hosts;
  readonly connections: Connections;
  /** Read anew once a context came or went, so that whoever asks next is told. */
  readonly kubeconfig: Pick<KubeconfigSource, 'reload'>;
  readonly protection: ProtectedContexts;
}

/** A change on the server is heard of within milliseconds, where it is heard of at all. */
const seenMs = 2_000;
/** What a vcluster goes through after it was resumed; that it was paused may be the last that was heard of it. */
const comingUp: readonly VClusterPhase[] = ['paused', 'starting', 'pending'];

/**
 * What can be done to a vcluster, by its id, whoever asks: the tree, the palette or another extension. Each looks at the vcluster
 * anew, checks what may be done, and settles once it is done.
 */
export class Operations {
  readonly #options: OperationsOptions;

  constructor(options: OperationsOptions) {
    this.#options = options;
  }

  /** Whether what a user typed to confirm is the name. */
  nameMatches(typed: string, name: string): boolean {
    return nameMatches(typed, name);
  }

  /** The vcluster as it is now. */
  find(id: string, signal?: AbortSignal): Promise<VCluster> {
    return findVCluster(this.#options.hosts, id, signal);
  }

  /**
   * Connects, and resumes a paused vcluster first where `mayResume` agrees.
   * @throws OperationError `refused` for one that is paused and stays so
   */
  async connect(
    id: string,
    operation: Operation,
    options: ConnectOptions & { readonly mayResume?: (vcluster: VCluster) => Promise<boolean> } = {},
  ): Promise<Connected> {
    const { connections } = this.#options;
    operation.report(l10n.t('Looking at its state'));
    const vcluster = await this.find(id, operation.signal);
    if (vcluster.status.phase === 'paused') {
      if ((await options.mayResume?.(vcluster)) !== true) {
        const message = l10n.t('{0} is paused. Resume it first.', printable(vcluster.name));
        throw new OperationError('refused', message, undefined, 'resume');
      }
      await this.resume(id, operation);
      // Somebody else had paused it while it was connected; what is open goes on.
      await connections.client(id)?.request('GET', '/version', undefined, { signal: operation.signal });
    }
    const connected = await connections.connect(id, operation, options);
    await this.#options.kubeconfig.reload();
    return connected;
  }

  /** Takes a connection back. @throws KubeError `kubeconfig` where its context cannot be taken out, to be tried again */
  async disconnect(id: string): Promise<void> {
    const { connections, kubeconfig } = this.#options;
    await connections.disconnect(id);
    await kubeconfig.reload();
  }

  /** What pausing takes down and leaves, as sentences for the question whether to do it. */
  async forecastPause(id: string, signal: AbortSignal): Promise<string> {
    const { host, address } = hostOf(this.#options.hosts, id);
    return forecastText(await forecastPause(host.client, address, signal));
  }

  /** Pauses a vcluster; a connection into it is taken back first, unless it cannot be paused. */
  async pause(id: string, operation: Operation): Promise<void> {
    const { host, address } = await this.#allowed('pause', id, operation);
    checkFree(await readWorkloads(host.client, address, operation.signal), address);
    await this.disconnect(id);
    await pauseVCluster(host.client, address, operation);
    await this.#seen(id, ['paused'], host, operation);
  }

  /** Whoever asks next is told what was done: what is looked at already may be a moment behind. */
  async #seen(id: string, phases: readonly VClusterPhase[], host: Host, { signal }: Operation): Promise<void> {
    const phase = ({ vclusters }: HostView) => phases.find((one) => one === vclusters.get(id)?.status.phase);
    if (host.view.freshness.state === 'live') {
      await sighted(host, phase, { signal, limitMs: seenMs });
    }
  }

  /** Resumes a vcluster and waits until its API takes connections. One that was resumed just now is only waited for. */
  async resume(id: string, operation: Operation): Promise<void> {
    const { host, address } = await this.#allowed('resume', id, operation);
    try {
      await resumeVCluster(host.client, address, operation);
    } catch (error) {
      if (!OperationError.is(error, 'refused') || !(await this.#isComingUp(id, operation))) {
        throw error;
      }
    }
    await this.#awaitReady(id, address, operation);
    // One pod takes connections already where there are several.
    await this.#seen(id, ['running', 'workloads-sleeping'], host, operation);
  }

  async #isComingUp(id: string, { signal }: Operation): Promise<boolean> {
    return comingUp.includes((await this.find(id, signal)).status.phase);
  }

  async #awaitReady(id: string, { name }: VClusterAddress, operation: Operation): Promise<void> {
    try {
      await waitUntilReady(this.#options.hosts, id, operation, { patient: true });
    } catch (error) {
      const left = l10n.t('{0} is resumed, and comes up without anybody waiting for it.', printable(name));
      throw operation.signal.aborted ? new OperationError('cancelled', left, error) : error;
    }
  }

  async #allowed(action: LifecycleAction, id: string, { signal, report }: Operation) {
    const found = hostOf(this.#options.hosts, id);
    this.#options.protection.check(found.host.context);
    report(l10n.t('Checking permissions'));
    const missing = await missingPermissions(found.host.client, action, found.address, signal);
    if (missing !== undefined) {
      throw new OperationError('refused', missing);
    }
    return found;
  }
}
