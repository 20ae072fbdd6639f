import type { Context, RootHookObject } from 'mocha';
import { ControlPlane } from './host/controlPlane.ts';

declare module 'mocha' {
  interface Context {
    /** The control plane of this run; every test sees it. */
    host: ControlPlane;
  }
}

const buildAndStartMs = 40 * 60_000;

/** One control plane for the whole run, built from source if this is the first. */
export const mochaHooks: RootHookObject = {
  async beforeAll(this: Context) {
    this.timeout(buildAndStartMs);
    this.host = await ControlPlane.start();
  },
  async afterAll(this: Partial<Context>) {
    await this.host?.stop();
  },
};
