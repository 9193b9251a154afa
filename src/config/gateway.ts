import { isIP } from 'node:net';
import type { OnboardingPolicy } from '../contract/policy.js';
import type { PayloadKeys } from '../contract/payload-keys.js';
import { readCustomerIdKey, readPolicyDefaults, readTaskQueue } from './client.js';
import { readPayloadKeys } from './encryption.js';
import { isLoopback, isSafeToCall, readEnvironment, type Environment, type EnvironmentReader } from './environment.js';
import { readGatewayAccess, type GatewayAccess } from './gateway-access.js';
import { readBrand, type Brand } from './brand.js';
import { readAllowedOrigins } from './http-callers.js';
import { readTemporalConfig, type TemporalConfig } from './temporal.js';

/** The settings of a gateway. */
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
  /** Its public address, without a path. @default where it listens, which is then a loopback address */
  publicUrl?: URL;
  access: GatewayAccess;
  /** Pages of these origins may call the gateway from a browser, beside its own page. */
  allowedOrigins: readonly string[];
  /** Whose the OTP page is. */
  brand: Brand;
  /** Origins that the OTP page may lead back to. */
  returnOrigins: readonly string[];
  /** Addresses and networks whose `X-Forwarded-*` headers are believed. */
  trustedProxies: readonly string[];
  /** How many new onboardings one customer may have within an hour. */
  startsPerCustomer: number;
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
    const publicUrl = readGatewayPublicUrl(reader, { isRequired: !isLoopback(host) });
    return {
      temporal: readTemporalConfig(reader),
      payloadKeys: readPayloadKeys(reader),
      customerIdKey: readCustomerIdKey(reader),
      taskQueue: readTaskQueue(reader),
      policyDefaults: readPolicyDefaults(reader),
      host,
      port: reader.integer('GATEWAY_PORT', { min: 0, max: MAX_PORT, fallback: DEFAULT_PORT }),
      ...(publicUrl !== undefined && { publicUrl }),
      access: readGatewayAccess(reader),
      allowedOrigins: readAllowedOrigins(reader, 'GATEWAY_ALLOWED_ORIGINS'),
      brand: readBrand(reader),
      returnOrigins: readReturnOrigins(reader),
      trustedProxies: readTrustedProxies(reader),
      startsPerCustomer: reader.integer('GATEWAY_STARTS_PER_CUSTOMER', { min: 1, max: 1_000, fallback: 5 }),
    };
  });
}

/** Reads `GATEWAY_PUBLIC_URL`, the gateway's public address: an origin without a path. */
export function readGatewayPublicUrl(reader: EnvironmentReader, { isRequired }: { isRequired: boolean }) {
  if (!isRequired && reader.optionalText('GATEWAY_PUBLIC_URL') === undefined) return undefined;
  const url = reader.url('GATEWAY_PUBLIC_URL');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    reader.report('GATEWAY_PUBLIC_URL', 'must have no path, no query and no fragment');
  }
  return url;
}

function readReturnOrigins(reader: EnvironmentReader): string[] {
  const isSafe = (entry: string) =>
    URL.canParse(entry) && new URL(entry).origin === entry && isSafeToCall(new URL(entry));
  return reader.list('GATEWAY_RETURN_ORIGINS', {
    parse: (entry) => (isSafe(entry) ? entry : undefined),
    form: 'must be https origins such as https://app.example.com, with commas between (http only on a loopback host)',
  });
}

function readTrustedProxies(reader: EnvironmentReader): string[] {
  return reader.list('GATEWAY_TRUSTED_PROXIES', {
    parse: (entry) => (isNetwork(entry) ? entry : undefined),
    form: 'must be IP addresses and networks, such as 10.0.0.1,10.1.0.0/16',
  });
}

function isNetwork(entry: string): boolean {
  const [address = '', prefix, ...more] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  // A prefix of 0 would trust every peer.
  const isPrefix = (text: string) => /^[1-9]\d{0,2}$/.test(text) && Number(text) <= (version === 4 ? 32 : 128);
  return prefix === undefined || isPrefix(prefix);
}
