import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import { readRelease } from '../deploy/release.ts';
import { parseValues } from '../deploy/valuesYaml.ts';
import { asKubeError } from '../kube/asKubeError.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import type { RewriteOptions } from '../rewrite/model.ts';
import type { VClusterAddress } from '../vcluster/id.ts';

/** The configuration that a vcluster runs with. */
export interface Configuration {
  readonly options: Pick<RewriteOptions, 'values'>;
  /** Why it is not known, where the defaults of the version stand for it. */
  readonly notice?: string;
}

function assumed(why: string): Configuration {
  return { options: {}, notice: l10n.t('The defaults of its version are taken for its configuration. {0}', why) };
}

/**
 * What a vcluster was deployed with: from its release, else from the Secret that its chart makes. Where neither can be read the
 * defaults count, and the notice says why. Rejects only when it was cancelled.
 */
export async function readConfiguration(
  client: KubeClient,
  address: VClusterAddress,
  signal: AbortSignal,
): Promise<Configuration> {
  try {
    const { source, values } = await readRelease(client, address, signal);
    return source === 'none'
      ? assumed(
          l10n.t('Neither a release of Helm nor the Secret {0} was found.', `vc-config-${printable(address.name)}`),
        )
      : { options: { values: parseValues(values) } };
  } catch (error) {
    if (KubeError.is(error, 'cancelled') || signal.aborted) {
      throw error;
    }
    return assumed(printable(OperationError.is(error) ? error.message : asKubeError(error).message));
  }
}
