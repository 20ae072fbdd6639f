import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import type { ToolDriverOptions } from './cliDriver.ts';
import type { Command } from './command.ts';
import type { Deployment } from './deployment.ts';
import type { Driver } from './driver.ts';
import { templateCommand, uninstallCommand, upgradeCommand } from './helmCommand.ts';
import { ensureNamespace } from './hostNamespace.ts';

/** helm, which can render manifests as well. */
export interface HelmDriver extends Driver {
  /** The manifests of a deployment: YAML documents for kubectl. Nothing is sent to any cluster. */
  template(deployment: Deployment, operation: Operation): Promise<string>;
}

const absent = /release: not found|Release not loaded/iu;

export function createHelmDriver({ run, host, tool, onLine }: ToolDriverOptions): HelmDriver {
  const execute = (command: Command<string>, { signal }: Operation) =>
    run(command, { signal, ...(onLine ? { onLine } : {}) });
  const upgrade = async (deployment: Deployment, operation: Operation) => {
    operation.report(l10n.t('Running helm'));
    await execute(upgradeCommand(host, tool, deployment), operation);
  };
  return {
    kind: 'helm',
    label: l10n.t('helm {0}', tool.version),
    async deploy(deployment, operation) {
      operation.report(l10n.t('Making sure of the namespace'));
      await ensureNamespace(host.client, deployment.namespace, operation.signal);
      await upgrade(deployment, operation);
    },
    upgrade,
    async uninstall(address, operation) {
      operation.report(l10n.t('Running helm'));
      try {
        await execute(uninstallCommand(host, tool, address), operation);
      } catch (error) {
        if (!(OperationError.is(error, 'toolFailed') && absent.test(error.message))) {
          throw error;
        }
      }
    },
    template: (deployment, operation) => execute(templateCommand(host, tool, deployment), operation),
  };
}
