import type { FastifyInstance } from 'fastify';
import type { GatewayMetrics } from './metrics.js';

/** Counts the requests that a server is answering. */
export class RequestsInFlight {
  private count = 0;
  private onSettled: () => void = () => undefined;

  constructor(app: FastifyInstance, { openRequests }: GatewayMetrics) {
    app.addHook('onRequest', (_request, reply, done) => {
      this.count += 1;
      openRequests.inc();
      // Fastify's onResponse is silent where the caller went away; this event always comes, and once.
      reply.raw.once('close', () => {
        this.count -= 1;
        openRequests.dec();
        if (this.count === 0) this.onSettled();
      });
      done();
    });
  }

  /** How many there are. */
  get underWay(): number {
    return this.count;
  }

  /** Resolves when every request that has arrived is answered. */
  async settled(): Promise<void> {
    if (this.count === 0) return;
    await new Promise<void>((resolve) => {
      this.onSettled = resolve;
    });
  }
}
