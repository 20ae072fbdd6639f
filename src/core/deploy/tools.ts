import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Environment } from '../auth/proxy.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import { findProgram } from './programPath.ts';
import type { Runner } from './runner.ts';
import { type Tool, type ToolName, versionCommand } from './toolVersion.ts';

export interface ToolsOptions {
  readonly run: Runner;
  /** The path that a machine-scoped setting gives; undefined or empty to look on PATH. */
  readonly configuredPath: (name: ToolName) => string | undefined;
  readonly environment: () => Environment;
  /** The folders of the workspace; nothing is taken from there that was only found on PATH. */
  readonly untrusted?: () => readonly string[];
  readonly onLine?: (line: string) => void;
}

interface Known {
  readonly stamp: string;
  readonly tool: Tool;
}

/** The command-line tools of this computer. Asks one for its version when it is needed, and again only when its file has changed. */
export class Tools {
  readonly #options: ToolsOptions;
  readonly #known = new Map<string, Known>();

  constructor(options: ToolsOptions) {
    this.#options = options;
  }

  /**
   * A tool that can be used.
   * @throws OperationError `toolMissing` when it is not there, `toolUnfit` when it is too old, something else or does not answer,
   * `cancelled`
   */
  async find(name: ToolName, signal: AbortSignal): Promise<Tool> {
    const path = await this.#path(name);
    const stamp = await this.#stamp(name, path);
    const known = this.#known.get(`${name}:${path}`);
    if (known?.stamp === stamp) {
      return known.tool;
    }
    const tool = await this.#ask(name, path, signal);
    this.#known.set(`${name}:${path}`, { stamp, tool });
    return tool;
  }

  /** Whether the user has said where it is. */
  isConfigured(name: ToolName): boolean {
    return Boolean(this.#options.configuredPath(name)?.trim());
  }

  async #path(name: ToolName): Promise<string> {
    const configured = this.#options.configuredPath(name)?.trim();
    if (configured) {
      const path = configured.replace(/^~(?=[/\\])/u, homedir());
      if (!isAbsolute(path)) {
        throw new OperationError(
          'toolMissing',
          l10n.t(
            'The setting for {0} holds “{1}”, which is not an absolute path. Correct it.',
            name,
            printable(configured),
          ),
        );
      }
      return process.platform === 'win32' && !/\.exe$/iu.test(path) ? `${path}.exe` : join(path);
    }
    const untrusted = this.#options.untrusted?.() ?? [];
    const found = await findProgram(name, { environment: this.#options.environment(), untrusted });
    if (found === undefined) {
      throw new OperationError(
        'toolMissing',
        l10n.t('{0} was not found on PATH. Install it, or set its path in the settings.', name),
      );
    }
    return found;
  }

  async #stamp(name: ToolName, path: string): Promise<string> {
    try {
      const { mtimeMs, size, ino } = await stat(path);
      return `${mtimeMs}:${size}:${ino}`;
    } catch (error) {
      throw new OperationError(
        'toolMissing',
        l10n.t('{0} was not found at {1}. Install it, or correct its path in the settings.', name, printable(path)),
        error,
      );
    }
  }

  async #ask(name: ToolName, path: string, signal: AbortSignal): Promise<Tool> {
    const { run, environment, onLine } = this.#options;
    const command = versionCommand(name, path, environment());
    try {
      return await run(command, { signal, maxBytes: 2 ** 20, graceMs: 500, ...(onLine ? { onLine } : {}) });
    } catch (error) {
      if (OperationError.is(error, 'toolTimeout')) {
        throw new OperationError(
          'toolUnfit',
          l10n.t(
            '{0} does not say its version within {1} seconds. Check that it is {2}.',
            printable(path),
            command.timeoutMs / 1000,
            name,
          ),
          error,
        );
      }
      if (OperationError.is(error, 'toolFailed')) {
        throw new OperationError(
          'toolUnfit',
          l10n.t('{0} is not {1}, or is broken: {2}', printable(path), name, error.message),
          error,
        );
      }
      throw error;
    }
  }
}
