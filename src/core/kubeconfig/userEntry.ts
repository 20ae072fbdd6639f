import * as path from 'node:path';
import { Fields } from './fields.ts';
import { given } from './given.ts';
import type { ExecConfig, KubeconfigUser } from './model.ts';

/** Resolves a relative path inside a kubeconfig against the directory of that file, as client-go does. */
export function fromDirectory(directory: string, file: string | undefined): string | undefined {
  return file === undefined ? undefined : path.resolve(directory, file);
}

/** client-go looks for a command with a separator in it beside the kubeconfig, and for any other in PATH. */
function resolvedCommand(command: string, directory: string): string {
  return command.includes('/') || command.includes(path.sep) ? path.resolve(directory, command) : command;
}

function readExec(exec: Fields, at: string, misshapen: string[], directory: string): ExecConfig {
  return {
    apiVersion: exec.text('apiVersion') ?? '',
    command: resolvedCommand(exec.text('command') ?? '', directory),
    args: exec.texts('args'),
    env: exec.list('env').map((item, index) => {
      const variable = new Fields(item, `${at}.env[${index}]`, misshapen);
      return { name: variable.text('name') ?? '', value: variable.text('value') ?? '' };
    }),
    provideClusterInfo: exec.flag('provideClusterInfo'),
    ...given({ installHint: exec.text('installHint'), interactiveMode: exec.text('interactiveMode') }),
  };
}

/** Reads the body of one `users` entry; `at` is its path in the file, for what is added to `misshapen`. */
export function readUser(
  name: string,
  user: Fields,
  at: string,
  misshapen: string[],
  directory: string,
): KubeconfigUser {
  const groups = user.texts('as-groups');
  const extra = user.textLists('as-user-extra');
  const provider = user.fields('auth-provider');
  return {
    name,
    ...given({
      certData: user.text('client-certificate-data'),
      certFile: fromDirectory(directory, user.text('client-certificate')),
      keyData: user.text('client-key-data'),
      keyFile: fromDirectory(directory, user.text('client-key')),
      token: user.text('token'),
      tokenFile: fromDirectory(directory, user.text('tokenFile')),
      username: user.text('username'),
      password: user.text('password'),
      impersonateUser: user.text('as'),
      impersonateGroups: groups.length > 0 ? groups : undefined,
      impersonateUid: user.text('as-uid'),
      impersonateExtra: Object.keys(extra).length > 0 ? extra : undefined,
      exec: user.has('exec') ? readExec(user.fields('exec'), `${at}.exec`, misshapen, directory) : undefined,
      authProvider: user.has('auth-provider')
        ? { name: provider.text('name') ?? '', config: Object.fromEntries(provider.fields('config').entries()) }
        : undefined,
    }),
  };
}
