import { fin, synStreamFrame } from '../spdy/frame.ts';
import { encodeHeaders } from '../spdy/headerBlock.ts';

/** The numbers of the two streams of a connection. */
export interface PodStreams {
  readonly error: number;
  readonly data: number;
}

/** Those of the nth connection that a transport carries, from 0. The streams of a client have odd numbers, which only rise. */
export function podStreams(nth: number): PodStreams {
  return { error: 4 * nth + 1, data: 4 * nth + 3 };
}

/** The frames that begin that connection to a port: an error stream on which nothing is sent, then a data stream. */
export function openingFrames(port: number, nth: number): Buffer {
  const { error, data } = podStreams(nth);
  const headers = (streamtype: string) =>
    new Map(Object.entries({ streamtype, port: String(port), requestid: String(nth) }));
  return Buffer.concat([
    synStreamFrame(error, fin, encodeHeaders(headers('error'), nth === 0)),
    synStreamFrame(data, 0, encodeHeaders(headers('data'), false)),
  ]);
}
