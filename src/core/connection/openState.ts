import * as l10n from '@vscode/l10n';
import { type Disposable, Emitter } from '../base/emitter.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import { parseVClusterId } from '../vcluster/id.ts';
import type { ConnectionView, KubeconfigMode } from './connection.ts';
import type { Way } from './connector.ts';
import type { PlacedContext } from './kubeconfigPlace.ts';

/** What is open for one vcluster: the way in, and its context in its place. */
export interface OpenState {
  readonly way: Way;
  readonly placed: PlacedContext;
  readonly mode: KubeconfigMode;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Whether the context has gone from the user's kubeconfig, without anybody having disconnected. */
  readonly missing: boolean;
  readonly subscription: Disposable | undefined;
}

/** An open connection as plain data; undefined for an id that is none. */
export function viewOf(id: string, { way, placed, mode, since, missing }: OpenState): ConnectionView | undefined {
  const address = parseVClusterId(id);
  const { route, entry, forward } = way;
  return (
    address && {
      id,
      address,
      mode,
      since,
      route,
      context: placed.context,
      kubeconfigPath: placed.kubeconfigPath,
      server: entry.server,
      status: forward?.state ?? { state: 'ready' },
      ...(missing ? { missing: true as const } : {}),
      ...(forward === undefined ? {} : { port: forward.port, traffic: forward.stats }),
    }
  );
}

/** What is open, by the id of the vcluster, the oldest first. */
export class OpenStates implements Disposable {
  readonly #states = new Map<string, OpenState>();
  readonly #changed = new Emitter<string>();

  /** Fires with the id of the vcluster whose connection came, went or changed. */
  readonly onDidChange = this.#changed.event;

  get ids(): readonly string[] {
    return [...this.#states.keys()];
  }

  get(id: string): OpenState | undefined {
    return this.#states.get(id);
  }

  view(id: string): ConnectionView | undefined {
    const open = this.#states.get(id);
    return open && viewOf(id, open);
  }

  /** @throws OperationError `refused` for one that is not connected */
  way(id: string): Way {
    const open = this.#states.get(id);
    if (open === undefined) {
      const name = printable(parseVClusterId(id)?.name ?? id);
      const message = l10n.t('{0} is not connected. Connect to it first.', name);
      throw new OperationError('refused', message, undefined, 'connect');
    }
    return open.way;
  }

  /** Opens a way whose context is in its place, or says that it is in another by now. */
  open(id: string, state: Omit<OpenState, 'missing' | 'subscription'>): void {
    const subscription = state.way.forward?.onDidChange(() => this.#changed.fire(id));
    this.set(id, { ...state, missing: false, subscription });
  }

  set(id: string, state: OpenState): void {
    this.#states.set(id, state);
    this.#changed.fire(id);
  }

  /** Notes whether its context is missing; gives whether that is news. */
  mark(id: string, missing: boolean): boolean {
    const open = this.#states.get(id);
    if (open === undefined || open.missing === missing) {
      return false;
    }
    this.set(id, { ...open, missing });
    return true;
  }

  /** Closes the way. Its context stays where it is. */
  end(id: string): void {
    const open = this.#states.get(id);
    if (this.#states.delete(id)) {
      open?.subscription?.dispose();
      open?.way.dispose();
      this.#changed.fire(id);
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
