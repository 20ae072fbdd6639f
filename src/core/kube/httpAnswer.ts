import type { IncomingHttpHeaders } from 'node:http';

/** The beginning of an answer by HTTP/1.1. */
export interface AnswerHead {
  readonly status: number;
  /** By names in small letters; what came several times is joined. */
  readonly headers: IncomingHttpHeaders;
  /** What has arrived after it. */
  readonly rest: Buffer;
}

const maxHeadBytes = 64 * 1024;
const statusLine = /^HTTP\/1\.[01] (\d{3})(?: .*)?$/u;
const headerLine = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/u;

/** Has the name that undici gives to what is no HTTP. */
class HttpParserError extends Error {
  override readonly name = 'HTTPParserError';
}

/** The head at the beginning of the bytes; undefined while it is not whole. Throws for what is no HTTP. */
export function headIn(bytes: Buffer): AnswerHead | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (
    end > maxHeadBytes ||
    (end < 0 && (bytes.length > maxHeadBytes || !'HTTP/1.'.startsWith(bytes.toString('latin1', 0, 7))))
  ) {
    throw new HttpParserError('no answer by HTTP/1.1');
  }
  if (end < 0) {
    return undefined;
  }
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(statusLine.exec(first)?.[1] ?? Number.NaN);
  const headers: Record<string, string> = Object.create(null);
  for (const line of lines) {
    const [, name, value = ''] = headerLine.exec(line) ?? [];
    if (name === undefined) {
      throw new HttpParserError('no header of HTTP/1.1');
    }
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  }
  if (Number.isNaN(status)) {
    throw new HttpParserError('no status of HTTP/1.1');
  }
  return { status, headers, rest: bytes.subarray(end + 4) };
}

/** The body after a head, and whether that is all of it; without a length it ends with the connection. */
export function bodyOf({ status, headers, rest }: AnswerHead): { readonly body: Buffer; readonly whole: boolean } {
  if (status === 204 || status === 304) {
    return { body: Buffer.alloc(0), whole: true };
  }
  if (/\bchunked\b/iu.test(headers['transfer-encoding'] ?? '')) {
    return unchunked(rest);
  }
  const length = Number(headers['content-length'] ?? Number.POSITIVE_INFINITY);
  return { body: rest.subarray(0, length), whole: rest.length >= length };
}

function unchunked(bytes: Buffer): { readonly body: Buffer; readonly whole: boolean } {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const line = bytes.indexOf('\r\n', at);
    const size = line < 0 ? Number.NaN : Number.parseInt(bytes.toString('latin1', at, line), 16);
    if (Number.isNaN(size) || size === 0) {
      return { body: Buffer.concat(parts), whole: size === 0 };
    }
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}
