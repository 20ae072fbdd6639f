import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { type KubeObject, resources } from '../kube/resource.ts';
import type { ContextEntry, ContextUser } from '../kubeconfig/contextEntry.ts';
import { given } from '../kubeconfig/given.ts';
import { mergeKubeconfig } from '../kubeconfig/merge.ts';
import type { KubeconfigUser } from '../kubeconfig/model.ts';
import { type KubeconfigEntries, parseKubeconfig } from '../kubeconfig/parser.ts';
import { goneError } from '../vcluster/gone.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { dig } from '../vcluster/raw.ts';

/** What the kubeconfig of a vcluster says. Holds secrets: never logged or shown. */
export interface VirtualKubeconfig {
  /** As its owner set it; `https://localhost:8443` by default, which leads nowhere from here. */
  readonly server: string;
  /** Base64 of PEM. */
  readonly caData?: string;
  /** Its owner wants no verification of certificates. */
  readonly insecure: boolean;
  readonly user: ContextUser;
  readonly namespace?: string;
}

export interface ContextChoice {
  readonly name: string;
  /** Where the API is reached. */
  readonly server: string;
  /** In place of the administrator of the Secret. */
  readonly user?: ContextUser;
  readonly namespace?: string;
}

/** No kubeconfig of a vcluster has more base64 characters; a Secret holds 1 MiB at most. */
const maxLength = 2 * 1024 * 1024;

function secretName({ name }: VClusterAddress): string {
  return `vc-${name}`;
}

function unusable(address: VClusterAddress, why: string): OperationError {
  const message = l10n.t(
    'The kubeconfig in the Secret {0} of the namespace {1} cannot be used: {2} The vcluster writes it anew about once a minute; look at its log if it does not.',
    printable(secretName(address)),
    printable(address.namespace),
    why,
  );
  return new OperationError('kubeconfigSecret', message);
}

/** The Secret belongs to the Service of the vcluster, which is there from the first moment to the last. */
async function missing(client: KubeClient, address: VClusterAddress, signal: AbortSignal): Promise<OperationError> {
  try {
    await client.get(resources.services, address.namespace, address.name, { signal, metadataOnly: true });
  } catch (error) {
    if (KubeError.is(error, 'notFound')) {
      return goneError(address);
    }
    if (KubeError.is(error, 'cancelled')) {
      throw error;
    }
  }
  return new OperationError(
    'kubeconfigSecret',
    l10n.t(
      'There is no Secret {0} in the namespace {1}, where the vcluster puts its kubeconfig. It does so about a minute after it started; wait, or look at its log.',
      printable(secretName(address)),
      printable(address.namespace),
    ),
  );
}

function userOf({ token, certData, keyData }: KubeconfigUser): ContextUser | undefined {
  if (certData !== undefined && keyData !== undefined) {
    return { certData, keyData };
  }
  return token === undefined ? undefined : { token };
}

function countOf(entries: KubeconfigEntries, kind: 'clusters' | 'users'): number {
  return entries[kind].size + entries.ignored.filter((place) => place.startsWith(`${kind}[`)).length;
}

function textOf(secret: KubeObject, address: VClusterAddress): string {
  const data = dig(secret, 'data', 'config');
  const text = typeof data === 'string' && data.length <= maxLength ? Buffer.from(data, 'base64').toString('utf8') : '';
  if (text.trim() === '') {
    throw unusable(address, l10n.t('it is empty.'));
  }
  return text;
}

/** What the Secret says. @throws OperationError `kubeconfigSecret`, which quotes nothing of it */
function parsed(secret: KubeObject, address: VClusterAddress): VirtualKubeconfig {
  const entries = parseKubeconfig(textOf(secret, address), 'config');
  if (KubeError.is(entries)) {
    throw unusable(address, entries.message);
  }
  const clusters = countOf(entries, 'clusters');
  if (clusters !== 1) {
    throw unusable(address, l10n.t('it has {0} clusters where there should be one.', clusters));
  }
  const { contexts } = mergeKubeconfig([{ path: 'config', exists: true, entries }]);
  const context = contexts.find(({ name }) => name === entries.currentContext) ?? contexts[0];
  if (context?.cluster === undefined || context.problem !== undefined) {
    throw unusable(address, context?.problem?.message ?? l10n.t('it has no context.'));
  }
  const user = context.user && userOf(context.user);
  if (user === undefined) {
    throw unusable(address, l10n.t('it has neither a client certificate with its key nor a token.'));
  }
  const { server, caData, skipTlsVerify } = context.cluster;
  return { server, insecure: skipTlsVerify, user, ...given({ caData, namespace: context.namespace }) };
}

/**
 * Reads the kubeconfig that a vcluster keeps in the Secret `vc-NAME`, with one request.
 *
 * @throws OperationError `gone` where the vcluster is, `kubeconfigSecret` where the Secret is missing, empty or unusable;
 * and the KubeError of a request that fails
 */
export async function readVirtualKubeconfig(
  client: KubeClient,
  address: VClusterAddress,
  signal: AbortSignal,
): Promise<VirtualKubeconfig> {
  let secret: KubeObject;
  try {
    secret = await client.get(resources.secrets, address.namespace, secretName(address), { signal });
  } catch (error) {
    throw KubeError.is(error, 'notFound') ? await missing(client, address, signal) : error;
  }
  return parsed(secret, address);
}

function hostOf(server: string): string {
  const url = URL.parse(server.includes('://') ? server : `https://${server}`);
  return url?.hostname.replace(/^\[(.*)\]$/u, '$1') ?? '';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Whether the server's certificate is the one in the kubeconfig, and made for this address. */
function isCoveredBy(caData: string, ip: string): boolean {
  try {
    return new X509Certificate(Buffer.from(caData, 'base64')).checkIP(ip) !== undefined;
  } catch {
    return false;
  }
}

/**
 * The name to verify the server's certificate against, where that is not the host of its address. Certificates of
 * vclusters are made for localhost, 127.0.0.1 and the address of a load balancer, and not for those of nodes or of what
 * forwards to them. A host name stays as it is, since an Ingress goes by it.
 */
function tlsServerName({ server, caData }: VirtualKubeconfig, wanted: string): string | undefined {
  const [own, host] = [hostOf(server), hostOf(wanted)];
  const isPlain = !wanted.startsWith('https:');
  if (isPlain || isIP(host) === 0 || host === own || isLoopback(host) || isCoveredBy(caData ?? '', host)) {
    return undefined;
  }
  return isIP(own) === 0 && own !== '' ? own : 'localhost';
}

/**
 * The context that leads to a vcluster at an address. Certificates are verified as before: with the CA of the vcluster
 * where there is one, and not at all only where its owner says so and gives none.
 */
export function contextEntryFor(virtual: VirtualKubeconfig, { name, server, ...choice }: ContextChoice): ContextEntry {
  const { caData, insecure } = virtual;
  const skips = insecure && caData === undefined;
  return {
    name,
    server,
    user: choice.user ?? virtual.user,
    ...(skips ? { insecureSkipTlsVerify: true } : {}),
    ...given({
      caData,
      tlsServerName: skips ? undefined : tlsServerName(virtual, server),
      namespace: choice.namespace ?? virtual.namespace,
    }),
  };
}
