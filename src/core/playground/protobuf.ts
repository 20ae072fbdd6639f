import { type FieldKind, type Message, messages } from './protobufMessage.ts';
import { badRequest, unsupportedMediaType } from './refusal.ts';
import type { Tree } from './tree.ts';

/** The content type of Kubernetes' protobuf encoding. */
export const protobufType = 'application/vnd.kubernetes.protobuf';

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
 * Reads an object in protobuf, in which kubectl sends what it makes up itself (`create namespace`, `create deployment`, `auth can-i`).
 * Only what it makes up so is known; for all others kubectl has `create -f`. Throws a 415 for them, a 400 for broken bytes.
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
