import { type DispatcherOptions, KubeConfig } from '@kubernetes/client-node/dist/config.js';
import type { KubeconfigCluster, KubeconfigUser } from '../kubeconfig/model.ts';
import type { ExecCredential } from './execCredential.ts';

type AuthProvider = NonNullable<KubeconfigUser['authProvider']>;

/** client-node's `KubeConfig` for one cluster and user, which hands out its dispatcher options instead of a new connection pool. */
export class ContextConfig extends KubeConfig {
  /** The options of the last `applySecurityAuthentication`. */
  dispatcherOptions: DispatcherOptions = { type: 'none' };

  constructor(cluster: object, user: object) {
    super();
    const name = 'context';
    this.loadFromOptions({
      clusters: [{ ...cluster, name }],
      users: [{ ...user, name }],
      contexts: [{ name, cluster: name, user: name }],
      currentContext: name,
    });
  }

  override createDispatcherOptions(...args: Parameters<KubeConfig['createDispatcherOptions']>): DispatcherOptions {
    this.dispatcherOptions = super.createDispatcherOptions(...args);
    // For a SOCKS proxy client-node's own connector is used; any other pool is made by the caller.
    return this.dispatcherOptions.type === 'socks' ? this.dispatcherOptions : { type: 'none' };
  }
}

/** A cluster in client-node's form. It takes files before data, while kubectl takes data before files. */
export function clientNodeCluster(cluster: KubeconfigCluster, proxy: string | undefined): object {
  return {
    server: cluster.server,
    caData: cluster.caData,
    caFile: cluster.caData ? undefined : cluster.caFile,
    // client-node refuses plain http unless this is set; kubectl does not, and there is no TLS to verify.
    skipTLSVerify: cluster.skipTlsVerify || cluster.server.startsWith('http:'),
    tlsServerName: cluster.tlsServerName,
    proxyUrl: proxy,
  };
}

/** A user in client-node's form. What an exec plugin or an OIDC provider gave takes the place of what the kubeconfig says. */
export function clientNodeUser(user: KubeconfigUser, credential: ExecCredential | undefined): object {
  return {
    certData: base64(credential?.certificate) ?? user.certData,
    certFile: credential?.certificate || user.certData ? undefined : user.certFile,
    keyData: base64(credential?.key) ?? user.keyData,
    keyFile: credential?.key || user.keyData ? undefined : user.keyFile,
    token: credential?.token ?? (user.tokenFile ? undefined : user.token),
    username: user.username,
    // client-node would send the word "undefined".
    password: user.password ?? '',
    authProvider: user.tokenFile
      ? { name: 'tokenFile', config: { tokenFile: user.tokenFile } }
      : credential === undefined
        ? withoutCommand(user.authProvider)
        : undefined,
  };
}

/** Providers that ran a command through a shell and are gone since Kubernetes 1.26. */
export function isLegacyProvider(name: string | undefined): boolean {
  return name === 'gcp' || name === 'azure';
}

function withoutCommand(provider: AuthProvider | undefined): AuthProvider | undefined {
  if (provider === undefined) {
    return undefined;
  }
  const { 'cmd-path': _, ...config } = provider.config;
  // client-node's authenticators may write into it.
  return { name: provider.name, config: { ...config } };
}

function base64(pem: string | undefined): string | undefined {
  return pem === undefined ? undefined : Buffer.from(pem).toString('base64');
}
