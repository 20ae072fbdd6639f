import type { KubeClient } from '../../kube/client.ts';
import type { CreateChoices } from '../choices.ts';
import type { Finding } from '../finding.ts';
import type { CheckContext } from './check.ts';
import { checkHostVersion } from './hostVersionCheck.ts';
import { checkIngressClass } from './ingressCheck.ts';
import { checkNamespaceState, checkNeighbours } from './namespaceCheck.ts';
import { checkPermissions } from './permissionCheck.ts';
import { checkQuota } from './quotaCheck.ts';
import { checkOldVolumes, checkRelease } from './releaseCheck.ts';
import { checkStorageClass } from './storageCheck.ts';
import { checkTools, type Tools } from './toolCheck.ts';

/**
 * Asks the host cluster what stands in the way of what was chosen: a line for each thing looked at, those that are well among them.
 * What the server does not tell is a warning. All is asked at once; nothing is changed. The choices should pass `checkChoices`
 * before.
 * @throws KubeError when there is no server to ask, or `cancelled`
 */
export async function preflight(
  client: KubeClient,
  choices: CreateChoices,
  tools: Tools,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const context: CheckContext = { client, choices, signal };
  const namespace = checkNamespaceState(context);
  const found = await Promise.all([
    checkTools(choices, tools),
    checkHostVersion(context),
    namespace.then(({ state }) => checkPermissions(context, state)),
    namespace.then(({ findings }) => findings),
    checkNeighbours(context),
    checkRelease(context),
    checkOldVolumes(context),
    checkQuota(context),
    checkStorageClass(context),
    checkIngressClass(context),
  ]);
  return found.flat();
}
