import * as l10n from '@vscode/l10n';
import type { Environment } from '../auth/proxy.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import { atLeast, parseVersion, type Version } from '../base/version.ts';
import type { Generation } from '../vcluster/model.ts';
import type { Command } from './command.ts';
import { toolEnvironment } from './toolEnvironment.ts';

export type ToolName = 'vcluster' | 'helm';

/** A tool on this computer that can be used. */
export interface Tool {
  readonly name: ToolName;
  /** Absolute. */
  readonly path: string;
  /** Without a leading `v`. */
  readonly version: string;
}

interface VersionQuestion {
  readonly argv: readonly string[];
  readonly answer: RegExp;
  readonly oldest: readonly [major: number, minor: number];
}

/** The oldest vcluster CLI whose flags are known; the oldest helm that vcluster's charts say they need. */
const questions: Readonly<Record<ToolName, VersionQuestion>> = {
  vcluster: { argv: ['--version'], answer: /^vcluster version (v?\d+\.\d+\.\d+\S*)\s*$/mu, oldest: [0, 14] },
  helm: { argv: ['version', '--template={{.Version}}'], answer: /^(v\d+\.\d+\.\d+\S*)$/mu, oldest: [3, 10] },
};

/** Builds from source call themselves 0.0.x; they are taken for the newest. */
function isDevelopment({ major, minor }: Version): boolean {
  return major === 0 && minor === 0;
}

function unfit(message: string): OperationError {
  return new OperationError('toolUnfit', message);
}

/** The command that asks a program which version of a tool it is. Its `parse` refuses everything but an answer of that tool. */
export function versionCommand(name: ToolName, path: string, environment: Environment): Command<Tool> {
  const { argv, answer, oldest } = questions[name];
  const [major, minor] = oldest;
  return {
    file: path,
    argv,
    env: toolEnvironment(environment, { plugin: false }),
    timeoutMs: 10_000,
    parse: (output) => {
      const [, found = ''] = answer.exec(output.trim()) ?? [];
      const version = parseVersion(found);
      if (version === undefined) {
        const said = printable(output, 80);
        throw unfit(
          said === ''
            ? l10n.t(
                '{0} is not {1}: it does not say a version. Correct its path in the settings.',
                printable(path),
                name,
              )
            : l10n.t(
                '{0} is not {1}: asked for its version it says “{2}”. Correct its path in the settings.',
                printable(path),
                name,
                said,
              ),
        );
      }
      if (!isDevelopment(version) && !atLeast(version, major, minor)) {
        throw unfit(
          l10n.t(
            '{0} is {1} {2}, which is too old. Install {3} or newer.',
            printable(path),
            name,
            printable(found, 40),
            `${major}.${minor}`,
          ),
        );
      }
      return { name, path, version: found.replace(/^v/u, '') };
    },
  };
}

/** The generation of charts that a vcluster CLI deploys: it fills values of its own version into them. */
export function cliGeneration({ version }: Pick<Tool, 'version'>): Generation {
  const parsed = parseVersion(version);
  return parsed === undefined || isDevelopment(parsed) || atLeast(parsed, 0, 20) ? 'current' : 'legacy';
}
