import { OperationError } from '../base/operationError.ts';
import { hostAt } from '../connection/vclusterLookup.ts';
import type { Tools as FoundTools } from '../create/preflight/toolCheck.ts';
import type { Driver } from '../deploy/driver.ts';
import { chooseDriver } from '../deploy/driverChoice.ts';
import { createHelmDriver, type HelmDriver } from '../deploy/helmDriver.ts';
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
  /** The playground's own driver, for its context. */
  readonly embedded: (context: string) => Driver | undefined;
  /** Takes the output of tools, line by line and without secrets. */
  readonly onLine: (line: string) => void;
}

/** Finds what deploys to a host cluster. */
export class Drivers {
  readonly #options: DriversOptions;

  constructor(options: DriversOptions) {
    this.#options = options;
  }

  /** @throws OperationError `toolMissing` or `toolUnfit` when there is none */
  find(
    context: string,
    purpose: 'deploy' | 'upgrade' | 'uninstall',
    generation: Generation,
    signal: AbortSignal,
  ): Promise<Driver> {
    const { tools, embedded, onLine } = this.#options;
    const own = embedded(context);
    const needs = { tools, run: runCommand, host: this.#host(context), purpose, generation, onLine };
    return chooseDriver({ ...needs, ...(own === undefined ? {} : { embedded: own }) }, signal);
  }

  /** helm alone, which can say what it would make. */
  async helm(context: string, signal: AbortSignal): Promise<HelmDriver> {
    const { tools, onLine } = this.#options;
    const tool = await tools.find('helm', signal);
    return createHelmDriver({ tool, run: runCommand, host: this.#host(context), onLine });
  }

  /** What there is for a host cluster; what does not fit counts as not there. */
  async available(context: string, signal: AbortSignal): Promise<FoundTools> {
    if (this.#options.embedded(context) !== undefined) {
      return { embedded: true };
    }
    const [vcluster, helm] = await Promise.all([this.#found('vcluster', signal), this.#found('helm', signal)]);
    return { vcluster, helm };
  }

  async #found(name: ToolName, signal: AbortSignal): Promise<FoundTools['helm']> {
    try {
      const { path, version } = await this.#options.tools.find(name, signal);
      return { path, version };
    } catch (error) {
      if (OperationError.is(error, 'toolMissing', 'toolUnfit')) {
        return undefined;
      }
      throw error;
    }
  }

  #host(context: string): ToolHost {
    const { entry, client } = hostAt(this.#options.hosts, context);
    return { entry, client, environment: this.#options.env };
  }
}
