import * as l10n from '@vscode/l10n';
import type { Disposable } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import type { TooltipRow } from '../explorer/node.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import type { VirtualSource } from '../virtual/virtualSource.ts';
import { Attempts } from './attempts.ts';
import type { Connected, ConnectionView, KubeconfigMode } from './connection.ts';
import { type ConnectionRow, connectionRow, connectionTooltip } from './connectionRow.ts';
import type { Connector, Way } from './connector.ts';
import type { ContextFate } from './contextFate.ts';
import type { PlacedContext } from './kubeconfigPlace.ts';
import { OpenStates } from './openState.ts';
import { Placements, type PlacesOf } from './placements.ts';

export interface ConnectionsOptions {
  readonly connector: Pick<Connector, 'open'>;
  readonly places: PlacesOf;
  /** What the user set; asked for at each connect. */
  readonly mode: () => KubeconfigMode;
  readonly log: Log;
  readonly now?: () => number;
}

export interface ConnectOptions {
  /** In place of what the user set. */
  readonly mode?: KubeconfigMode;
  readonly port?: number;
}

/**
 * The vclusters that this window is connected to. Several at once; each keeps its local port and its context until it is
 * disconnected or the window closes.
 */
export class Connections implements VirtualSource, Disposable {
  readonly #options: ConnectionsOptions;
  readonly #open = new OpenStates();
  readonly #placements: Placements;
  readonly #underway = new Attempts<Connected>();

  /** Fires with the id of the vcluster whose connection came, went or changed. */
  readonly onDidChange = this.#open.onDidChange;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#placements = new Placements(options.places);
  }

  /** All connections, the oldest first. */
  get views(): readonly ConnectionView[] {
    return this.#open.ids.flatMap((id) => this.view(id) ?? []);
  }

  view(id: string): ConnectionView | undefined {
    return this.#open.view(id);
  }

  /** The connection as a row of a view. */
  row(id: string): ConnectionRow | undefined {
    const view = this.view(id);
    return view && connectionRow(view);
  }

  tooltip(id: string): readonly TooltipRow[] {
    const view = this.view(id);
    return view === undefined ? [] : connectionTooltip(view, this.#now());
  }

  /** The way to the API of a vcluster, with its secrets. @throws OperationError `refused` for one that is not connected */
  way(id: string): Way {
    return this.#open.way(id);
  }

  client(id: string): KubeClient | undefined {
    return this.#open.get(id)?.way.client;
  }

  /**
   * Connects, or gives the connection that is there or on its way; who joins one on its way can leave it without ending it. One that is
   * there has its context written back if it has gone, and made current if that is what the user set. Rejects with a KubeError or
   * OperationError; then nothing is left behind.
   */
  async connect(id: string, operation: Operation, options: ConnectOptions = {}): Promise<Connected> {
    const mode = options.mode ?? this.#options.mode();
    const known = this.view(id);
    if (known?.mode === mode) {
      if (known.missing || mode === 'switch') {
        await this.restore(id, mode === 'switch');
      }
      return this.#connected(id);
    }
    return this.#underway.join(id, operation.signal, (signal) =>
      known === undefined ? this.#begin(id, mode, { ...operation, signal }, options) : this.#move(id, mode),
    );
  }

  /**
   * Takes back what connecting did, and gives up connecting where that is under way. Can be tried again where the kubeconfig could not
   * be changed; nothing happens where there is no connection. @throws KubeError `kubeconfig`
   */
  async disconnect(id: string): Promise<void> {
    await this.#underway.giveUp(id);
    const placed = this.#open.get(id)?.placed;
    this.#open.end(id);
    await this.#placements.remove(id, placed);
  }

  /** Whether it is being connected or moved to another place, so that its context may be anywhere. */
  isUnderway(id: string): boolean {
    return this.#underway.has(id);
  }

  /** Resolves once no kubeconfig is being changed. */
  settled(): Promise<void> {
    return this.#placements.settled();
  }

  /** Notes whether the context of a connection is missing; gives whether that is news. */
  mark(id: string, missing: boolean): boolean {
    return this.#open.mark(id, missing);
  }

  /** Goes on under the name that the user gave to the context `from`. @throws KubeError `kubeconfig` */
  async follow(id: string, from: string, to: Extract<ContextFate, { kind: 'renamed' }>): Promise<void> {
    await this.#replace(id, (placed) =>
      placed.context === from ? placed.shared?.renamed(to.context, to.parts) : undefined,
    );
  }

  /** Writes the context of a connection back into the user's kubeconfig. @throws KubeError `kubeconfig` */
  async restore(id: string, makeCurrent: boolean): Promise<void> {
    const { entry } = this.way(id);
    await this.#replace(id, (placed) => placed.shared?.restore(entry, makeCurrent));
  }

  /** The context of a connection as it is after a change, unless there is none to make by then. */
  async #replace(id: string, act: (placed: PlacedContext) => Promise<PlacedContext> | undefined): Promise<void> {
    await this.#placements.change(async () => {
      const before = this.#open.get(id);
      const placed = before && (await act(before.placed));
      const open = this.#open.get(id);
      if (placed !== undefined && open !== undefined) {
        this.#open.set(id, { ...open, placed, missing: false });
      }
    });
  }

  async #begin(id: string, mode: KubeconfigMode, operation: Operation, { port }: ConnectOptions): Promise<Connected> {
    const way = await this.#options.connector.open(id, operation, port);
    try {
      if (operation.signal.aborted) {
        throw new KubeError('cancelled', l10n.t('Cancelled.'));
      }
      const placed = await this.#placements.place(id, mode, way);
      this.#open.open(id, { way, placed, mode, since: this.#now() });
    } catch (error) {
      way.dispose();
      throw error;
    }
    return this.#connected(id);
  }

  /** The same way with its context in another place. */
  async #move(id: string, mode: KubeconfigMode): Promise<Connected> {
    const open = this.#open.get(id);
    if (open !== undefined) {
      await this.#placements.change(() => open.placed.remove());
      open.subscription?.dispose();
      try {
        const placed = await this.#placements.place(id, mode, open.way);
        this.#open.open(id, { ...open, placed, mode });
      } catch (error) {
        this.#open.end(id);
        throw error;
      }
    }
    return this.#connected(id);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  #connected(id: string): Connected {
    const view = this.view(id);
    if (view === undefined) {
      throw new OperationError('cancelled', l10n.t('It was disconnected meanwhile.'));
    }
    const { context, server, kubeconfigPath } = view;
    return { context, server, kubeconfigPath };
  }

  /** Takes back all connections by way of a host context. */
  async disconnectFrom(context: string): Promise<void> {
    const ids = this.views.filter(({ address }) => address.context === context).map(({ id }) => id);
    await Promise.all(ids.map((id) => this.disconnect(id)));
  }

  /** Disconnects all, as when the window closes. Problems are logged: the next start cleans up what is left. */
  async close(): Promise<void> {
    const ids = [...this.#placements.stranded, ...this.#open.ids, ...this.#underway.ids];
    const newestFirst = [...new Set(ids)].reverse();
    const results = await Promise.allSettled(newestFirst.map((id) => this.disconnect(id)));
    for (const result of results) {
      if (result.status === 'rejected') {
        this.#options.log.error('A connection could not be taken back.', result.reason);
      }
    }
  }

  dispose(): void {
    void this.close();
    this.#open.dispose();
  }
}
