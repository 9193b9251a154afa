import type { OnboardingPolicy } from '../contract/policy.js';
import type { PayloadKeys } from '../contract/payload-keys.js';
import { readCustomerIdKey, readPolicyDefaults, readTaskQueue } from './client.js';
import { readPayloadKeys } from './encryption.js';
import { readEnvironment, type Environment, type EnvironmentReader } from './environment.js';
import { readGatewayAccess, type GatewayAccess } from './gateway-access.js';
import { readAllowedOrigins, readTrustedProxies } from './gateway-network.js';
import { readGatewayPublicUrl } from './public-url.js';
import { readTemporalConfig, type TemporalConfig } from './temporal.js';

/** All that a gateway is told by its environment. */
export interface GatewayEnvironment {
  temporal: TemporalConfig;
  payloadKeys: PayloadKeys;
  customerIdKey: Uint8Array;
  taskQueue: string;
  policyDefaults: Partial<OnboardingPolicy>;
  /** Where the gateway listens. */
  host: string;
  /** 0: any free port. */
  port: number;
  /** How the outside reaches it, without a path; absent: where it listens, which is a loopback address then. */
  publicUrl?: URL;
  access: GatewayAccess;
  /** Pages of these origins may call the gateway from a browser, beside its own page. */
  allowedOrigins: readonly string[];
  /** Addresses and networks whose `X-Forwarded-*` headers are believed. */
  trustedProxies: readonly string[];
}

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 8080;
const MAX_PORT = 65_535;

/**
 * Reads a gateway's environment.
 *
 * @throws {EnvironmentError} that lists every variable that is missing or wrong.
 */
export function readGatewayEnvironment(env: Environment = process.env): GatewayEnvironment {
  return readEnvironment(env, (reader) => {
    const host = reader.optionalText('GATEWAY_HOST') ?? DEFAULT_HOST;
    const publicUrl = readPublicUrl(reader, host);
    return {
      temporal: readTemporalConfig(reader, env),
      payloadKeys: readPayloadKeys(reader),
      customerIdKey: readCustomerIdKey(reader),
      taskQueue: readTaskQueue(reader),
      policyDefaults: readPolicyDefaults(reader),
      host,
      port: reader.integer('GATEWAY_PORT', { min: 0, max: MAX_PORT, fallback: DEFAULT_PORT }),
      ...(publicUrl !== undefined && { publicUrl }),
      access: readGatewayAccess(reader),
      allowedOrigins: readAllowedOrigins(reader),
      trustedProxies: readTrustedProxies(reader),
    };
  });
}

function readPublicUrl(reader: EnvironmentReader, host: string): URL | undefined {
  const isReachableOnlyHere = host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
  return readGatewayPublicUrl(reader, { isRequired: !isReachableOnlyHere });
}
