import type { OnboardingClient } from '../client/onboarding-client.js';
import type { OtpTokens } from './access/otp-tokens.js';
import type { StartsPerCustomer } from './access/starts-per-customer.js';
import type { GatewayMetrics } from './metrics.js';
import type { Readiness } from './readiness.js';
import type { EndWatch } from './status/end-watch.js';
import type { StatusCache } from './status/status-cache.js';

/** What the operations of one gateway work with. */
export interface GatewayContext {
  client: OnboardingClient;
  statuses: StatusCache;
  ends: EndWatch;
  otpTokens: OtpTokens;
  startsPerCustomer: StartsPerCustomer;
  /** Origins that the OTP page may lead back to. */
  returnOrigins: readonly string[];
  metrics: GatewayMetrics;
  readiness: Readiness;
  /** How the outside reaches this gateway, without a slash at the end; known once it listens. */
  publicUrl: () => string;
  /** Aborted when the gateway begins to stop: calls that wait are answered with what is known. */
  stopping: AbortSignal;
}
