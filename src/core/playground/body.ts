import type { IncomingMessage } from 'node:http';
import { protobufType, readProtobuf } from './protobuf.ts';
import { badRequest, tooLarge, unsupportedMediaType } from './refusal.ts';

const maxBodyBytes = 3 * 1024 * 1024;

/** The bytes of a request's body. Rejects with a 413 when there are more than kube-apiserver takes, 3 MiB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) {
      throw tooLarge();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The object of a body, in JSON or protobuf; undefined for an empty one. Throws a 415 for other types, a 400 for what cannot be read. */
export function parseBody(bytes: Buffer, contentType: string): unknown {
  if (bytes.length === 0) {
    return undefined;
  }
  if (contentType === protobufType) {
    return readProtobuf(bytes);
  }
  if (!/json|yaml/.test(contentType)) {
    throw unsupportedMediaType(['application/json', 'application/yaml']);
  }
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    throw badRequest(`error decoding the body as JSON, the only format that is read here: ${String(error)}`);
  }
}
