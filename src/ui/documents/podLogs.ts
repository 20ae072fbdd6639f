import * as vscode from 'vscode';
import type { Engine } from '../../core/engine.ts';
import type { ObjectReference } from '../../core/explorer/node.ts';
import { KubeError } from '../../core/kube/error.ts';
import { parseVClusterId } from '../../core/vcluster/id.ts';
import { plainLabel } from '../label.ts';

interface LogChoice extends vscode.QuickPickItem {
  readonly container: string;
  readonly previous: boolean;
}

interface OpenLog {
  readonly channel: vscode.OutputChannel;
  stop: AbortController | undefined;
}

/** Pods inside vclusters bear plain names, which many of them may share: their title also says where they are. */
function logTitle({ vcluster, namespace, name }: ObjectReference, container: string, previous: boolean): string {
  const inside = vcluster === undefined ? undefined : parseVClusterId(vcluster);
  const place = inside === undefined ? '' : `${inside.name}/${namespace ?? ''}/`;
  const suffix = previous ? vscode.l10n.t(' (previous)') : '';
  return `${place}${name} · ${container}${suffix}`;
}

/** Logs of pods, each container in an output channel of its own that follows until it is stopped. */
export class PodLogs implements vscode.Disposable {
  readonly #open = new Map<string, OpenLog>();

  /** Asks which container, where there is a choice, and shows its log. */
  async show(engine: Engine, pod: ObjectReference): Promise<void> {
    const containers = await engine.podContainers(pod);
    const choices = containers.flatMap(({ name, restarts }): LogChoice[] => [
      { label: plainLabel(name), description: '', container: name, previous: false },
      ...(restarts > 0
        ? [{ label: plainLabel(name), description: vscode.l10n.t('previous run'), container: name, previous: true }]
        : []),
    ]);
    const picked =
      choices.length > 1
        ? await vscode.window.showQuickPick(choices, { title: vscode.l10n.t('Logs of {0}', plainLabel(pod.name)) })
        : choices[0];
    if (picked !== undefined) {
      this.#stream(engine, pod, picked);
    }
  }

  #stream(engine: Engine, pod: ObjectReference, { container, previous }: LogChoice): void {
    const title = logTitle(pod, container, previous);
    const log = this.#open.get(title) ?? { channel: vscode.window.createOutputChannel(title, 'log'), stop: undefined };
    this.#open.set(title, log);
    log.stop?.abort();
    const stop = new AbortController();
    log.stop = stop;
    log.channel.clear();
    log.channel.show(true);
    this.#updateKeys();
    void this.#follow(engine, pod, container, previous, log.channel, stop.signal).finally(() => {
      if (log.stop === stop) {
        log.stop = undefined;
        this.#updateKeys();
      }
    });
  }

  async #follow(
    engine: Engine,
    pod: ObjectReference,
    container: string,
    previous: boolean,
    channel: vscode.OutputChannel,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      for await (const text of engine.podLog(
        pod,
        { container, previous, follow: !previous, tailLines: 2000 },
        signal,
      )) {
        channel.append(text);
      }
      channel.appendLine(vscode.l10n.t('— end of the log —'));
    } catch (error) {
      if (!KubeError.is(error, 'cancelled')) {
        channel.appendLine(vscode.l10n.t('— {0} —', error instanceof Error ? error.message : String(error)));
      }
    }
  }

  /** Stops following what the user picks; the text stays. */
  async stop(): Promise<void> {
    const following = [...this.#open].filter(([, { stop }]) => stop !== undefined);
    const titles = following.map(([title]) => title);
    const title =
      titles.length > 1
        ? await vscode.window.showQuickPick(titles, { title: vscode.l10n.t('Stop Following Logs') })
        : titles[0];
    if (title !== undefined) {
      this.#open.get(title)?.stop?.abort();
    }
  }

  #updateKeys(): void {
    const following = [...this.#open.values()].some(({ stop }) => stop !== undefined);
    void vscode.commands.executeCommand('setContext', 'vcluster.following', following);
  }

  dispose(): void {
    for (const { channel, stop } of this.#open.values()) {
      stop?.abort();
      channel.dispose();
    }
    this.#open.clear();
  }
}
