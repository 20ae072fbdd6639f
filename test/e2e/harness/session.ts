import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import {
  type Playground,
  type PlaygroundOptions,
  playgroundContext,
  startPlayground,
} from '../../../src/core/playground/playground.ts';
import { Workbench, type WorkbenchOptions } from './workbench.ts';

/** A playground and a VS Code whose KUBECONFIG is the playground's. */
export interface Session {
  readonly playground: Playground;
  readonly workbench: Workbench;
  /** Ends both; nothing is left behind. */
  close(): Promise<void>;
}

/** How a session is opened. */
export interface SessionOptions extends WorkbenchOptions {
  readonly playground?: Omit<PlaygroundOptions, 'folder'>;
  /** Further contexts that lead to the same cluster. */
  readonly contexts?: readonly string[];
}

/** The playground's kubeconfig, and one more for each further name. */
async function kubeconfigs(folder: string, path: string, contexts: readonly string[]): Promise<string> {
  const text = await readFile(path, 'utf8');
  const paths = await Promise.all(
    contexts.map(async (context) => {
      const other = join(folder, context);
      await writeFile(other, text.replaceAll(playgroundContext, context), { mode: 0o600 });
      return other;
    }),
  );
  return [path, ...paths].join(delimiter);
}

/** Starts a playground, which stands still unless `playground.live` says otherwise, and opens VS Code on it. */
export async function openSession(options: SessionOptions = {}): Promise<Session> {
  const { playground: fleet = {}, contexts = [], env, ...rest } = options;
  const folder = await mkdtemp(join(tmpdir(), 'vcluster-playground-'));
  const playground = await startPlayground({ ...fleet, folder });
  const end = async (): Promise<void> => {
    await playground.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const KUBECONFIG = await kubeconfigs(folder, playground.kubeconfigPath, contexts);
    const workbench = await Workbench.open({ ...rest, env: { KUBECONFIG, ...env } });
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
