import * as l10n from '@vscode/l10n';
import type { Environment } from '../auth/proxy.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import type { KubeconfigContext } from '../kubeconfig/model.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import type { Command } from './command.ts';
import { filePath } from './command.ts';
import { kubeconfigSecrets, pinnedKubeconfig } from './pinnedKubeconfig.ts';
import { toolEnvironment } from './toolEnvironment.ts';
import type { Tool } from './toolVersion.ts';
import { valueSecrets } from './valueSecrets.ts';

/** What a tool needs to act on one host cluster. */
export interface ToolHost {
  readonly entry: KubeconfigContext;
  readonly client: KubeClient;
  readonly environment: Environment;
}

const kubeconfigFile = 'kubeconfig.yaml';
const valuesFile = 'values.yaml';

/** How arguments name the values. */
export const valuesPath = filePath(valuesFile);
/** How arguments name the kubeconfig. */
export const kubeconfigPath = filePath(kubeconfigFile);

const plainName = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/u;

/** Names go into arguments, where one that begins with a dash would be an option: a cluster may claim anything to be a name. */
function checkNames({ name, namespace }: Pick<VClusterAddress, 'name' | 'namespace'>): void {
  for (const one of [name, namespace]) {
    if (!plainName.test(one)) {
      throw new OperationError('invalid', l10n.t('“{0}” is not a name that Kubernetes allows.', printable(one)));
    }
  }
}

/** A command of a tool on one host: with the kubeconfig that pins it to its context, and the values if there are any. */
export function toolCommand(
  { entry, environment }: ToolHost,
  { path }: Tool,
  address: Pick<VClusterAddress, 'name' | 'namespace'>,
  argv: readonly string[],
  {
    values,
    timeoutMs,
    variables = {},
  }: { readonly values?: string; readonly timeoutMs: number; readonly variables?: Environment },
): Command<string> {
  checkNames(address);
  const files = { [kubeconfigFile]: pinnedKubeconfig(entry) };
  return {
    file: path,
    argv,
    env: toolEnvironment(environment, {
      plugin: entry.user?.exec !== undefined,
      more: { KUBECONFIG: kubeconfigPath, ...variables },
    }),
    files: values === undefined ? files : { ...files, [valuesFile]: values },
    timeoutMs,
    parse: (output) => output,
    redact: [...kubeconfigSecrets(entry), ...valueSecrets(values ?? '')],
  };
}
