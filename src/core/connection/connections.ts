import * as l10n from '@vscode/l10n';
import { type Disposable, Emitter } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { TooltipRow } from '../explorer/node.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { parseVClusterId } from '../vcluster/id.ts';
import type { VirtualSource } from '../virtual/virtualSource.ts';
import type { Connected, ConnectionView, KubeconfigMode } from './connection.ts';
import { type ConnectionRow, connectionRow, connectionTooltip } from './connectionRow.ts';
import type { Connector, Way } from './connector.ts';
import type { ContextFate } from './contextFate.ts';
import type { KubeconfigPlaces, PlacedContext } from './kubeconfigPlace.ts';
import { type OpenState, viewOf } from './openState.ts';
import { Turns } from './turns.ts';

export interface ConnectionsOptions {
  readonly connector: Pick<Connector, 'open'>;
  /** The kubeconfig files that the context of a vcluster may go into. */
  readonly places: (vcluster: string) => Pick<KubeconfigPlaces, 'place'>;
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

/** Connecting that is under way. */
interface Attempt {
  readonly work: Promise<Connected>;
  readonly giveUp: () => void;
}

/**
 * The vclusters that this window is connected to. Several at once; each keeps its local port and its context until it is
 * disconnected or the window closes.
 */
export class Connections implements VirtualSource, Disposable {
  readonly #options: ConnectionsOptions;
  readonly #open = new Map<string, OpenState>();
  readonly #underway = new Map<string, Attempt>();
  /** Contexts of connections that have ended, which could not be taken out of their place. */
  readonly #stranded = new Map<string, PlacedContext>();
  readonly #changed = new Emitter<string>();
  /** Each connection restores what was current before it, so that the order in which kubeconfigs change counts. */
  readonly #turns = new Turns();

  /** Fires with the id of the vcluster whose connection came, went or changed. */
  readonly onDidChange = this.#changed.event;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  /** All connections, the oldest first. */
  get views(): readonly ConnectionView[] {
    return [...this.#open.keys()].flatMap((id) => this.view(id) ?? []);
  }

  view(id: string): ConnectionView | undefined {
    const open = this.#open.get(id);
    return open && viewOf(id, open);
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

  /** The way to the API of a vcluster, with its secrets. */
  way(id: string): Way {
    const open = this.#open.get(id);
    if (open === undefined) {
      const name = printable(parseVClusterId(id)?.name ?? id);
      const message = l10n.t('{0} is not connected. Connect to it first.', name);
      throw new OperationError('refused', message, undefined, 'connect');
    }
    return open.way;
  }

  client(id: string): KubeClient | undefined {
    return this.#open.get(id)?.way.client;
  }

  /**
   * Connects, or gives the connection that is there or on its way. Rejects with a KubeError or OperationError; then nothing is left
   * behind.
   */
  async connect(id: string, operation: Operation, options: ConnectOptions = {}): Promise<Connected> {
    const mode = options.mode ?? this.#options.mode();
    const known = this.view(id);
    if (known !== undefined && known.mode === mode) {
      return known;
    }
    const underway = this.#underway.get(id);
    if (underway !== undefined) {
      return underway.work;
    }
    const given = new AbortController();
    const signal = AbortSignal.any([operation.signal, given.signal]);
    const work = known === undefined ? this.#begin(id, mode, { ...operation, signal }, options) : this.#move(id, mode);
    this.#underway.set(id, { work, giveUp: () => given.abort() });
    try {
      return await work;
    } finally {
      this.#underway.delete(id);
    }
  }

  /**
   * Takes back what connecting did, and gives up connecting where that is under way. Can be tried again where the kubeconfig could not
   * be changed; nothing happens where there is no connection. @throws KubeError `kubeconfig`
   */
  async disconnect(id: string): Promise<void> {
    const underway = this.#underway.get(id);
    underway?.giveUp();
    await underway?.work.catch(() => undefined);
    const open = this.#open.get(id);
    const placed = open?.placed ?? this.#stranded.get(id);
    if (open !== undefined) {
      this.#end(id, open);
    }
    if (placed !== undefined) {
      this.#stranded.set(id, placed);
      await this.#turns.take(() => placed.remove());
      this.#stranded.delete(id);
    }
  }

  #end(id: string, { way, subscription }: OpenState): void {
    this.#open.delete(id);
    subscription?.dispose();
    way.dispose();
    this.#changed.fire(id);
  }

  /** Whether it is being connected or moved to another place, so that its context may be anywhere. */
  isUnderway(id: string): boolean {
    return this.#underway.has(id);
  }

  /** Resolves once no kubeconfig is being changed. */
  async settled(): Promise<void> {
    await this.#turns.settled();
  }

  /** Notes whether the context of a connection is missing; gives whether that is news. */
  mark(id: string, missing: boolean): boolean {
    const open = this.#open.get(id);
    if (open === undefined || open.missing === missing) {
      return false;
    }
    this.#set(id, { ...open, missing });
    return true;
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
    await this.#turns.take(async () => {
      const before = this.#open.get(id);
      const placed = before && (await act(before.placed));
      const open = this.#open.get(id);
      if (placed !== undefined && open !== undefined) {
        this.#set(id, { ...open, placed, missing: false });
      }
    });
  }

  #set(id: string, open: OpenState): void {
    this.#open.set(id, open);
    this.#changed.fire(id);
  }

  async #begin(id: string, mode: KubeconfigMode, operation: Operation, { port }: ConnectOptions): Promise<Connected> {
    const way = await this.#options.connector.open(id, operation, port);
    try {
      if (operation.signal.aborted) {
        throw new KubeError('cancelled', l10n.t('Cancelled.'));
      }
      await this.#keep(id, way, mode);
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
      await this.#turns.take(() => open.placed.remove());
      open.subscription?.dispose();
      try {
        await this.#keep(id, open.way, mode, open.since);
      } catch (error) {
        this.#end(id, open);
        throw error;
      }
    }
    return this.#connected(id);
  }

  async #keep(id: string, way: Way, mode: KubeconfigMode, since = this.#now()): Promise<void> {
    const port = way.forward?.port;
    const placed = await this.#turns.take(() => this.#options.places(id).place(mode, id, way.entry, port));
    this.#stranded.delete(id);
    const subscription = way.forward?.onDidChange(() => this.#changed.fire(id));
    this.#set(id, { way, placed, mode, since, missing: false, subscription });
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
    const ids = [...this.#stranded.keys(), ...this.#open.keys(), ...this.#underway.keys()];
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
    this.#changed.dispose();
  }
}
