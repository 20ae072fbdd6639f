import { TLSSocket } from 'node:tls';
import type { Identity } from './authentication.ts';

/** Who the certificate of a connection speaks for, if the server asks for one and it is good. */
export function certified(socket: unknown): Identity | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) {
    return undefined;
  }
  const { subject } = socket.getPeerCertificate();
  const groups = [subject.O].flat().filter((one) => typeof one === 'string');
  const [user = ''] = [subject.CN].flat();
  return { user, groups: [...groups, 'system:authenticated'] };
}
