import { decodeBase64, type EnvironmentReader } from './environment.js';
import { readJwtTrust, type JwtTrust } from './http-callers.js';

/** The roles of API keys and JWTs. */
export const GATEWAY_ROLES = ['backend', 'operator'] as const;
export type GatewayRole = (typeof GATEWAY_ROLES)[number];

/** One API key, of which only the hash is known. */
export interface ApiKeyEntry {
  /** The owner of the key, for audit lines. Keys of one name may live side by side, for rotation. */
  name: string;
  role: GatewayRole;
  /** SHA-256 of the key. */
  sha256: Buffer;
}

/** The credentials that the gateway accepts. */
export interface GatewayAccess {
  apiKeys: readonly ApiKeyEntry[];
  jwt?: JwtTrust;
  /** Keys of the OTP tokens: the first signs, all verify. */
  tokenKeys: readonly [Buffer, ...Buffer[]];
}

const API_KEYS_FORM =
  'must be name:role:sha256hex,… with a name of letters, digits, ".", "_" and "-", the role backend or operator, and ' +
  'the SHA-256 of the key in hex (printf %s KEY | sha256sum), each hash once';
const TOKEN_KEYS_FORM =
  'must be base64,base64,… of at least 32 bytes each (openssl rand -base64 32), each with or without id: in front';
const MIN_TOKEN_KEY_BYTES = 32;

/** Reads the API keys, the trusted issuer of JWTs, and the keys of the OTP tokens. */
export function readGatewayAccess(reader: EnvironmentReader): GatewayAccess {
  const apiKeys = reader.list('GATEWAY_API_KEYS', {
    parse: parseApiKey,
    form: API_KEYS_FORM,
    identity: ({ sha256 }) => sha256.toString('hex'),
  });
  const jwt = readJwtTrust(reader, 'GATEWAY');
  if (apiKeys.length === 0 && jwt === undefined && !reader.isReported('GATEWAY_API_KEYS')) {
    const ways = 'is required, or GATEWAY_JWT_ISSUER with GATEWAY_JWT_AUDIENCE and GATEWAY_JWKS_URL';
    reader.report('GATEWAY_API_KEYS', `${ways}: without any of them no backend can call. It ${API_KEYS_FORM}`);
  }
  const tokenKeys = reader.requiredList('GATEWAY_TOKEN_KEYS', Buffer.alloc(MIN_TOKEN_KEY_BYTES), {
    parse: parseTokenKey,
    form: TOKEN_KEYS_FORM,
  });
  return { apiKeys, ...(jwt !== undefined && { jwt }), tokenKeys };
}

function parseApiKey(entry: string): ApiKeyEntry | undefined {
  const [, name, roleName, hash] = /^([\w.-]{1,64}):(\w+):([0-9a-fA-F]{64})$/.exec(entry) ?? [];
  const role = GATEWAY_ROLES.find((known) => known === roleName);
  if (name === undefined || role === undefined || hash === undefined) return undefined;
  return { name, role, sha256: Buffer.from(hash, 'hex') };
}

function parseTokenKey(entry: string): Buffer | undefined {
  const key = decodeBase64(entry.replace(/^[\w.-]{1,64}:/, ''));
  return key !== undefined && key.length >= MIN_TOKEN_KEY_BYTES ? key : undefined;
}
