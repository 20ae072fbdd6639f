import * as l10n from '@vscode/l10n';
import { type Disposable, Emitter } from '../base/emitter.ts';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { ConnectionState } from '../connection/connection.ts';
import type { Connections } from '../connection/connections.ts';
import type { Connector, Way } from '../connection/connector.ts';
import { asKubeError } from '../kube/asKubeError.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import type { VCluster } from '../vcluster/model.ts';
import type { VirtualSide } from './model.ts';

export interface InsideTools {
  readonly connector: Pick<Connector, 'open'>;
  readonly connections: Pick<Connections, 'client' | 'view' | 'onDidChange'>;
  /** The vcluster as its host shows it; undefined while that is not known. */
  readonly vcluster: () => VCluster | undefined;
}

function isCancelled(error: unknown): boolean {
  return KubeError.is(error, 'cancelled') || OperationError.is(error, 'cancelled');
}

/**
 * The way into one vcluster for reading: that of the user's connection where there is one, else a way of its own, which no kubeconfig
 * and no list of connections knows of. It is opened on request only.
 */
export class Inside implements Disposable {
  readonly #id: string;
  readonly #tools: InsideTools;
  readonly #changed = new Emitter<void>();
  readonly #subscription: Disposable;
  readonly #ended = new AbortController();
  #way: Way | undefined;
  #forward: Disposable | undefined;
  #side: Exclude<VirtualSide, { state: 'live' }> = { state: 'closed' };
  #opening: Promise<void> | undefined;

  /** Fires when the client or what is said of the inside is another. */
  readonly onDidChange = this.#changed.event;

  constructor(id: string, tools: InsideTools) {
    this.#id = id;
    this.#tools = tools;
    this.#subscription = tools.connections.onDidChange((changed) => {
      if (changed === id) {
        this.#changed.fire();
      }
    });
  }

  /** Undefined while there is no way in. */
  get client(): KubeClient | undefined {
    return this.#way?.client ?? this.#tools.connections.client(this.#id);
  }

  /** What is said of the inside. A way that waits for a pod is there, and shows nothing new until then. */
  get side(): VirtualSide {
    if (this.client === undefined) {
      return this.#side;
    }
    const state = this.#state;
    const vcluster = this.#tools.vcluster();
    if (vcluster?.status.phase === 'paused') {
      return paused(vcluster);
    }
    return state?.state === 'waiting' ? { state: 'failed', message: printable(state.why) } : { state: 'live' };
  }

  get #state(): ConnectionState | undefined {
    return this.#way === undefined ? this.#tools.connections.view(this.#id)?.status : this.#way.forward?.state;
  }

  /**
   * Opens a way in, unless there is one. Nothing is resumed for it.
   * @throws KubeError, OperationError; `cancelled` also when it is disposed of meanwhile
   */
  async open(operation: Operation): Promise<void> {
    if (this.client !== undefined) {
      return;
    }
    this.#opening ??= this.#open(operation).finally(() => {
      this.#opening = undefined;
    });
    await this.#opening;
  }

  async #open({ signal, report }: Operation): Promise<void> {
    const step = (text: string): void => {
      this.#say({ state: 'opening', step: text });
      report(text);
    };
    try {
      this.#say({ state: 'opening', step: l10n.t('Looking at the vcluster') });
      const way = await this.#tools.connector.open(this.#id, {
        signal: AbortSignal.any([signal, this.#ended.signal]),
        report: step,
      });
      if (signal.aborted || this.#ended.signal.aborted) {
        way.dispose();
        throw new KubeError('cancelled', l10n.t('Cancelled.'));
      }
      this.#forward = way.forward?.onDidChange(() => this.#changed.fire());
      this.#way = way;
      this.#say({ state: 'closed' });
    } catch (error) {
      this.#say(isCancelled(error) ? { state: 'closed' } : this.#failure(error));
      throw error;
    }
  }

  #failure(error: unknown): Exclude<VirtualSide, { state: 'live' }> {
    const vcluster = this.#tools.vcluster();
    if (vcluster?.status.phase === 'paused') {
      return paused(vcluster);
    }
    const message = printable(OperationError.is(error) ? error.message : asKubeError(error).message);
    return KubeError.is(error, 'kubeconfig', 'credentials')
      ? { state: 'failed', message, fix: 'vcluster.chooseKubeconfig' }
      : { state: 'failed', message };
  }

  #say(side: Exclude<VirtualSide, { state: 'live' }>): void {
    if (!this.#ended.signal.aborted) {
      this.#side = side;
      this.#changed.fire();
    }
  }

  dispose(): void {
    this.#ended.abort();
    this.#subscription.dispose();
    this.#forward?.dispose();
    this.#way?.dispose();
    this.#way = undefined;
    this.#changed.dispose();
  }
}

function paused({ name }: VCluster): Exclude<VirtualSide, { state: 'live' }> {
  return {
    state: 'failed',
    message: l10n.t('{0} is paused. Resume it first.', printable(name)),
    fix: 'vcluster.resume',
  };
}
