import type { KubeconfigUser } from '../kubeconfig/model.ts';

// RFC 9110, section 5.6.2: what a token may hold; the percent sign is left out, since it is what escapes begin with.
const tokenByte = /[\w!#$&'*+.^`|~-]/;

/** The key of an extra as a part of a header name: other bytes of its UTF-8 percent-encoded, as API servers decode it. */
function escapedKey(key: string): string {
  return [...Buffer.from(key, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return tokenByte.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** HTTP headers go out as Latin-1, while API servers read UTF-8. */
function headerValue(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/**
 * The headers by which a user acts as another one. They go out also where `Impersonate-User` is missing: the API server
 * refuses that, as is right, since nobody shall act with other rights than the kubeconfig asks for.
 */
export function impersonationHeaders(user: KubeconfigUser): Readonly<Record<string, string | readonly string[]>> {
  const { impersonateUser: name, impersonateUid: uid, impersonateGroups: groups = [], impersonateExtra = {} } = user;
  const extras = Object.entries(impersonateExtra).filter(([, values]) => values.length > 0);
  return {
    ...(name === undefined ? {} : { 'Impersonate-User': headerValue(name) }),
    ...(uid === undefined ? {} : { 'Impersonate-Uid': headerValue(uid) }),
    ...(groups.length > 0 ? { 'Impersonate-Group': groups.map(headerValue) } : {}),
    ...Object.fromEntries(
      extras.map(([key, values]) => [`Impersonate-Extra-${escapedKey(key)}`, values.map(headerValue)]),
    ),
  };
}
