import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { OnboardingClient } from '../client/onboarding-client.js';
import type { GatewayEnvironment } from '../config/gateway.js';
import { CLEAR_TEXT_NOTICE } from '../encryption/data-converter.js';
import { listen } from '../process/http-server.js';
import type { Service } from '../process/run-process.js';
import { OtpTokens } from './access/otp-tokens.js';
import { DEFAULT_LIMITS, type GatewayLimits } from './access/rate-limits.js';
import { StartsPerCustomer } from './access/starts-per-customer.js';
import { createGateway } from './create-gateway.js';
import { GatewayMetrics } from './metrics.js';
import { Readiness } from './readiness.js';
import { currentRequestId } from './request-id.js';
import { RequestsInFlight } from './requests-in-flight.js';
import { EndWatch } from './status/end-watch.js';
import { StatusCache } from './status/status-cache.js';
import { within } from './within.js';

/** A gateway that takes requests. */
export interface RunningGateway extends Service {
  /** Where it listens, without a slash at the end. */
  url: string;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** How long a call to Temporal that waits for nothing may take; a caller has given up soon after. */
const TEMPORAL_CALL_MS = 5_000;
/** How long requests that have arrived may take once the gateway is told to stop; waits are cut short then. */
const STOP_WITHIN_MS = 15_000;

/**
 * Starts a gateway as its environment says.
 *
 * @throws TemporalUnavailable, TemporalRefused when Temporal does not answer or refuses the connection; PortNotUsable
 */
export async function startGateway(
  environment: GatewayEnvironment,
  logger: Logger,
  limits: GatewayLimits = DEFAULT_LIMITS,
): Promise<RunningGateway> {
  const { temporal, payloadKeys, customerIdKey, taskQueue, policyDefaults, host, port } = environment;
  if (payloadKeys === 'none') logger.warn(CLEAR_TEXT_NOTICE);
  const client = await OnboardingClient.connect({
    connection: { ...temporal.connection, connectTimeout: CONNECT_TIMEOUT_MS },
    namespace: temporal.namespace,
    payloadKeys,
    customerIdKey,
    taskQueue,
    policyDefaults,
    requestTimeoutMs: TEMPORAL_CALL_MS,
    currentRequestId: () => currentRequestId.getStore(),
  });
  const metrics = new GatewayMetrics();
  const statuses = new StatusCache(client, () => {
    metrics.statusPolls.inc();
  });
  const ends = new EndWatch(client);
  const stopping = new AbortController();
  // Every request that waits listens to it.
  setMaxListeners(0, stopping.signal);
  let listening = '';
  const context = {
    client,
    statuses,
    ends,
    metrics,
    readiness: new Readiness(client),
    otpTokens: new OtpTokens(environment.access.tokenKeys),
    startsPerCustomer: new StartsPerCustomer(environment.startsPerCustomer),
    returnOrigins: environment.returnOrigins,
    publicUrl: () => environment.publicUrl?.origin ?? listening,
    stopping: stopping.signal,
  };
  try {
    const app = await createGateway({ environment, context, limits, logger });
    const inFlight = new RequestsInFlight(app, metrics);
    listening = await listen(app, { host, port }, 'GATEWAY');
    logger.info({ url: listening, startedInMs: Math.round(performance.now()) }, 'gateway ready');
    return {
      url: listening,
      stop: async () => {
        stopping.abort();
        statuses.close();
        ends.close();
        const closed = app.close();
        await within(STOP_WITHIN_MS, inFlight.settled());
        // What is left has not sent a whole request, and may never.
        app.server.closeAllConnections();
        await closed;
        await client.close();
      },
      underWay: () => ({ count: inFlight.underWay, what: 'request', withinMs: STOP_WITHIN_MS }),
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}
