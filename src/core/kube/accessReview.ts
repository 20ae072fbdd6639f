import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { asKubeError } from './asKubeError.ts';
import type { KubeClient, RequestOptions } from './client.ts';
import { KubeError, type Permission } from './error.ts';

/** Whether this user may do something. `reason` is the server's, `why` says why nothing is known. */
export type Access =
  | { readonly state: 'allowed' }
  | { readonly state: 'denied'; readonly reason: string }
  | { readonly state: 'unknown'; readonly why: KubeError };

const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** Asks the API server whether it would allow something to this user (SelfSubjectAccessReview). Never rejects. */
export async function reviewAccess(
  client: KubeClient,
  permission: Permission,
  options: RequestOptions = {},
): Promise<Access> {
  const [resource, ...subresource] = permission.resource.split('/');
  const resourceAttributes = {
    verb: permission.verb,
    group: permission.group,
    resource,
    ...(subresource.length === 0 ? {} : { subresource: subresource.join('/') }),
    ...(permission.namespace === undefined ? {} : { namespace: permission.namespace }),
  };
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes },
  };
  try {
    return accessOf(await client.request('POST', path, review, options));
  } catch (error) {
    return { state: 'unknown', why: asKubeError(error) };
  }
}

function accessOf(answer: unknown): Access {
  const status = (answer as { status?: { allowed?: unknown; reason?: unknown; evaluationError?: unknown } } | null)
    ?.status;
  const reason = typeof status?.reason === 'string' ? printable(status.reason) : '';
  if (status?.allowed === true) {
    return { state: 'allowed' };
  }
  if (typeof status?.evaluationError === 'string' && status.evaluationError !== '') {
    return {
      state: 'unknown',
      why: new KubeError(
        'server',
        l10n.t('The API server could not decide whether this is allowed: {0}', printable(status.evaluationError)),
      ),
    };
  }
  return typeof status?.allowed === 'boolean'
    ? { state: 'denied', reason }
    : {
        state: 'unknown',
        why: new KubeError('notKubernetes', l10n.t('The API server did not say whether this is allowed.')),
      };
}
