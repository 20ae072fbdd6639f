import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freePorts } from '../host/freePort.ts';
import type { Programs } from '../host/programs.ts';

const run = promisify(execFile);

/**
 * What a target serves, each on a port of its own: HTTP (`/hello`, `/stat`, `/stream?mb=N`); 10 MiB once the client has ended its
 * half; 10 MiB three seconds after a line; bytes as fast as they are taken; 10 MiB at once after a line; a reader of 3 MB a second.
 */
const kinds = ['http', 'after-end', 'after-line', 'firehose', 'reply', 'sink'] as const;
export type TargetKind = (typeof kinds)[number];

/** The bytes of each reply. */
export const replyBytes = 10 * 2 ** 20;

export interface TargetStat {
  /** Bytes that the firehoses got rid of, and how many of them are open. */
  readonly pushed: number;
  readonly pushing: number;
  /** Bytes that the sink has read. */
  readonly sunk: number;
}

/** Servers to forward to, in a process of their own. */
export class Target {
  readonly #addresses: ReadonlyMap<TargetKind, string>;

  private constructor(addresses: ReadonlyMap<TargetKind, string>) {
    this.#addresses = addresses;
  }

  static async start(programs: Programs, path: string): Promise<Target> {
    const ports = await freePorts(kinds.length);
    const target = new Target(new Map(kinds.map((kind, index) => [kind, `127.0.0.1:${ports[index]}`])));
    const flags = kinds.map((kind, index) => `--${kind}=${ports[index]}`);
    const program = await programs.start('target', path, ['target', ...flags]);
    await program.ready(async () => (await target.stat()).pushing === 0);
    return target;
  }

  address(kind: TargetKind): string {
    return this.#addresses.get(kind) ?? '';
  }

  async stat(): Promise<TargetStat> {
    const answer = await fetch(`http://${this.address('http')}/stat`);
    return (await answer.json()) as TargetStat;
  }
}

/**
 * `stream`: one answer of so many MiB; `many`: so many connections at once, each with one answer; `first`: so many one after another, and
 * the median time to the first line; `half`: a line, the end of the half, and all that comes.
 */
export type Probe = 'stream' | 'many' | 'first' | 'half';

export interface ProbeResult {
  readonly seconds: number;
  readonly bytes: number;
  readonly failed: number;
  readonly error?: string;
  readonly each?: readonly number[];
}

export async function probe(path: string, kind: Probe, address: string, amount: number): Promise<ProbeResult> {
  const { stdout } = await run(path, ['probe', `--kind=${kind}`, `--address=${address}`, `--amount=${amount}`]);
  return JSON.parse(stdout) as ProbeResult;
}
