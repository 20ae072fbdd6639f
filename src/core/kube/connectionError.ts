import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError, type KubeErrorKind } from './error.ts';

/** Where a request went, as it may be shown: without user names and passwords. */
export interface Target {
  readonly server: string;
  readonly proxy?: string;
}

const tlsCodes =
  /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_EXCEEDED|EPROTO|UND_ERR_PRX_TLS)/u;

/** What a failure below HTTP (names, routes, sockets, TLS, HTTP framing) means to the user. `KubeError`s pass through. */
export function connectionError(error: unknown, target: Target): KubeError {
  if (KubeError.is(error)) {
    return error;
  }
  const code = codeOf(error);
  const { kind, message } = explain(code, error, target);
  return new KubeError(kind, message, { cause: error });
}

/** The first `code` in an error, its causes and its parts; an empty string when there is none. */
export function codeOf(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 5) {
    return '';
  }
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  const inner = codeOf(cause, depth + 1) || (Array.isArray(errors) ? codeOf(errors[0], depth + 1) : '');
  const own = typeof code === 'string' ? code : '';
  // undici's own codes say less than the socket's error that they wrap.
  return own.startsWith('UND_ERR_') && inner !== '' ? inner : own || inner;
}

function explain(code: string, error: unknown, target: Target): { kind: KubeErrorKind; message: string } {
  const said = printable(error instanceof Error ? error.message : String(error), 200);
  const where =
    target.proxy === undefined ? target.server : l10n.t('{0} through the proxy {1}', target.server, target.proxy);
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
      return unreachable(
        l10n.t(
          'The host name of {0} is not known. Check the network, the VPN and the address in the kubeconfig.',
          where,
        ),
      );
    case 'ECONNREFUSED':
      return unreachable(
        l10n.t('{0} refuses the connection. Check that the cluster runs and that the port is right.', where),
      );
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return unreachable(l10n.t('{0} cannot be reached. Check the network and the VPN.', where));
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return { kind: 'timeout', message: l10n.t('{0} did not answer in time. Try again later.', where) };
    case 'UND_ERR_HEADERS_OVERFLOW':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return notKubernetes(where);
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return tls(
        l10n.t(
          'The certificate of {0} is not valid at this time ({1}). Check the clock, or renew the certificate.',
          where,
          code,
        ),
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return tls(
        l10n.t(
          'The certificate of {0} is for another name. Correct the address or set tls-server-name in the kubeconfig.',
          where,
        ),
      );
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return tls(
        l10n.t('{0} does not speak TLS. Check the address and the port, or whether it should be http.', where),
      );
    default:
  }
  if (/alert/iu.test(code) && /certificate|unknown_ca/iu.test(code)) {
    return tls(
      l10n.t('{0} does not accept the client certificate ({1}). Renew the user in the kubeconfig.', where, code),
    );
  }
  if (tlsCodes.test(code)) {
    return tls(
      l10n.t(
        'The certificate of {0} is not trusted ({1}). Check certificate-authority-data in the kubeconfig.',
        where,
        code,
      ),
    );
  }
  if (code.startsWith('HPE_') || (error instanceof Error && error.name === 'HTTPParserError')) {
    return notKubernetes(where);
  }
  if (target.proxy !== undefined && /proxy/iu.test(said)) {
    return unreachable(
      l10n.t(
        'The proxy {0} did not open a connection to {1}: {2}. Check proxy-url or HTTPS_PROXY.',
        target.proxy,
        target.server,
        said,
      ),
    );
  }
  return unreachable(l10n.t('The connection to {0} broke: {1}. It is worth trying again.', where, code || said));
}

function unreachable(message: string) {
  return { kind: 'unreachable', message } as const;
}

function tls(message: string) {
  return { kind: 'tls', message } as const;
}

function notKubernetes(where: string) {
  return {
    kind: 'notKubernetes',
    message: l10n.t('{0} does not answer as a Kubernetes API server does. Check the address in the kubeconfig.', where),
  } as const;
}
