import * as l10n from '@vscode/l10n';
import { OperationError, type OperationErrorKind } from '../base/operationError.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { dig, text } from '../vcluster/raw.ts';
import type { EmbeddedInstaller } from './embeddedDriver.ts';

/** What a playground says of itself beside its version. */
const mark = 'vcluster-explorer';

function pathOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `/playground/releases/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}

/**
 * The installer of the playground that a client leads to, wherever that runs; undefined for any other cluster. Its methods reject with
 * the OperationErrors of the playground.
 */
export async function playgroundInstaller(
  client: KubeClient,
  signal: AbortSignal,
): Promise<EmbeddedInstaller | undefined> {
  const version = await client.request('GET', '/version', undefined, { signal }).catch((error: unknown) => {
    if (KubeError.is(error, 'cancelled')) {
      throw error;
    }
    return undefined;
  });
  if (dig(version, 'playground') !== mark) {
    return undefined;
  }
  const ask = async (method: string, release: { readonly namespace: string; readonly name: string }, body?: object) => {
    const answer = await client.request(method, pathOf(release), body, { signal });
    const kind = text(dig(answer, 'error', 'kind'));
    if (kind !== undefined) {
      const message = text(dig(answer, 'error', 'message'), 1000) ?? l10n.t('The playground refused it.');
      throw new OperationError(kind as OperationErrorKind, message);
    }
  };
  return {
    install: (release) => ask('POST', release, release),
    upgrade: (release) => ask('PUT', release, release),
    uninstall: (release) => ask('DELETE', release),
  };
}
