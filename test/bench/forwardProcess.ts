import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ForwardMessage, ForwardQuestion } from './forwardSubject.ts';

/** Whoever forwards, in a process of its own. */
export interface Forwarder {
  readonly address: string;
  /** Milliseconds that it has computed for; missing where it cannot be asked. */
  cpu?(): Promise<number>;
  stop(): Promise<void>;
}

/** Our forward, alone in a process, so that what it costs can be told from what the bench does. */
export class ForwardProcess implements Forwarder {
  readonly address: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.address = `127.0.0.1:${port}`;
  }

  /** To the syncer pod of a vcluster. */
  static async start(kubeconfig: string, namespace: string, name: string, port: number): Promise<ForwardProcess> {
    const script = fileURLToPath(new URL('./forwardSubject.ts', import.meta.url));
    const child = fork(script, [kubeconfig, namespace, name, String(port)], { execArgv: ['--expose-gc'] });
    const [{ port: local = 0 }] = (await once(child, 'message')) as [ForwardMessage];
    return new ForwardProcess(child, local);
  }

  /** Resident memory in bytes, after a collection. */
  async rss(): Promise<number> {
    return (await this.#ask('rss')).rss ?? 0;
  }

  async cpu(): Promise<number> {
    return (await this.#ask('cpu')).cpu ?? 0;
  }

  stop(): Promise<void> {
    return stopped(this.#child);
  }

  async #ask(question: ForwardQuestion): Promise<ForwardMessage> {
    this.#child.send(question);
    const [answer] = (await once(this.#child, 'message')) as [ForwardMessage];
    return answer;
  }
}

/** `kubectl port-forward` to a pod. */
export async function startKubectl(
  kubectl: string,
  kubeconfig: string,
  namespace: string,
  pod: string,
  port: number,
): Promise<Forwarder> {
  const args = [`--kubeconfig=${kubeconfig}`, '-n', namespace, 'port-forward', `pod/${pod}`, `:${port}`];
  const child = spawn(kubectl, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  child.stdout.resume();
  const local = /127\.0\.0\.1:(\d+)/u.exec(String(line))?.[1];
  return { address: `127.0.0.1:${local}`, stop: () => stopped(child) };
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill();
    await once(child, 'exit');
  }
}
