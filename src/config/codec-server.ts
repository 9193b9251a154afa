import type { PayloadKeys } from '../contract/payload-keys.js';
import { readPayloadKeys } from './encryption.js';
import { readEnvironment, type Environment, type EnvironmentReader } from './environment.js';

/** A bearer token that is known by its hash alone. */
export interface StaticToken {
  /** Says in the audit log who used it. */
  name: string;
  /** SHA-256 of the token's UTF-8 bytes. */
  sha256: Uint8Array;
  /** False for a token that may encode alone. */
  mayDecode: boolean;
}

/** Which JSON Web Tokens are taken. */
export interface JwtSettings {
  issuer: string;
  audience: string;
  /** Where the issuer publishes the keys that it signs with. */
  jwksUrl: URL;
  /** A token without this word among its scopes or roles may encode alone. Absent: every token may decode. */
  decodeScope?: string;
}

/** Who may use the codec server. */
export type CodecAccess =
  | { kind: 'authenticated'; tokens: readonly StaticToken[]; jwt?: JwtSettings }
  /** Everybody on this machine, and nobody else. */
  | { kind: 'loopback' };

/** All that a codec server is told by its environment. */
export interface CodecServerEnvironment {
  payloadKeys: Exclude<PayloadKeys, 'none'>;
  /** Namespace of requests that name none. */
  namespace: string;
  /** 0: any free one. */
  port: number;
  /** Web origins whose pages may ask, exactly as browsers write them. */
  allowedOrigins: readonly string[];
  access: CodecAccess;
}

/** The port beside that of Temporal Web. */
const DEFAULT_PORT = 8234;

/**
 * Reads a codec server's environment.
 *
 * @throws {EnvironmentError} that lists every variable that is missing or wrong.
 */
export function readCodecServerEnvironment(env: Environment = process.env): CodecServerEnvironment {
  return readEnvironment(env, (reader) => ({
    payloadKeys: readKeys(reader),
    namespace: reader.optionalText('TEMPORAL_NAMESPACE') ?? 'default',
    port: reader.integer('CODEC_SERVER_PORT', { min: 0, max: 65_535, fallback: DEFAULT_PORT }),
    allowedOrigins: readOrigins(reader),
    access: readAccess(reader, env),
  }));
}

function readKeys(reader: EnvironmentReader): Exclude<PayloadKeys, 'none'> {
  const keys = readPayloadKeys(reader);
  if (keys !== 'none') return keys;
  if (!reader.isReported('PAYLOAD_KEYS')) {
    reader.report('PAYLOAD_KEYS', 'must hold keys: with none there is nothing to decode');
  }
  return [{ id: '-', key: new Uint8Array(32) }];
}

function readOrigins(reader: EnvironmentReader): string[] {
  const origins = listOf(reader.optionalText('CODEC_ALLOWED_ORIGINS'));
  if (!origins.every(isOrigin)) {
    reader.report('CODEC_ALLOWED_ORIGINS', 'must be origins such as https://temporal.example.com, with commas between');
  }
  return origins;
}

function isOrigin(text: string): boolean {
  return /^https?:[^*]*$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function readAccess(reader: EnvironmentReader, env: Environment): CodecAccess {
  const auth = reader.optionalText('CODEC_AUTH');
  const tokens = readTokens(reader);
  const jwt = isAnyGiven(env, JWT_VARIABLES) ? readJwt(reader) : undefined;
  const isAuthenticated = tokens.length > 0 || jwt !== undefined;
  if (auth !== undefined && auth !== 'none') {
    reader.report('CODEC_AUTH', 'must be none, or absent: tokens are configured by CODEC_TOKENS and CODEC_JWT_*');
  } else if (auth === 'none' && isAuthenticated) {
    reader.report('CODEC_AUTH', 'must not be none where CODEC_TOKENS or CODEC_JWT_* say who may come in');
  } else if (auth === undefined && !isAuthenticated && !reader.isReported('CODEC_TOKENS')) {
    reader.report(
      'CODEC_TOKENS',
      'is required unless CODEC_JWT_ISSUER, CODEC_JWT_AUDIENCE and CODEC_JWKS_URL are set, or CODEC_AUTH=none opens ' +
        'the server to everybody on this machine',
    );
  }
  if (!isAuthenticated) return { kind: 'loopback' };
  return { kind: 'authenticated', tokens, ...(jwt && { jwt }) };
}

const TOKEN = /^([A-Za-z0-9._@-]{1,64}):([0-9a-f]{64})(:encode)?$/i;

function readTokens(reader: EnvironmentReader): StaticToken[] {
  const entries = listOf(reader.optionalText('CODEC_TOKENS'));
  const tokens = entries.flatMap((entry) => {
    const [, name, sha256, encodeOnly] = TOKEN.exec(entry) ?? [];
    if (name === undefined || sha256 === undefined) return [];
    return [{ name, sha256: Buffer.from(sha256, 'hex'), mayDecode: encodeOnly === undefined }];
  });
  if (tokens.length < entries.length && !reader.isReported('CODEC_TOKENS')) {
    reader.report(
      'CODEC_TOKENS',
      'must be name:sha256 with commas between; sha256 is the hash of the token in 64 hex digits, and :encode behind it ' +
        'keeps a token from decoding',
    );
  } else if (new Set(tokens.map(({ name }) => name)).size < tokens.length) {
    reader.report('CODEC_TOKENS', 'must not hold the same name twice');
  }
  return tokens;
}

const JWT_VARIABLES = ['CODEC_JWT_ISSUER', 'CODEC_JWT_AUDIENCE', 'CODEC_JWKS_URL', 'CODEC_JWT_DECODE_SCOPE'];

function readJwt(reader: EnvironmentReader): JwtSettings {
  const decodeScope = reader.optionalText('CODEC_JWT_DECODE_SCOPE');
  return {
    issuer: reader.text('CODEC_JWT_ISSUER'),
    audience: reader.text('CODEC_JWT_AUDIENCE'),
    jwksUrl: reader.url('CODEC_JWKS_URL'),
    ...(decodeScope !== undefined && { decodeScope }),
  };
}

function isAnyGiven(env: Environment, names: readonly string[]): boolean {
  return names.some((name) => Boolean(env[name]) || Boolean(env[`${name}_FILE`]));
}

function listOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(',').map((each) => each.trim());
}
