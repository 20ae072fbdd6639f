import { badRequest, unsupportedMediaType } from './refusal.ts';
import type { Tree } from './tree.ts';

/** The content type of Kubernetes' protobuf encoding. */
export const protobufType = 'application/vnd.kubernetes.protobuf';

/** How a field is read: a text, bytes (base64 in JSON), a number, a flag, a map of texts or bytes, or another message. */
type FieldKind = 'text' | 'bytes' | 'number' | 'flag' | 'textMap' | 'byteMap' | 'ignored' | Message;
type Field = readonly [name: string, kind: FieldKind, repeated?: true];
/** The fields of a message by their numbers. */
interface Message {
  readonly [number: number]: Field;
}

const ownerReference: Message = {
  1: ['kind', 'text'],
  3: ['name', 'text'],
  4: ['uid', 'text'],
  5: ['apiVersion', 'text'],
  6: ['controller', 'flag'],
  7: ['blockOwnerDeletion', 'flag'],
};
const objectMeta: Message = {
  1: ['name', 'text'],
  2: ['generateName', 'text'],
  3: ['namespace', 'text'],
  5: ['uid', 'text'],
  6: ['resourceVersion', 'text'],
  11: ['labels', 'textMap'],
  12: ['annotations', 'textMap'],
  13: ['ownerReferences', ownerReference, true],
  14: ['finalizers', 'text', true],
};
const resourceAttributes: Message = {
  1: ['namespace', 'text'],
  2: ['verb', 'text'],
  3: ['group', 'text'],
  4: ['version', 'text'],
  5: ['resource', 'text'],
  6: ['subresource', 'text'],
  7: ['name', 'text'],
};
const deleteOptions: Message = {
  1: ['gracePeriodSeconds', 'number'],
  2: ['preconditions', { 1: ['uid', 'text'], 2: ['resourceVersion', 'text'] }],
  4: ['propagationPolicy', 'text'],
  5: ['dryRun', 'text', true],
};
const metadata: Field = ['metadata', objectMeta];
const access: Message = {
  1: ['resourceAttributes', resourceAttributes],
  2: ['nonResourceAttributes', { 1: ['path', 'text'], 2: ['verb', 'text'] }],
};
const subjectAccess: Message = { ...access, 3: ['user', 'text'], 4: ['groups', 'text', true], 6: ['uid', 'text'] };

/** The kinds that can be read, with the numbers of k8s.io/api's generated.proto files. */
const messages: Readonly<Record<string, Message>> = {
  Namespace: { 1: metadata, 2: ['spec', { 1: ['finalizers', 'text', true] }] },
  ConfigMap: { 1: metadata, 2: ['data', 'textMap'], 3: ['binaryData', 'byteMap'], 4: ['immutable', 'flag'] },
  Secret: {
    1: metadata,
    2: ['data', 'byteMap'],
    3: ['type', 'text'],
    4: ['stringData', 'textMap'],
    5: ['immutable', 'flag'],
  },
  ServiceAccount: { 1: metadata, 4: ['automountServiceAccountToken', 'flag'] },
  TokenRequest: { 1: metadata, 2: ['spec', { 1: ['audiences', 'text', true], 4: ['expirationSeconds', 'number'] }] },
  TokenReview: { 1: metadata, 2: ['spec', { 1: ['token', 'text'], 2: ['audiences', 'text', true] }] },
  SelfSubjectReview: { 1: metadata },
  SelfSubjectAccessReview: { 1: metadata, 2: ['spec', access] },
  SelfSubjectRulesReview: { 1: metadata, 2: ['spec', { 1: ['namespace', 'text'] }] },
  SubjectAccessReview: { 1: metadata, 2: ['spec', subjectAccess] },
  LocalSubjectAccessReview: { 1: metadata, 2: ['spec', subjectAccess] },
  Eviction: { 1: metadata, 2: ['deleteOptions', deleteOptions] },
  DeleteOptions: deleteOptions,
};

const envelope: Message = { 1: ['typeMeta', { 1: ['apiVersion', 'text'], 2: ['kind', 'text'] }], 2: ['raw', 'bytes'] };
const magic = Buffer.from('k8s\0');

/** Reads the wire format: pairs of field number and value, where a value is a number or a run of bytes. */
class Reader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#position >= this.#bytes.length;
  }

  varint(): number {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#bytes[this.#position];
      if (byte === undefined || shift > 63n) {
        throw badRequest('unexpected EOF');
      }
      this.#position += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) {
        return Number(BigInt.asIntN(64, value));
      }
    }
  }

  field(): readonly [number: number, value: number | Buffer] {
    const key = this.varint();
    const wire = key & 7;
    return [key >>> 3, wire === 0 ? this.varint() : this.#run(wire === 1 ? 8 : wire === 5 ? 4 : this.varint())];
  }

  #run(length: number): Buffer {
    const end = this.#position + length;
    if (length < 0 || end > this.#bytes.length) {
      throw badRequest('unexpected EOF');
    }
    const run = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return run;
  }
}

function entry(bytes: Buffer, kind: 'text' | 'bytes'): Tree {
  const { key = '', value = '' } = message(bytes, { 1: ['key', 'text'], 2: ['value', kind] });
  return { [String(key)]: value };
}

function read(value: number | Buffer, kind: FieldKind): unknown {
  if (typeof value === 'number') {
    return kind === 'flag' ? value !== 0 : value;
  }
  switch (kind) {
    case 'text':
      return value.toString();
    case 'bytes':
      return value.toString('base64');
    case 'textMap':
      return entry(value, 'text');
    case 'byteMap':
      return entry(value, 'bytes');
    default:
      return typeof kind === 'object' ? message(value, kind) : undefined;
  }
}

function message(bytes: Buffer, fields: Message): Tree {
  const result: Record<string, unknown> = {};
  const reader = new Reader(bytes);
  while (!reader.done) {
    const [number, value] = reader.field();
    const [name, kind, repeated] = fields[number] ?? ['', 'ignored'];
    const before = result[name];
    if (kind === 'textMap' || kind === 'byteMap') {
      result[name] = { ...(before as Tree | undefined), ...(read(value, kind) as Tree) };
    } else if (repeated) {
      result[name] = [...(Array.isArray(before) ? before : []), read(value, kind)];
    } else if (kind !== 'ignored') {
      result[name] = read(value, kind);
    }
  }
  return result;
}

/**
 * Reads an object in protobuf, in which kubectl sends what it makes up itself (`create namespace`, `create token`, `auth can-i`).
 * Only kinds without large specs are known; for all others kubectl has `create -f`. Throws a 415 for them, a 400 for broken bytes.
 */
export function readProtobuf(bytes: Buffer): Tree {
  if (!bytes.subarray(0, magic.length).equals(magic)) {
    throw badRequest('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  }
  const outer = message(bytes.subarray(magic.length), envelope);
  const typeMeta = outer['typeMeta'] as { readonly apiVersion?: string; readonly kind?: string } | undefined;
  const { apiVersion = '', kind = '' } = typeMeta ?? {};
  const fields = messages[kind];
  if (!fields) {
    throw unsupportedMediaType(['application/json', 'application/yaml']);
  }
  return { apiVersion, kind, ...message(Buffer.from(String(outer['raw'] ?? ''), 'base64'), fields) };
}
