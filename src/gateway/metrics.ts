import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of one gateway. Labels hold closed words and route patterns only, never ids or addresses. */
export class GatewayMetrics {
  readonly registry = new Registry();

  readonly requestDuration = new Histogram({
    name: 'onboarding_gateway_request_duration_seconds',
    help: 'Time from a request to its answer; streams of events until their start.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [this.registry],
  });

  readonly refusals = new Counter({
    name: 'onboarding_gateway_refusals_total',
    help: 'Requests that were not let in, by reason.',
    labelNames: ['refusal'] as const,
    registers: [this.registry],
  });

  readonly statusPolls = new Counter({
    name: 'onboarding_gateway_status_polls_total',
    help: 'Looks at an onboarding; one asks the server, and a worker too where the history has grown.',
    registers: [this.registry],
  });

  readonly openRequests = new Gauge({
    name: 'onboarding_gateway_open_requests',
    help: 'Requests that are being answered now, streams of events included.',
    registers: [this.registry],
  });

  readonly openStreams = new Gauge({
    name: 'onboarding_gateway_open_streams',
    help: 'Streams of events that are open now.',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}

/** Measures every answer of a server. */
export function measureRequests(app: FastifyInstance, { requestDuration }: GatewayMetrics): void {
  app.addHook('onSend', (request, reply, _payload, done) => {
    const route = request.routeOptions.url ?? '(none)';
    requestDuration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
    done();
  });
}
