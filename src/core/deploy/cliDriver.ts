import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { createCommand, deleteCommand } from './cliCommand.ts';
import type { Command } from './command.ts';
import type { Driver } from './driver.ts';
import type { Runner } from './runner.ts';
import type { ToolHost } from './toolSession.ts';
import type { Tool } from './toolVersion.ts';

export interface ToolDriverOptions {
  readonly run: Runner;
  readonly host: ToolHost;
  readonly tool: Tool;
  /** Takes the tool's output, line by line. */
  readonly onLine?: (line: string) => void;
}

const absent = /couldn't find vcluster|release: not found|not found.*vcluster/iu;

/** The vcluster CLI. */
export function createCliDriver({ run, host, tool, onLine }: ToolDriverOptions): Driver {
  const execute = (command: Command<string>, { signal }: Operation) =>
    run(command, { signal, ...(onLine ? { onLine } : {}) });
  return {
    kind: 'vcluster',
    label: l10n.t('vcluster CLI {0}', tool.version),
    async deploy(deployment, operation) {
      operation.report(l10n.t('Running the vcluster CLI'));
      await execute(createCommand(host, tool, deployment, false), operation);
    },
    async upgrade(deployment, operation) {
      operation.report(l10n.t('Running the vcluster CLI'));
      await execute(createCommand(host, tool, deployment, true), operation);
    },
    async uninstall(address, operation) {
      operation.report(l10n.t('Running the vcluster CLI'));
      try {
        await execute(deleteCommand(host, tool, address), operation);
      } catch (error) {
        if (!(OperationError.is(error, 'toolFailed') && absent.test(error.message))) {
          throw error;
        }
      }
    },
  };
}
