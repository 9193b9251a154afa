import type { EnvironmentReader } from './environment.js';

/** What backends and operators may be. */
export const GATEWAY_ROLES = ['backend', 'operator'] as const;
export type GatewayRole = (typeof GATEWAY_ROLES)[number];

/** One API key, known by its hash alone. */
export interface ApiKeyEntry {
  /** Whose key it is; stands in audit lines. Keys of one name may live side by side, for rotation. */
  name: string;
  role: GatewayRole;
  /** SHA-256 of the key. */
  sha256: Buffer;
}

/** Who issues JWTs for this gateway. */
export interface JwtTrust {
  issuer: string;
  audience: string;
  jwksUrl: URL;
}

/** How callers are known. */
export interface GatewayAccess {
  apiKeys: readonly ApiKeyEntry[];
  jwt?: JwtTrust;
  /** Keys of the OTP tokens: the first signs, all verify. */
  tokenKeys: readonly [Buffer, ...Buffer[]];
}

const API_KEY = /^([\w.-]{1,64}):(\w+):([0-9a-fA-F]{64})$/;
const API_KEYS_FORM =
  'must be name:role:sha256hex,… with a name of letters, digits, ".", "_" and "-", the role backend or operator, and ' +
  'the SHA-256 of the key in hex (printf %s KEY | sha256sum), each hash once';
const TOKEN_KEYS_FORM =
  'must be base64,base64,… of at least 32 bytes each (openssl rand -base64 32), each with or without id: in front';
const MIN_TOKEN_KEY_BYTES = 32;

/** Reads who may call: API keys, trusted issuer of JWTs, keys of the OTP tokens. */
export function readGatewayAccess(reader: EnvironmentReader): GatewayAccess {
  const apiKeys = readApiKeys(reader);
  const jwt = readJwtTrust(reader);
  if (apiKeys === undefined && jwt === undefined) {
    const ways = 'is required, or GATEWAY_JWT_ISSUER with GATEWAY_JWT_AUDIENCE and GATEWAY_JWKS_URL';
    reader.report('GATEWAY_API_KEYS', `${ways}: without any of them no backend could be known. It ${API_KEYS_FORM}`);
  }
  return { apiKeys: apiKeys ?? [], ...(jwt !== undefined && { jwt }), tokenKeys: readTokenKeys(reader) };
}

function readApiKeys(reader: EnvironmentReader): ApiKeyEntry[] | undefined {
  const text = reader.optionalText('GATEWAY_API_KEYS');
  if (text === undefined) return undefined;
  const keys = text.split(',').flatMap((entry): ApiKeyEntry[] => {
    const [, name, roleName, hash] = API_KEY.exec(entry.trim()) ?? [];
    const role = GATEWAY_ROLES.find((known) => known === roleName);
    if (name === undefined || role === undefined || hash === undefined) return [];
    return [{ name, role, sha256: Buffer.from(hash, 'hex') }];
  });
  const hashes = new Set(keys.map(({ sha256 }) => sha256.toString('hex')));
  if (hashes.size !== text.split(',').length) reader.report('GATEWAY_API_KEYS', API_KEYS_FORM);
  return keys;
}

function readJwtTrust(reader: EnvironmentReader): JwtTrust | undefined {
  const names = ['GATEWAY_JWT_ISSUER', 'GATEWAY_JWT_AUDIENCE', 'GATEWAY_JWKS_URL'];
  if (names.every((name) => reader.optionalText(name) === undefined)) return undefined;
  return {
    issuer: reader.text('GATEWAY_JWT_ISSUER'),
    audience: reader.text('GATEWAY_JWT_AUDIENCE'),
    jwksUrl: reader.url('GATEWAY_JWKS_URL'),
  };
}

function readTokenKeys(reader: EnvironmentReader): readonly [Buffer, ...Buffer[]] {
  const form = TOKEN_KEYS_FORM;
  const text = reader.textMatching('GATEWAY_TOKEN_KEYS', /./, form);
  const keys = text.split(',').map((entry) => readTokenKey(entry.trim()));
  const [first, ...others] = keys.filter((key) => key !== undefined);
  if (first !== undefined && others.length + 1 === keys.length) return [first, ...others];
  if (!reader.isReported('GATEWAY_TOKEN_KEYS')) reader.report('GATEWAY_TOKEN_KEYS', form);
  return [Buffer.alloc(MIN_TOKEN_KEY_BYTES)];
}

function readTokenKey(entry: string): Buffer | undefined {
  const [, digits] = /^(?:[\w.-]{1,64}:)?((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2,3}={1,2})?)$/.exec(entry) ?? [];
  if (digits === undefined) return undefined;
  const key = Buffer.from(digits, 'base64');
  return key.length >= MIN_TOKEN_KEY_BYTES && key.toString('base64') === digits ? key : undefined;
}
