import { fin, synStreamFrame } from '../spdy/frame.ts';
import { encodeHeaders } from '../spdy/headerBlock.ts';

/** The streams of the one connection that a transport carries. Those of the client have odd numbers. */
export const podStreams = { error: 1, data: 3 } as const;

/** The frames that begin a connection to a port: an error stream on which nothing is sent, then a data stream. */
export function openingFrames(port: number): Buffer {
  const headers = (streamtype: string) => new Map(Object.entries({ streamtype, port: String(port), requestid: '0' }));
  return Buffer.concat([
    synStreamFrame(podStreams.error, fin, encodeHeaders(headers('error'), true)),
    synStreamFrame(podStreams.data, 0, encodeHeaders(headers('data'), false)),
  ]);
}
