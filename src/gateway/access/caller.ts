import type { GatewayRole } from '../../config/gateway-access.js';
import type { RunAddress } from '../../contract/onboarding-id.js';

/** A backend or an operator, known by an API key or a JWT. */
export interface ServiceCaller {
  role: GatewayRole;
  /** Whose key, or the subject of the JWT; for audit lines. */
  name: string;
  /** What its requests are counted under. */
  limitKey: string;
  /** When its credential ends, in ms since 1970; absent where it does not. */
  expiresAtMs?: number;
}

/** The holder of an OTP token: the customer's page. */
export interface PageCaller {
  role: 'page';
  name: 'otp token';
  limitKey: string;
  expiresAtMs: number;
  /** The one onboarding that the token opens. */
  onboarding: RunAddress;
}

/** Who makes a request. */
export type Caller = ServiceCaller | PageCaller;
export type Role = Caller['role'];
