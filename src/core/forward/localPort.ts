import { createServer, type Server } from 'node:net';
import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';

/**
 * A server on a port of 127.0.0.1, a free one when it is 0, that hears each half of a connection end.
 * @throws OperationError `portTaken`
 */
export async function listenLocally(port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve);
    });
  } catch (error) {
    throw portError(port, error);
  }
  return server;
}

function portError(port: number, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE' || code === 'EACCES'
    ? new OperationError(
        'portTaken',
        l10n.t('The local port {0} is in use, or not allowed. Choose another one, or none to get a free one.', port),
        error,
      )
    : error;
}
