import { pipeline, type Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import type { Dispatcher } from 'undici';
import type { KubeError } from './error.ts';
import { ItemSplitter } from './itemSplitter.ts';
import { notKubernetes } from './statusError.ts';

type Answer = Dispatcher.ResponseData;

/** How long to keep the event loop busy at a time when taking in a list. */
const sliceMs = 12;

/** The body as it was meant, unpacked if the server packed it. */
export function unpacked({ headers, body }: Answer): Readable {
  if (!/\bgzip\b/iu.test(String(headers['content-encoding'] ?? ''))) {
    return body;
  }
  const gunzip = createGunzip();
  pipeline(body, gunzip, () => undefined);
  return gunzip;
}

/** The chunks of a body, unpacked. Rejects with `notKubernetes` as soon as they are more than `maxBytes`. */
async function* chunksOf(answer: Answer, maxBytes: number, server: string): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of unpacked(answer) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      throw notKubernetes(server, l10n.t('an answer of more than {0} MiB', Math.floor(maxBytes / 2 ** 20)));
    }
    yield chunk;
  }
}

/** The whole body as text. Rejects with `notKubernetes` as soon as it is longer than `maxBytes`, unpacked. */
export async function readText(answer: Answer, maxBytes: number, server: string): Promise<string> {
  const decoder = new StringDecoder('utf8');
  let text = '';
  for await (const chunk of chunksOf(answer, maxBytes, server)) {
    // Decoded piece by piece: chunks that are kept until the end are what the process's memory would grow by, and keep.
    text += decoder.write(chunk);
  }
  return text + decoder.end();
}

/**
 * Reads a Kubernetes list and hands over each item as soon as it is there. Gives the list without its items. Lets the event loop run
 * after every few milliseconds.
 */
export async function readList(
  answer: Answer,
  maxBytes: number,
  server: string,
  take: (item: unknown) => void,
  signal: AbortSignal,
): Promise<unknown> {
  const splitter = new ItemSplitter();
  let started = performance.now();
  for await (const chunk of chunksOf(answer, maxBytes, server)) {
    for (const item of splitter.write(chunk)) {
      take(parseAnswer(item, server));
      if (performance.now() - started > sliceMs) {
        await setImmediate();
        signal.throwIfAborted();
        started = performance.now();
      }
    }
  }
  return parseAnswer(splitter.end(), server);
}

/** As much of a body as fits into `maxBytes`; what is wrong with the rest does not matter. For error texts. */
export async function readSome(answer: Answer, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of unpacked(answer) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= maxBytes) {
        break;
      }
    }
  } catch {
    // What has arrived says enough.
  }
  return Buffer.concat(chunks, size).toString('utf8', 0, maxBytes);
}

/** Parses JSON; throws `notKubernetes` for anything else. */
export function parseAnswer(text: string, server: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(text, server, cause);
  }
}

function unreadable(text: string, server: string, cause: unknown): KubeError {
  const what = /^\s*</u.test(text)
    ? l10n.t('a web page')
    : text.trim() === ''
      ? l10n.t('an empty answer')
      : l10n.t('no complete JSON');
  return notKubernetes(server, what, { cause });
}
