import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer as createProxy, type IncomingMessage, type Server } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { basename, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { chartRepository } from '../../../src/core/create/chart.ts';
import { CertificateAuthority } from '../../../src/core/playground/certificate.ts';

const run = promisify(execFile);
const chart = join(import.meta.dirname, '..', '..', 'fixtures', 'chart');
const { hostname } = new URL(chartRepository);

/** A repository with one small chart in place of the public one, which helm finds by way of a proxy. */
export interface ChartRepository {
  /** What leads helm there. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Serves the chart of the tests as version `version`; its files are made in `folder`. */
export async function startChartRepository(helm: string, folder: string, version: string): Promise<ChartRepository> {
  await run(helm, ['package', chart, `--version=${version}`, `--destination=${folder}`]);
  await run(helm, ['repo', 'index', folder]);
  const authority = new CertificateAuthority('charts', Date.now());
  const trusted = join(folder, 'charts.crt');
  await writeFile(trusted, authority.cert);
  const files = createServer(authority.server([hostname]), async (request, response) => {
    const content = await readFile(join(folder, basename(request.url ?? ''))).catch(() => undefined);
    response.writeHead(content === undefined ? 404 : 200).end(content);
  });
  const filesPort = await listening(files);
  const open = new Set<Duplex>();
  const proxy = createProxy().on('connect', ({ url }: IncomingMessage, socket: Duplex) => {
    open.add(socket);
    if (url !== `${hostname}:443`) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const target = connect(filesPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(target).pipe(socket);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  const env = {
    HTTPS_PROXY: `http://127.0.0.1:${await listening(proxy)}`,
    NO_PROXY: '127.0.0.1,localhost',
    SSL_CERT_FILE: trusted,
  };
  const close = async (): Promise<void> => {
    for (const socket of open) {
      socket.destroy();
    }
    files.closeAllConnections();
    await Promise.all([files, proxy].map((server) => server.close()));
  };
  return { env, close };
}
