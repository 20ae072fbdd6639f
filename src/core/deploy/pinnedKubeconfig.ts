import { dirname, isAbsolute, resolve } from 'node:path';
import { given } from '../kubeconfig/given.ts';
import type { ExecConfig, KubeconfigCluster, KubeconfigContext, KubeconfigUser } from '../kubeconfig/model.ts';

/** client-go takes a command with a path separator from the folder of the kubeconfig, which is another one now. */
function commandPath(command: string, file: string): string {
  const relative = /[/\\]/u.test(command) && !isAbsolute(command);
  return relative ? resolve(dirname(file), command) : command;
}

function clusterBody(cluster: KubeconfigCluster): object {
  return {
    server: cluster.server,
    ...given({
      'certificate-authority-data': cluster.caData,
      'certificate-authority': cluster.caFile,
      'tls-server-name': cluster.tlsServerName,
      'proxy-url': cluster.proxyUrl,
    }),
    ...(cluster.skipTlsVerify ? { 'insecure-skip-tls-verify': true } : {}),
  };
}

function execBody({ command, args, env, ...exec }: ExecConfig, file: string): object {
  return {
    apiVersion: exec.apiVersion,
    command: commandPath(command, file),
    args,
    env,
    provideClusterInfo: exec.provideClusterInfo,
    ...given({ installHint: exec.installHint, interactiveMode: exec.interactiveMode }),
  };
}

function userBody(user: KubeconfigUser, file: string): object {
  return given({
    'client-certificate-data': user.certData,
    'client-certificate': user.certFile,
    'client-key-data': user.keyData,
    'client-key': user.keyFile,
    token: user.token,
    tokenFile: user.tokenFile,
    username: user.username,
    password: user.password,
    as: user.impersonateUser,
    'as-groups': user.impersonateGroups,
    'as-uid': user.impersonateUid,
    'as-user-extra': user.impersonateExtra,
    exec: user.exec && execBody(user.exec, file),
    'auth-provider': user.authProvider,
  });
}

/**
 * The text of a kubeconfig that has one context, the given one, and it is the current one: a tool that gets it cannot act on any
 * other cluster, whatever the user switches to meanwhile. Exec plugins and files are referred to as before. JSON, which is YAML.
 * Holds secrets: it belongs into a private file.
 */
export function pinnedKubeconfig(context: KubeconfigContext): string {
  const { name, cluster, user, namespace, file } = context;
  const entry = { cluster: name, ...(user ? { user: name } : {}), ...given({ namespace }) };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    contexts: [{ name, context: entry }],
    clusters: cluster ? [{ name, cluster: clusterBody(cluster) }] : [],
    users: user ? [{ name, user: userBody(user, file) }] : [],
  });
}

/** What of a context must never be logged. */
export function kubeconfigSecrets({ user, cluster }: KubeconfigContext): readonly string[] {
  return [
    user?.token,
    user?.password,
    user?.keyData,
    user?.certData,
    ...(user?.exec?.env ?? []).map(({ value }) => value),
    ...Object.values(user?.authProvider?.config ?? {}),
    cluster?.proxyUrl?.includes('@') ? cluster.proxyUrl : undefined,
  ].filter((secret) => secret !== undefined && secret.length >= 8) as readonly string[];
}
