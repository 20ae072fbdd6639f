import { type PeerCertificate, TLSSocket } from 'node:tls';
import type { Identity } from './authentication.ts';

/** Who the certificate of a connection speaks for, if the server asks for one and it is good. */
export function certified(socket: unknown): Identity | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) {
    return undefined;
  }
  // A session that is taken up again counts as authorized, whether there ever was a certificate or not.
  const { subject }: Partial<PeerCertificate> = socket.getPeerCertificate();
  if (subject === undefined) {
    return undefined;
  }
  const groups = [subject.O].flat().filter((one) => typeof one === 'string');
  const [user = ''] = [subject.CN].flat();
  return { user, groups: [...groups, 'system:authenticated'] };
}
