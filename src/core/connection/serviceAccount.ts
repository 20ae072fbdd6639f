import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { resourcePath, resources } from '../kube/resource.ts';
import { dig, text, time } from '../vcluster/raw.ts';
import { safeConcat } from '../vcluster/translate.ts';

export interface ServiceAccountChoice {
  readonly namespace: string;
  readonly name: string;
  /** Bound to it in the whole vcluster. Left out, it has the rights that it has. */
  readonly clusterRole?: string;
  /** How long the token is to last, in seconds; 600 at least. */
  readonly expirationSeconds: number;
  readonly signal?: AbortSignal;
}

export interface ServiceAccountToken {
  /** Secret. */
  readonly token: string;
  /** Milliseconds since the epoch. The server may give less time than was asked for. */
  readonly expiresAt: number;
}

const bindingsPath = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
const shortestSeconds = 600;
/** A token is a few kilobytes at most. */
const maxTokenLength = 64 * 1024;

function checked({ namespace, name, expirationSeconds }: ServiceAccountChoice): void {
  if (namespace === '' || name === '') {
    throw new OperationError('invalid', l10n.t('Give the service account a namespace and a name.'));
  }
  if (!Number.isSafeInteger(expirationSeconds) || expirationSeconds < shortestSeconds) {
    throw new OperationError('invalid', l10n.t('A token lasts ten minutes at least. Choose a longer time.'));
  }
}

/** Creates an object; one that is there already is as good. */
async function ensure(client: KubeClient, path: string, object: object, signal: AbortSignal | undefined) {
  try {
    await client.request('POST', path, object, given(signal));
    return true;
  } catch (error) {
    if (KubeError.is(error, 'conflict')) {
      return false;
    }
    throw error;
  }
}

function given(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { signal };
}

async function exists(client: KubeClient, choice: ServiceAccountChoice): Promise<boolean> {
  try {
    await client.get(resources.serviceaccounts, choice.namespace, choice.name, {
      metadataOnly: true,
      ...given(choice.signal),
    });
    return true;
  } catch (error) {
    if (KubeError.is(error, 'notFound')) {
      return false;
    }
    throw error;
  }
}

/** The binding has the name that the vcluster CLI gives it. A role cannot be exchanged, so another one is refused. */
async function bind(client: KubeClient, { namespace, name, signal }: ServiceAccountChoice, role: string) {
  const binding = safeConcat('vcluster', 'sa', name, namespace);
  const object = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: binding },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  };
  if (await ensure(client, bindingsPath, object, signal)) {
    return;
  }
  const path = `${bindingsPath}/${encodeURIComponent(binding)}`;
  const bound = text(dig(await client.request('GET', path, undefined, given(signal)), 'roleRef', 'name'));
  if (bound !== role) {
    throw new OperationError(
      'refused',
      l10n.t(
        'The service account {0} has the cluster role {1} already. Choose that one, or delete the ClusterRoleBinding {2} in the vcluster.',
        printable(`${namespace}/${name}`),
        printable(bound ?? ''),
        binding,
      ),
    );
  }
}

/**
 * A token for a service account inside a vcluster, made through TokenRequest. The account is made if it is missing, and
 * bound to a cluster role if one is chosen.
 *
 * @throws OperationError `invalid` for what cannot be asked for, `refused` where it is bound to another role; and the
 * KubeError of a request that fails
 */
export async function connectAsServiceAccount(
  virtualClient: KubeClient,
  choice: ServiceAccountChoice,
): Promise<ServiceAccountToken> {
  checked(choice);
  const { namespace, name, clusterRole, expirationSeconds, signal } = choice;
  if (!(await exists(virtualClient, choice))) {
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
    await ensure(virtualClient, resourcePath(resources.serviceaccounts, namespace), account, signal);
  }
  if (clusterRole !== undefined && clusterRole !== '') {
    await bind(virtualClient, choice, clusterRole);
  }
  const path = `${resourcePath(resources.serviceaccounts, namespace, name)}/token`;
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds } };
  const answer = await virtualClient.request('POST', path, request, given(signal));
  const token = text(dig(answer, 'status', 'token'), maxTokenLength);
  if (token === undefined) {
    throw new KubeError('notKubernetes', l10n.t('The vcluster answered without a token. Try again.'));
  }
  const expiresAt = time(dig(answer, 'status', 'expirationTimestamp')) ?? Date.now() + expirationSeconds * 1000;
  return { token, expiresAt };
}
