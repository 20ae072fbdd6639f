import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { type KubeObject, resourcePath, resources } from '../kube/resource.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { dig, label } from '../vcluster/raw.ts';
import { type HelmRecord, readHelmRecord } from './helmRecord.ts';
import { formatValues, parseValues } from './valuesYaml.ts';

/** A newer revision than the deployed one, which did not come to its end. */
export interface Interruption {
  readonly revision: number;
  /** `pending-install`, `pending-upgrade`, `failed`, `uninstalling` … */
  readonly status: string;
  /** Whether helm refuses to do anything while it is there. */
  readonly blocks: boolean;
  /** What happened and what to do, for the user. */
  readonly message: string;
  readonly secret: { readonly name: string; readonly uid: string };
}

/** What is known of how a vcluster was deployed. */
export interface DeployedRelease {
  /** `config`: no release of helm was found, and the values are those of the Secret `vc-config-NAME`, chart defaults included. */
  readonly source: 'helm' | 'config' | 'none';
  readonly record?: HelmRecord;
  /** YAML; empty where nothing is known. */
  readonly values: string;
  readonly interruption?: Interruption;
}

/** helm's own labels on the Secrets of a release. */
export function releaseSelector(name: string): string {
  return `owner=helm,name=${name}`;
}

function revisionOf(secret: KubeObject): number {
  return Number(label(secret, 'version') ?? 0) || 0;
}

function interruptionText(name: string, status: string, revision: number): string {
  const shown = printable(name);
  switch (status) {
    case 'pending-install':
      return l10n.t(
        'The installation of {0} did not end: whoever ran it may still be at it, or was stopped. Wait, or take the half-done revision away and create it again.',
        shown,
      );
    case 'pending-upgrade':
    case 'pending-rollback':
      return l10n.t(
        'The upgrade of {0} to revision {1} did not end: whoever ran it may still be at it, or was stopped. Wait, or take the half-done revision away and upgrade it again.',
        shown,
        revision,
      );
    case 'uninstalling':
      return l10n.t('The release of {0} was being deleted, which did not end. Delete it again.', shown);
    default:
      return l10n.t(
        'The last change of {0}, revision {1}, failed. Correct the values and upgrade it again.',
        shown,
        revision,
      );
  }
}

function interruptionOf(name: string, secrets: readonly KubeObject[]): Interruption | undefined {
  const [newest] = secrets;
  const status = label(newest, 'status') ?? '';
  if (newest === undefined || status === 'deployed' || status === 'superseded') {
    return undefined;
  }
  const revision = revisionOf(newest);
  return {
    revision,
    status,
    blocks: status.startsWith('pending-'),
    message: interruptionText(name, status, revision),
    secret: { name: newest.metadata?.name ?? '', uid: newest.metadata?.uid ?? '' },
  };
}

async function configValues(
  client: KubeClient,
  { namespace, name }: VClusterAddress,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const secret = await client.get(resources.secrets, namespace, `vc-config-${name}`, { signal });
    const data = dig(secret, 'data', 'config.yaml');
    return typeof data === 'string'
      ? formatValues(parseValues(Buffer.from(data, 'base64').toString('utf8')))
      : undefined;
  } catch (error) {
    if (KubeError.is(error, 'notFound') || OperationError.is(error, 'invalid')) {
      return undefined;
    }
    throw error;
  }
}

/**
 * How a vcluster was deployed, from helm's Secrets: only the one that is needed is read whole. The deployed revision counts, or
 * where none is, the last one there was. Charts that something else than helm rendered (Argo CD, kubectl) leave no release; then the current
 * generation's `vc-config-NAME` gives the values.
 * @throws OperationError `invalid` for a release that is damaged; KubeError
 */
export async function readRelease(
  client: KubeClient,
  address: VClusterAddress,
  signal: AbortSignal,
): Promise<DeployedRelease> {
  const { namespace, name } = address;
  const query = { labelSelector: releaseSelector(name) };
  const { items } = await client.list(resources.secrets, namespace, { query, signal, metadataOnly: true });
  const own = items
    .filter((secret) => label(secret, 'owner') === 'helm' && label(secret, 'name') === name)
    .toSorted((a, b) => revisionOf(b) - revisionOf(a));
  const interruption = interruptionOf(name, own);
  const wanted = own.find((secret) => label(secret, 'status') === 'deployed') ?? own[0];
  if (wanted?.metadata?.name === undefined) {
    const values = await configValues(client, address, signal);
    return values === undefined ? { source: 'none', values: '' } : { source: 'config', values };
  }
  const record = await readHelmRecord(await client.get(resources.secrets, namespace, wanted.metadata.name, { signal }));
  if (record.name !== name) {
    throw new OperationError(
      'invalid',
      l10n.t('The release Secret {0} is that of another release.', printable(wanted.metadata.name)),
    );
  }
  return { source: 'helm', record, values: record.values, ...(interruption ? { interruption } : {}) };
}

/**
 * Takes a half-done revision away, so that helm acts again; what it has made so far is taken over by the next. Does nothing where it has
 * come to its end meanwhile.
 */
export async function discardInterruption(
  client: KubeClient,
  { namespace }: VClusterAddress,
  { secret }: Interruption,
  signal: AbortSignal,
): Promise<void> {
  const path = resourcePath(resources.secrets, namespace, secret.name);
  try {
    const present = await client.get(resources.secrets, namespace, secret.name, { signal, metadataOnly: true });
    const { uid, resourceVersion } = present.metadata ?? {};
    if (uid === secret.uid && (label(present, 'status') ?? '').startsWith('pending-')) {
      // Finishing it changes its Secret, and then this is refused.
      const preconditions = { uid, resourceVersion };
      await client.request('DELETE', path, { apiVersion: 'v1', kind: 'DeleteOptions', preconditions }, { signal });
    }
  } catch (error) {
    if (!KubeError.is(error, 'notFound', 'conflict')) {
      throw error;
    }
  }
}
