import { OperationError } from '../base/operationError.ts';
import { hostAt } from '../connection/vclusterLookup.ts';
import type { Tools as FoundTools } from '../create/preflight/toolCheck.ts';
import type { Driver } from '../deploy/driver.ts';
import { chooseDriver } from '../deploy/driverChoice.ts';
import { createEmbeddedDriver } from '../deploy/embeddedDriver.ts';
import { createHelmDriver, type HelmDriver } from '../deploy/helmDriver.ts';
import { playgroundInstaller } from '../deploy/playgroundInstaller.ts';
import { runCommand } from '../deploy/runner.ts';
import type { ToolHost } from '../deploy/toolSession.ts';
import type { Tools } from '../deploy/tools.ts';
import type { ToolName } from '../deploy/toolVersion.ts';
import type { Hosts } from '../host/hosts.ts';
import type { Generation } from '../vcluster/model.ts';

export interface DriversOptions {
  readonly hosts: Hosts;
  readonly tools: Tools;
  readonly env: NodeJS.ProcessEnv;
  /** Takes the output of tools, line by line and without secrets. */
  readonly onLine: (line: string) => void;
}

interface Found {
  readonly tool: FoundTools['helm'];
  /** Why the one that is there cannot be used. */
  readonly problem?: string;
}

function problemOf(name: ToolName, { problem }: Found): FoundTools['unfit'] {
  return problem === undefined ? {} : { [name]: problem };
}

/** Finds what deploys to a host cluster. */
export class Drivers {
  readonly #options: DriversOptions;

  constructor(options: DriversOptions) {
    this.#options = options;
  }

  /** @throws OperationError `toolMissing` or `toolUnfit` when there is none */
  async find(
    context: string,
    purpose: 'deploy' | 'upgrade' | 'uninstall',
    generation: Generation,
    signal: AbortSignal,
  ): Promise<Driver> {
    const { tools, onLine } = this.#options;
    const host = this.#host(context);
    const installer = await playgroundInstaller(host.client, signal);
    const embedded = installer === undefined ? {} : { embedded: createEmbeddedDriver(installer) };
    return chooseDriver({ tools, run: runCommand, host, purpose, generation, onLine, ...embedded }, signal);
  }

  /** helm alone, which can say what it would make. */
  async helm(context: string, signal: AbortSignal): Promise<HelmDriver> {
    const { tools, onLine } = this.#options;
    const tool = await tools.find('helm', signal);
    return createHelmDriver({ tool, run: runCommand, host: this.#host(context), onLine });
  }

  /** What there is for a host cluster; what does not fit counts as not there, with the reason. */
  async available(context: string, signal: AbortSignal): Promise<FoundTools> {
    if ((await playgroundInstaller(this.#host(context).client, signal)) !== undefined) {
      return { embedded: true };
    }
    const [vcluster, helm] = await Promise.all([this.#found('vcluster', signal), this.#found('helm', signal)]);
    const unfit = { ...problemOf('vcluster', vcluster), ...problemOf('helm', helm) };
    return { vcluster: vcluster.tool, helm: helm.tool, unfit };
  }

  async #found(name: ToolName, signal: AbortSignal): Promise<Found> {
    const { tools } = this.#options;
    try {
      const { path, version } = await tools.find(name, signal);
      return { tool: { path, version } };
    } catch (error) {
      if (!OperationError.is(error, 'toolUnfit', 'toolMissing')) {
        throw error;
      }
      const isThere = error.kind === 'toolUnfit' || tools.isConfigured(name);
      return { tool: undefined, ...(isThere ? { problem: error.message } : {}) };
    }
  }

  #host(context: string): ToolHost {
    const { entry, client } = hostAt(this.#options.hosts, context);
    return { entry, client, environment: this.#options.env };
  }
}
