import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import type { Environment } from './proxy.ts';

export interface CommandSearch {
  readonly command: string;
  /** The kubeconfig file that names the command. */
  readonly file: string;
  readonly environment: Environment;
  readonly platform: NodeJS.Platform;
  readonly installHint?: string;
}

/**
 * The file to run for the `command` of an exec plugin, by the rules of client-go: with a path separator it is relative to the
 * kubeconfig's folder, a bare name is looked for in PATH. The present folder is never searched, and since nothing goes
 * through a shell, only programs count on Windows (.exe, .com), not scripts (.cmd, .bat).
 * Rejects with a `KubeError` of kind `plugin` that carries the install hint.
 */
export async function findCommand(search: CommandSearch): Promise<string> {
  const candidates = candidatesOf(search);
  for (const candidate of candidates.flatMap((path) => withExtensions(path, search.platform))) {
    if (await isRunnable(candidate)) {
      return candidate;
    }
  }
  const scripts =
    search.platform === 'win32'
      ? candidates.flatMap((path) => (hasScriptExtension(path) ? [path] : [`${path}.cmd`, `${path}.bat`]))
      : [];
  for (const script of scripts) {
    if (await isRunnable(script)) {
      throw new KubeError(
        'plugin',
        l10n.t(
          'The credential plugin {0} is a script. Only .exe and .com programs are run on Windows; name one in the kubeconfig.',
          printable(search.command),
        ),
        hintDetail(search.installHint),
      );
    }
  }
  throw missingPlugin(search.command, search.installHint);
}

/** The error for a plugin that is not on this computer. */
export function missingPlugin(command: string, installHint: string | undefined, cause?: unknown): KubeError {
  const sentence = l10n.t(
    'The credential plugin {0} that the kubeconfig names was not found. Install it, or correct its path.',
    printable(command),
  );
  const hint = installHint === undefined ? '' : printable(installHint, 1000);
  return new KubeError('plugin', hint === '' ? sentence : `${sentence} ${hint}`, { ...hintDetail(installHint), cause });
}

/** The part of an error's detail that carries an install hint, if there is one. */
export function hintDetail(installHint: string | undefined): { readonly installHint?: string } {
  return installHint === undefined || installHint.trim() === '' ? {} : { installHint: installHint.trim() };
}

function candidatesOf({ command, file, environment, platform }: CommandSearch): readonly string[] {
  if (isAbsolute(command)) {
    return [command];
  }
  if (command.includes('/') || (platform === 'win32' && command.includes('\\'))) {
    return [resolve(dirname(file), command)];
  }
  const path = environment['PATH'] ?? environment['Path'] ?? '';
  return path
    .split(platform === 'win32' ? ';' : ':')
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, command));
}

function withExtensions(path: string, platform: NodeJS.Platform): readonly string[] {
  if (platform !== 'win32' || /\.(exe|com)$/iu.test(path)) {
    return [path];
  }
  return [`${path}.exe`, `${path}.com`];
}

function hasScriptExtension(path: string): boolean {
  return /\.(cmd|bat|ps1)$/iu.test(path);
}

async function isRunnable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
