import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Playground, type PlaygroundOptions, startPlayground } from '../../../src/core/playground/playground.ts';
import { Workbench, type WorkbenchOptions } from './workbench.ts';

/** A playground and a VS Code whose KUBECONFIG is the playground's. */
export interface Session {
  readonly playground: Playground;
  readonly workbench: Workbench;
  /** Ends both; nothing is left behind. */
  close(): Promise<void>;
}

/** Starts a playground, which stands still unless `playground.live` says otherwise, and opens VS Code on it. */
export async function openSession(
  options: WorkbenchOptions & { readonly playground?: Omit<PlaygroundOptions, 'folder'> } = {},
): Promise<Session> {
  const { playground: fleet = {}, env, ...rest } = options;
  const folder = await mkdtemp(join(tmpdir(), 'vcluster-playground-'));
  const playground = await startPlayground({ ...fleet, folder });
  const end = async (): Promise<void> => {
    await playground.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const workbench = await Workbench.open({ ...rest, env: { KUBECONFIG: playground.kubeconfigPath, ...env } });
    const close = async (): Promise<void> => {
      await workbench.close();
      await end();
    };
    return { playground, workbench, close };
  } catch (error) {
    await end();
    throw error;
  }
}
