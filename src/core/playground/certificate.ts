import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate that vouches for itself, with its key, both as PEM. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

const dayMs = 86_400_000;

/** One DER element: tag, length, content. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
}

const sequence = (...contents: readonly Uint8Array[]) => der(0x30, ...contents);
const objectId = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const utf8 = (text: string) => der(0x0c, Buffer.from(text));
const octets = (content: Uint8Array) => der(0x04, content);
const bits = (content: Uint8Array) => der(0x03, Buffer.from([0]), content);
const yes = der(0x01, Buffer.from([0xff]));

/** GeneralizedTime, which holds any year. */
function time(milliseconds: number): Buffer {
  return der(0x18, Buffer.from(`${new Date(milliseconds).toISOString().replace(/[-:T]|\.\d+/g, '')}`));
}

function name(commonName: string): Buffer {
  return sequence(der(0x31, sequence(objectId('550403'), utf8(commonName))));
}

function extensions(): Buffer {
  const basicConstraints = sequence(objectId('551d13'), yes, octets(sequence(yes)));
  // digitalSignature and keyCertSign
  const keyUsage = sequence(objectId('551d0f'), yes, octets(der(0x03, Buffer.from([0x02, 0x84]))));
  const serverAuth = sequence(objectId('551d25'), octets(sequence(objectId('2b06010505070301'))));
  const localhost = der(0x82, Buffer.from('localhost'));
  const loopback = der(0x87, Buffer.from([127, 0, 0, 1]));
  const alternativeNames = sequence(objectId('551d11'), octets(sequence(localhost, loopback)));
  return der(0xa3, sequence(basicConstraints, keyUsage, serverAuth, alternativeNames));
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/**
 * Makes a key (P-256) and a self-signed certificate (RFC 5280) for localhost and 127.0.0.1, good for a year. It is needed since
 * kubectl sends no token over plain HTTP, and Node makes no certificates itself. Both live in memory alone.
 */
export function makeCertificate(now: number): ServerCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));
  // The first bit of a serial number must be 0 and its first byte not.
  const serial = Buffer.concat([Buffer.from([0x42]), randomBytes(15)]);
  const issuer = name('vcluster-playground');
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    issuer,
    sequence(time(now - dayMs), time(now + 365 * dayMs)),
    issuer,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions(),
  );
  const signature = sign('sha256', body, privateKey);
  return {
    cert: pem('CERTIFICATE', sequence(body, ecdsaWithSha256, bits(signature))),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
