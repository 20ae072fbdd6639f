import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { createEngine, type Engine } from '../../../src/core/engine.ts';
import { type Playground, startPlayground } from '../../../src/core/playground/playground.ts';
import { engineOptions } from '../engineOptions.ts';

/** The engine on the sample fleet, for what a person does with it. */
export class FleetDesk {
  readonly engine: Engine;
  readonly playground: Playground;
  /** The kubeconfig of the user. */
  readonly config: string;
  readonly #folder: string;
  readonly #ids: ReadonlyMap<string, string>;

  private constructor(
    engine: Engine,
    playground: Playground,
    folder: string,
    config: string,
    ids: ReadonlyMap<string, string>,
  ) {
    this.engine = engine;
    this.playground = playground;
    this.#folder = folder;
    this.config = config;
    this.#ids = ids;
  }

  static async open(protectedContexts: readonly string[] = []): Promise<FleetDesk> {
    const folder = await mkdtemp(path.join(tmpdir(), 'fleet-desk-'));
    const playground = await startPlayground({ folder: path.join(folder, 'playground'), pace: 0.02 });
    const config = path.join(folder, 'config');
    await copyFile(playground.kubeconfigPath, config);
    const engine = await createEngine(
      engineOptions({
        kubeconfig: () => [config],
        storageFolder: folder,
        protectedContexts: () => protectedContexts,
      }),
    );
    const ids = new Map((await engine.list()).map(({ id, name }) => [name, id]));
    return new FleetDesk(engine, playground, folder, config, ids);
  }

  id(name: string): string {
    return this.#ids.get(name) ?? assert.fail(name);
  }

  async phase(name: string): Promise<string> {
    return (await this.engine.operations.find(this.id(name))).status.phase;
  }

  async close(): Promise<void> {
    await this.engine.close();
    this.engine.dispose();
    await this.playground.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
