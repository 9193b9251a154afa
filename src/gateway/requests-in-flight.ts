import type { FastifyInstance } from 'fastify';

/** Counts the requests that a server is answering. */
export class RequestsInFlight {
  private count = 0;
  private onSettled: () => void = () => undefined;

  constructor(app: FastifyInstance) {
    app.addHook('onRequest', (_request, reply, done) => {
      this.count += 1;
      // Fastify's onResponse is silent where the caller went away; this event always comes, and once.
      reply.raw.once('close', () => {
        this.count -= 1;
        if (this.count === 0) this.onSettled();
      });
      done();
    });
  }

  /** Resolves when every request that has arrived is answered. */
  async settled(): Promise<void> {
    if (this.count === 0) return;
    await new Promise<void>((resolve) => {
      this.onSettled = resolve;
    });
  }
}
