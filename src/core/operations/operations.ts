import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { Connected } from '../connection/connection.ts';
import type { Connections, ConnectOptions } from '../connection/connections.ts';
import { waitUntilReady } from '../connection/readiness.ts';
import { findVCluster, hostOf } from '../connection/vclusterLookup.ts';
import type { Hosts } from '../host/hosts.ts';
import { forecastPause, forecastText } from '../lifecycle/forecast.ts';
import { checkFree } from '../lifecycle/obstacle.ts';
import { pauseVCluster } from '../lifecycle/pause.ts';
import { type LifecycleAction, missingPermissions } from '../lifecycle/permissions.ts';
import { resumeVCluster } from '../lifecycle/resume.ts';
import { readWorkloads } from '../lifecycle/workloads.ts';
import { nameMatches, type ProtectedContexts } from '../protection/protectedContexts.ts';
import type { VCluster } from '../vcluster/model.ts';

export interface OperationsOptions {
  readonly hosts: Hosts;
  readonly connections: Connections;
  readonly protection: ProtectedContexts;
}

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
  find(id: string): Promise<VCluster> {
    return findVCluster(this.#options.hosts, id);
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
    const vcluster = await this.find(id);
    if (vcluster.status.phase === 'paused') {
      if ((await options.mayResume?.(vcluster)) !== true) {
        const message = l10n.t('{0} is paused. Resume it first.', printable(vcluster.name));
        throw new OperationError('refused', message, undefined, 'resume');
      }
      await this.resume(id, operation);
      // Somebody else had paused it while it was connected; what is open goes on.
      await connections.client(id)?.request('GET', '/version', undefined, { signal: operation.signal });
    }
    return connections.connect(id, operation, options);
  }

  disconnect(id: string): Promise<void> {
    return this.#options.connections.disconnect(id);
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
  }

  /** Resumes a vcluster and waits until its API takes connections. */
  async resume(id: string, operation: Operation): Promise<void> {
    const { host, address } = await this.#allowed('resume', id, operation);
    await resumeVCluster(host.client, address, operation);
    await waitUntilReady(this.#options.hosts, id, operation, { patient: true });
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
