import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * A way to a server that can be cut: what is open is closed, and nothing new gets through. Or its answers are delayed or
 * held back, so that what was asked is done and nobody learns of it.
 */
export class BrokenWay {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private holdsAnswers = false;
  private answerDelayMs = 0;

  private constructor(private readonly server: Server) {}

  static async to(address: string): Promise<BrokenWay> {
    const { hostname, port } = new URL(`tcp://${address}`);
    const server = createServer();
    const way = new BrokenWay(server);
    server.on('connection', (near) => {
      way.join(near, () => connect(Number(port), hostname));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return way;
  }

  /** host:port */
  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** From now on answers come so much later. */
  delayAnswers(ms: number): void {
    this.answerDelayMs = ms;
  }

  /** From now on no answer comes any more, also none that is on its way. */
  holdAnswers(): void {
    this.holdsAnswers = true;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket, open: () => Socket): void {
    if (this.isCut) {
      near.destroy();
      return;
    }
    const far = open();
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      // Either end may go; the other then goes too.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        near.destroy();
        far.destroy();
        this.sockets.delete(socket);
      });
    }
    near.pipe(far);
    far.on('data', (chunk: Buffer) => {
      setTimeout(() => {
        if (!this.holdsAnswers) near.write(chunk);
      }, this.answerDelayMs);
    });
  }
}
