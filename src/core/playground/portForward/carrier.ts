import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** What carries a forwarding. `end` says goodbye first, `cut` does not. */
export interface Carrier {
  readonly isOpen: () => boolean;
  readonly end: () => void;
  readonly cut: () => void;
}

export function webSocketCarrier(socket: WebSocket): Carrier {
  return {
    isOpen: () => socket.readyState === socket.OPEN,
    end: () => socket.close(1000),
    cut: () => socket.terminate(),
  };
}

export function streamCarrier(stream: Duplex): Carrier {
  return { isOpen: () => !stream.destroyed, end: () => stream.end(), cut: () => stream.destroy() };
}
