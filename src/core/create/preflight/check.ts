import { asKubeError } from '../../kube/asKubeError.ts';
import type { KubeClient, RequestOptions } from '../../kube/client.ts';
import { KubeError, type KubeErrorKind } from '../../kube/error.ts';
import type { KubeObject, ResourceType } from '../../kube/resource.ts';
import type { CreateChoices } from '../choices.ts';
import type { Finding } from '../finding.ts';

/** What each check of the preflight is given. */
export interface CheckContext {
  readonly client: KubeClient;
  readonly choices: CreateChoices;
  readonly signal: AbortSignal;
}

/** With these nothing can be found out about the cluster at all, so they end the preflight. */
const fatal: readonly KubeErrorKind[] = [
  'cancelled',
  'unreachable',
  'unauthorized',
  'tls',
  'credentials',
  'plugin',
  'kubeconfig',
];

/** What a check found; where the server does not let it look, that is said as a warning. Rejects when there is no server to ask. */
export async function attempt(
  code: string,
  unknown: (reason: string) => string,
  check: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    const problem = asKubeError(error);
    if (fatal.includes(problem.kind)) {
      throw problem;
    }
    return [{ severity: 'warning', code, message: unknown(problem.message) }];
  }
}

/** All objects of one kind in a namespace, or in the cluster. */
export async function listAll(
  { client, signal }: CheckContext,
  type: ResourceType,
  namespace?: string,
  options: RequestOptions = {},
): Promise<readonly KubeObject[]> {
  const items: KubeObject[] = [];
  let next: string | undefined;
  do {
    const page = await client.list(type, namespace, {
      ...options,
      signal,
      query: { limit: 500, ...options.query, continue: next },
    });
    items.push(...page.items);
    next = page.metadata.continue || undefined;
  } while (next !== undefined);
  return items;
}

/** One object; undefined where there is none. */
export async function find(
  { client, signal }: CheckContext,
  type: ResourceType,
  namespace: string | undefined,
  name: string,
  options: RequestOptions = {},
): Promise<KubeObject | undefined> {
  try {
    return await client.get(type, namespace, name, { ...options, signal });
  } catch (error) {
    if (KubeError.is(error, 'notFound')) {
      return undefined;
    }
    throw error;
  }
}
