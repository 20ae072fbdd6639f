import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import type { ExecConfig, KubeconfigCluster } from '../kubeconfig/model.ts';

/** What an exec plugin answered. Certificate and key are PEM text. Secret: never logged or shown. */
export interface ExecCredential {
  readonly token?: string;
  readonly certificate?: string;
  readonly key?: string;
  /** Milliseconds since the epoch; good for ever when left out. */
  readonly expiresAt?: number;
}

const versions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

/** The content of KUBERNETES_EXEC_INFO (kubernetes.io, "client-go credential plugins", input format). */
export function execInfo(config: ExecConfig, cluster: KubeconfigCluster, caData: string | undefined): string {
  const about = {
    server: cluster.server,
    'tls-server-name': cluster.tlsServerName,
    'insecure-skip-tls-verify': cluster.skipTlsVerify || undefined,
    'certificate-authority-data': caData,
    'proxy-url': cluster.proxyUrl,
    config: null,
  };
  return JSON.stringify({
    apiVersion: config.apiVersion,
    kind: 'ExecCredential',
    spec: config.provideClusterInfo ? { cluster: about, interactive: false } : { interactive: false },
  });
}

/** Throws a `KubeError` when the plugin cannot be used as configured, before it is run. */
export function checkExecConfig(config: ExecConfig): void {
  const command = printable(config.command);
  if (config.command.trim() === '') {
    throw new KubeError(
      'plugin',
      l10n.t('The kubeconfig names no command for its credential plugin. Correct users.exec.command.'),
    );
  }
  if (!versions.includes(config.apiVersion)) {
    throw new KubeError(
      'plugin',
      l10n.t(
        'The credential plugin {0} is set to API version {1}, but only {2} exist. Renew the kubeconfig.',
        command,
        printable(config.apiVersion || '?'),
        versions.join(', '),
      ),
    );
  }
  if (config.interactiveMode === 'Always') {
    throw new KubeError(
      'plugin',
      l10n.t(
        'The credential plugin {0} insists on a terminal (interactiveMode: Always). Set interactiveMode to IfAvailable in the kubeconfig.',
        command,
      ),
    );
  }
}

/** Reads a plugin's answer. Throws a `KubeError` that never contains the answer itself, which may hold secrets. */
export function parseExecCredential(stdout: string, config: ExecConfig): ExecCredential {
  const answer = asRecord(parseJson(stdout));
  if (answer === undefined || answer['kind'] !== 'ExecCredential') {
    throw broken(config, l10n.t('it is not an ExecCredential'));
  }
  if (answer['apiVersion'] !== config.apiVersion) {
    throw broken(
      config,
      l10n.t('its API version is {0} instead of {1}', printable(String(answer['apiVersion']), 100), config.apiVersion),
    );
  }
  const status = asRecord(answer['status']) ?? {};
  const token = nonEmpty(status['token']);
  const certificate = nonEmpty(status['clientCertificateData']);
  const key = nonEmpty(status['clientKeyData']);
  if ((token === undefined && certificate === undefined) || (certificate === undefined) !== (key === undefined)) {
    throw broken(config, l10n.t('it holds neither a token nor a certificate with its key'));
  }
  const expiresAt = Date.parse(nonEmpty(status['expirationTimestamp']) ?? '');
  return {
    ...(token === undefined ? {} : { token }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
    ...(Number.isNaN(expiresAt) ? {} : { expiresAt }),
  };
}

function broken(config: ExecConfig, why: string): KubeError {
  return new KubeError(
    'plugin',
    l10n.t(
      'The credential plugin {0} gave an answer that cannot be used: {1}. Update it, or run it in a terminal to see more.',
      printable(config.command),
      why,
    ),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function nonEmpty(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
