import { join } from 'node:path';
import { request } from 'undici';
import type { RunningProgram } from './childProcess.ts';
import { freePorts } from './freePort.ts';
import type { Programs } from './programs.ts';

const quotaBytes = 6 * 1024 ** 3;

/** The store behind the API server, on 127.0.0.1, without a disk's guarantees. */
export class Etcd {
  readonly url: string;
  readonly #program: RunningProgram;

  private constructor(url: string, program: RunningProgram) {
    this.url = url;
    this.#program = program;
  }

  static async start(path: string, programs: Programs): Promise<Etcd> {
    const [client, peer] = await freePorts(2);
    const url = `http://127.0.0.1:${client}`;
    const peerUrl = `http://127.0.0.1:${peer}`;
    const args = [
      '--name=host',
      `--data-dir=${join(programs.folder, 'etcd')}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=host=${peerUrl}`,
      '--unsafe-no-fsync',
      '--snapshot-count=100000',
      `--quota-backend-bytes=${quotaBytes}`,
      '--log-level=warn',
    ];
    const etcd = new Etcd(url, await programs.start('etcd', path, args));
    await etcd.#program.ready(async () => (await etcd.revision()) > 0);
    return etcd;
  }

  /** The newest revision, which is what Kubernetes calls the resource version of a list. */
  async revision(): Promise<number> {
    const answer = await this.#post('/v3/kv/range', { key: Buffer.from('/').toString('base64'), keys_only: true });
    return Number(answer.header?.revision);
  }

  /** Forgets every revision before the newest, and gives that one. */
  async compact(): Promise<number> {
    const revision = await this.revision();
    await this.#post('/v3/kv/compaction', { revision: String(revision), physical: true });
    return revision;
  }

  async #post(path: string, body: unknown): Promise<{ header?: { revision?: string } }> {
    const answer = await request(`${this.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) {
      throw new Error(`etcd answered ${answer.statusCode} to ${path}: ${text}`);
    }
    return JSON.parse(text) as { header?: { revision?: string } };
  }
}
