import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import type { Generation } from '../vcluster/model.ts';
import { createCliDriver } from './cliDriver.ts';
import type { Driver } from './driver.ts';
import { createHelmDriver } from './helmDriver.ts';
import type { Runner } from './runner.ts';
import type { ToolHost } from './toolSession.ts';
import type { Tools } from './tools.ts';
import { cliGeneration, type Tool } from './toolVersion.ts';

export interface DriverNeeds {
  readonly tools: Tools;
  readonly run: Runner;
  readonly host: ToolHost;
  /** What is done: taking a release away is the same for all generations, the rest is not. */
  readonly purpose: 'deploy' | 'upgrade' | 'uninstall';
  readonly generation: Generation;
  /** That of the playground, where the host is the playground. No tool could bring a vcluster up there. */
  readonly embedded?: Driver;
  readonly onLine?: (line: string) => void;
}

function misfit(tool: Tool, generation: Generation): OperationError {
  return new OperationError(
    'toolUnfit',
    generation === 'legacy'
      ? l10n.t('The vcluster CLI {0} does not deploy charts before 0.20. Use a CLI before 0.20, or helm.', tool.version)
      : l10n.t('The vcluster CLI {0} does not deploy charts from 0.20 on. Update it, or use helm.', tool.version),
  );
}

/** Why each of the tools cannot be used. One that is there and does not fit weighs more than one that is missing. */
function noTool(reasons: readonly OperationError[]): OperationError {
  const unfit = reasons.filter(({ kind }) => kind === 'toolUnfit');
  const told = (unfit.length > 0 ? unfit : reasons).map(({ message }) => message).join(' ');
  return new OperationError(
    unfit.length > 0 ? 'toolUnfit' : 'toolMissing',
    l10n.t('This takes the vcluster CLI or helm. {0}', told),
    reasons[0],
  );
}

/**
 * The driver for a host cluster: that of the playground on the playground, else the vcluster CLI if there is one that fits, else helm.
 * @throws OperationError `toolMissing`, or `toolUnfit` with what is wrong with those that are there, `cancelled`
 */
export async function chooseDriver(needs: DriverNeeds, signal: AbortSignal): Promise<Driver> {
  const { tools, purpose, generation, embedded } = needs;
  if (embedded !== undefined) {
    return embedded;
  }
  const reasons: OperationError[] = [];
  const attempt = async (make: () => Promise<Driver>): Promise<Driver | undefined> => {
    try {
      return await make();
    } catch (error) {
      if (!OperationError.is(error, 'toolMissing', 'toolUnfit')) {
        throw error;
      }
      reasons.push(error);
      return undefined;
    }
  };
  const cli = await attempt(async () => {
    const tool = await tools.find('vcluster', signal);
    if (purpose !== 'uninstall' && cliGeneration(tool) !== generation) {
      throw misfit(tool, generation);
    }
    return createCliDriver({ ...needs, tool });
  });
  const driver =
    cli ?? (await attempt(async () => createHelmDriver({ ...needs, tool: await tools.find('helm', signal) })));
  if (driver === undefined) {
    throw noTool(reasons);
  }
  return driver;
}
