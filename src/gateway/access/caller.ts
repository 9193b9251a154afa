import type { GatewayRole } from '../../config/gateway-access.js';
import type { RunAddress } from '../../contract/onboarding-id.js';

/** How requests of a caller are counted and logged. */
interface Known {
  /** The key under which its requests are counted. */
  limitKey: string;
  /** Which of several credentials it was, for audit lines: the first 8 hex digits of a key's SHA-256, or a token's id. */
  credential: { keyFingerprint?: string; tokenId?: string };
}

/** A backend or an operator, known by an API key or a JWT. */
export interface ServiceCaller extends Known {
  role: GatewayRole;
  /** The name of the API key, or the subject of the JWT, for audit lines. */
  name: string;
  /** When its credential expires, in ms since 1970; absent for an API key. */
  expiresAtMs?: number;
}

/** The holder of an OTP token: the customer's page. */
export interface PageCaller extends Known {
  role: 'page';
  name: 'otp token';
  expiresAtMs: number;
  /** The one onboarding that the token opens. */
  onboarding: RunAddress;
}

/** Who makes a request. */
export type Caller = ServiceCaller | PageCaller;
export type Role = Caller['role'];
