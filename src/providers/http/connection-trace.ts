import { AsyncLocalStorage } from 'node:async_hooks';
import type { Duplex } from 'node:stream';

/**
 * Follows the connection of one call. It tells for certain whether anything of the request can have been sent: nothing
 * leaves this machine before TCP, and TLS where the URL asks for it, are established.
 */
export class ConnectionTrace {
  private socket?: Duplex;
  private isEstablished = false;
  private readonly abandoning = new AbortController();

  /** `onClose` is called when the connection ends while the call is still under way. */
  constructor(private readonly onClose: () => void) {}

  /** Whether the connection stood at some time during the call; a kept one does so from the beginning. */
  get established(): boolean {
    return this.isEstablished;
  }

  /** Aborted once the call has ended and its connection, which may still be on its way through a proxy, is of no use. */
  get abandoned(): AbortSignal {
    return this.abandoning.signal;
  }

  follow(socket: Duplex, establishedBy?: 'connect' | 'secureConnect'): void {
    this.socket = socket;
    socket.on('close', this.onClose);
    if (establishedBy === undefined) this.isEstablished = true;
    else socket.once(establishedBy, () => (this.isEstablished = true));
  }

  /** Ends the following; a connection that is not `reusable` is closed at once. */
  release({ reusable }: { reusable: boolean }): void {
    this.socket?.off('close', this.onClose);
    if (reusable) return;
    this.socket?.destroy();
    this.abandoning.abort();
  }
}

const tracedCall = new AsyncLocalStorage<ConnectionTrace>();

/** Runs one request; its agent reports the connection it takes to `trace`. */
export function withTrace<T>(trace: ConnectionTrace, request: () => T): T {
  return tracedCall.run(trace, request);
}

/** The trace of the request being made now. */
export function currentTrace(): ConnectionTrace | undefined {
  return tracedCall.getStore();
}

/** Follows a new connection for the request being made now; without `establishedBy` it stands already. */
export function traceNew<Socket extends Duplex | null | undefined>(
  socket: Socket,
  establishedBy?: 'connect' | 'secureConnect',
): Socket {
  if (socket) {
    currentTrace()?.follow(socket, establishedBy);
    // A socket may fail after its request is done with it; without a listener that would end the process.
    socket.on('error', () => undefined);
  }
  return socket;
}
