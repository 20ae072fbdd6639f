import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError, type KubeErrorDetail, type Permission } from './error.ts';

/** An answer other than 2xx. `retryAfter` is the header as it came. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string;
  readonly retryAfter?: string;
  readonly permission?: Permission;
}

/** The parts of a `v1.Status` that are used. */
interface StatusObject {
  readonly code?: unknown;
  readonly reason?: unknown;
  readonly message?: unknown;
  readonly details?: { readonly retryAfterSeconds?: unknown };
}

/** Turns an answer other than 2xx into the error that says what to do about it. */
export function statusError(refusal: Refusal, server: string, now: number): KubeError {
  const status = parseStatus(refusal.body);
  const html = /html/iu.test(refusal.contentType ?? '') || /^\s*</u.test(refusal.body);
  if (status === undefined && refusal.status < 500 && refusal.status !== 401 && (html || refusal.status < 400)) {
    return notKubernetes(server, l10n.t('HTTP {0}', refusal.status), { status: refusal.status });
  }
  const said = status === undefined ? (html ? '' : printable(refusal.body)) : text(status.message);
  const retryAfterMs = retryAfter(refusal.retryAfter, now) ?? seconds(status?.details?.retryAfterSeconds);
  return errorFor(refusal.status, said, server, {
    status: refusal.status,
    ...(typeof status?.reason === 'string' ? { reason: printable(status.reason, 100) } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(refusal.permission === undefined ? {} : { permission: refusal.permission }),
  });
}

/** The error that an `ERROR` event of a watch stands for; its object is a Status. */
export function watchError(object: object, server: string, permission: Permission | undefined): KubeError {
  const status: StatusObject = object;
  const code = typeof status.code === 'number' ? status.code : 500;
  const retryAfterMs = seconds(status.details?.retryAfterSeconds);
  return errorFor(code, text(status.message), server, {
    status: code,
    ...(typeof status.reason === 'string' ? { reason: printable(status.reason, 100) } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(permission === undefined ? {} : { permission }),
  });
}

/** For answers that no Kubernetes API server gives: web pages, cut-off or other JSON, endless replies. */
export function notKubernetes(server: string, what: string, detail: KubeErrorDetail = {}): KubeError {
  const message = l10n.t(
    '{0} does not answer as a Kubernetes API server does ({1}). Check the address in the kubeconfig, and whether a proxy or a sign-in page is in between.',
    server,
    what,
  );
  return new KubeError('notKubernetes', message, detail);
}

/** A `Retry-After` header, seconds or an HTTP date, as milliseconds from `now`; undefined when there is none or it is broken. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === '') {
    return undefined;
  }
  const until = /^\s*\d+\s*$/u.test(header) ? now + Number(header) * 1000 : Date.parse(header);
  return Number.isNaN(until) ? undefined : Math.max(0, until - now);
}

function errorFor(status: number, said: string, server: string, found: KubeErrorDetail): KubeError {
  const { permission, ...rest } = found;
  const detail: KubeErrorDetail = said === '' ? rest : { ...rest, cause: new Error(said) };
  const answer = said || l10n.t('HTTP {0}', status);
  switch (status) {
    case 401:
      return new KubeError(
        'unauthorized',
        l10n.t('{0} does not accept the credentials. Sign in again, or renew the user in the kubeconfig.', server),
        detail,
      );
    case 403:
      return new KubeError(
        'forbidden',
        forbidden(permission, answer),
        permission === undefined ? detail : { ...detail, permission },
      );
    case 404:
      return new KubeError('notFound', l10n.t('Not found: {0}. Refresh, it may have been deleted.', answer), detail);
    case 409:
      return new KubeError(
        'conflict',
        l10n.t('It was changed by someone else in the meantime: {0}. Refresh and try again.', answer),
        detail,
      );
    case 410:
      return new KubeError(
        'expired',
        l10n.t('The API server no longer holds this version: {0}. It has to be listed again.', answer),
        detail,
      );
    case 429:
      return new KubeError('throttled', l10n.t('{0} is busy and asks to wait: {1}', server, answer), detail);
    default:
  }
  return status >= 500
    ? new KubeError(
        'server',
        l10n.t('{0} failed to answer ({1}): {2}. Try again later.', server, status, answer),
        detail,
      )
    : new KubeError('invalid', l10n.t('{0} refused the request: {1}', server, answer), detail);
}

function forbidden(permission: Permission | undefined, answer: string): string {
  if (permission === undefined) {
    return l10n.t('Not allowed: {0}. Ask an administrator of the cluster for the permission.', answer);
  }
  const { verb, group, resource, namespace } = permission;
  const what = group === '' ? resource : `${resource}.${group}`;
  return namespace === undefined
    ? l10n.t(
        'Not allowed to {0} {1} in the whole cluster. Ask an administrator for the permission, or name namespaces in the settings.',
        verb,
        printable(what, 200),
      )
    : l10n.t(
        'Not allowed to {0} {1} in namespace {2}. Ask an administrator of the cluster for the permission.',
        verb,
        printable(what, 200),
        printable(namespace, 100),
      );
}

function parseStatus(body: string): StatusObject | undefined {
  try {
    const value = JSON.parse(body) as (StatusObject & { readonly kind?: unknown }) | null;
    return value?.kind === 'Status' ? value : undefined;
  } catch {
    return undefined;
  }
}

function text(message: unknown): string {
  return typeof message === 'string' ? printable(message) : '';
}

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value * 1000 : undefined;
}
