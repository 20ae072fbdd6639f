import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onSuddenEnd } from '../test/cluster/host/exitGuard.ts';
import { rootFolder } from './folder.ts';

/** A playground in a process of its own, which ends by itself when this one does. */
export class PlaygroundProcess {
  /** The kubeconfig whose only context it is. */
  readonly kubeconfig: string;
  readonly #child: ChildProcess;
  readonly #guard: { dispose(): void };

  private constructor(child: ChildProcess, kubeconfig: string) {
    this.#child = child;
    this.kubeconfig = kubeconfig;
    this.#guard = onSuddenEnd(() => child.kill('SIGTERM'));
  }

  /** Starts it with its files in `folder`. Throws with what it printed when it does not start. */
  static async start(folder: string): Promise<PlaygroundProcess> {
    const script = join(rootFolder, 'scripts', 'playground.ts');
    const child = fork(script, [folder], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    if (child.stdout === null) {
      throw new Error('The playground has no output.');
    }
    const lines = createInterface({ input: child.stdout });
    const [line] = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [undefined])]);
    if (typeof line !== 'string') {
      throw new Error('The playground did not start.');
    }
    return new PlaygroundProcess(child, line);
  }

  /** Ends it and waits until its files are gone. */
  async stop(): Promise<void> {
    this.#guard.dispose();
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      await ended;
    }
  }
}
