import * as path from 'node:path';

export interface KubeconfigPathOptions {
  /** The paths of the setting, in order of precedence. Left out or empty, the environment decides. */
  readonly setting?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The home directory. */
  readonly home: string;
}

/** `~` and `~/…` stand for the home directory, which also is what a relative path in the setting starts from. */
function fromSetting(entry: string, home: string): string {
  const rest = /^~(?:$|[/\\])(.*)$/su.exec(entry)?.[1];
  return path.resolve(home, rest ?? entry);
}

/**
 * The kubeconfig files to read, absolute, without repetition, in order of precedence: those of the setting, else those of
 * `KUBECONFIG`, else `~/.kube/config`. As with kubectl, a `KUBECONFIG` of nothing but separators means no file at all.
 */
export function kubeconfigPaths({ setting = [], env, home }: KubeconfigPathOptions): readonly string[] {
  const chosen = setting.filter((entry) => entry.trim() !== '').map((entry) => fromSetting(entry.trim(), home));
  if (chosen.length > 0) {
    return [...new Set(chosen)];
  }
  const { KUBECONFIG: variable } = env;
  if (variable) {
    const parts = variable.split(path.delimiter).filter((part) => part !== '');
    return [...new Set(parts.map((part) => path.resolve(part)))];
  }
  return [path.join(home, '.kube', 'config')];
}
