import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { bits, der, objectId, octets, pem, sequence, time, utf8, yes } from './der.ts';

/** A certificate with its key, both as PEM. */
export interface KeyedCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Whom a certificate is for; the organisation is what Kubernetes takes for a group. */
interface Subject {
  readonly commonName: string;
  readonly organization?: string;
}

interface Request {
  readonly subject: Subject;
  readonly issuer: Subject;
  readonly extensions: readonly Buffer[];
  readonly now: number;
}

const dayMs = 86_400_000;
const loopback: readonly string[] = ['localhost', '127.0.0.1'];

const usages = {
  digitalSignature: bits(Buffer.from([0x80]), 7),
  /** digitalSignature and keyCertSign */
  authority: bits(Buffer.from([0x84]), 2),
};

function name({ commonName, organization }: Subject): Buffer {
  const part = (oid: string, text: string) => der(0x31, sequence(objectId(oid), utf8(text)));
  return sequence(...(organization ? [part('55040a', organization)] : []), part('550403', commonName));
}

const isAuthority = sequence(objectId('551d13'), yes, octets(sequence(yes)));
const keyUsage = (usage: Buffer) => sequence(objectId('551d0f'), yes, octets(usage));
const extendedUsage = (oid: string) => sequence(objectId('551d25'), octets(sequence(objectId(oid))));
const serverAuth = extendedUsage('2b06010505070301');
const clientAuth = extendedUsage('2b06010505070302');

function alternativeNames(hosts: readonly string[]): Buffer {
  const names = hosts.map((host) =>
    isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host)),
  );
  return sequence(objectId('551d11'), octets(sequence(...names)));
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

function keyPair(): KeyPair {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** A certificate (RFC 5280), good for a year, signed with ECDSA and SHA-256. */
function certificate({ subject, issuer, extensions, now }: Request, own: KeyPair, signer: KeyObject): KeyedCertificate {
  const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));
  // The first bit of a serial number must be 0 and its first byte not.
  const serial = Buffer.concat([Buffer.from([0x42]), randomBytes(15)]);
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    name(issuer),
    sequence(time(now - dayMs), time(now + 365 * dayMs)),
    name(subject),
    own.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  return {
    cert: pem('CERTIFICATE', sequence(body, ecdsaWithSha256, bits(sign('sha256', body, signer)))),
    key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/**
 * Makes a key (P-256) and a self-signed certificate for localhost and 127.0.0.1. It is needed since kubectl sends no token
 * over plain HTTP, and Node makes no certificates itself. Both live in memory alone.
 */
export function makeCertificate(now: number): KeyedCertificate {
  const own = keyPair();
  const subject = { commonName: 'vcluster-playground' };
  const extensions = [isAuthority, keyUsage(usages.authority), serverAuth, alternativeNames(loopback)];
  return certificate({ subject, issuer: subject, extensions, now }, own, own.privateKey);
}

/** An authority in memory, and what it signs: certificates of servers and of users. */
export class CertificateAuthority {
  /** PEM of its own certificate. */
  readonly cert: string;
  readonly #issuer: Subject;
  readonly #key: KeyObject;
  readonly #now: number;

  constructor(commonName: string, now: number) {
    const own = keyPair();
    this.#issuer = { commonName };
    this.#key = own.privateKey;
    this.#now = now;
    const extensions = [isAuthority, keyUsage(usages.authority)];
    this.cert = certificate({ subject: this.#issuer, issuer: this.#issuer, extensions, now }, own, own.privateKey).cert;
  }

  /** A certificate for a server that is called by these names and IPv4 addresses, beside localhost and 127.0.0.1. */
  server(hosts: readonly string[]): KeyedCertificate {
    const names = alternativeNames([...new Set([...loopback, ...hosts])]);
    return this.#sign({ commonName: 'kube-apiserver' }, [keyUsage(usages.digitalSignature), serverAuth, names]);
  }

  /** A certificate by which a user of a group signs in. */
  client(commonName: string, organization: string): KeyedCertificate {
    return this.#sign({ commonName, organization }, [keyUsage(usages.digitalSignature), clientAuth]);
  }

  #sign(subject: Subject, extensions: readonly Buffer[]): KeyedCertificate {
    return certificate({ subject, issuer: this.#issuer, extensions, now: this.#now }, keyPair(), this.#key);
  }
}
