import type { PayloadKeys } from '../contract/payload-keys.js';
import { readPayloadKeys } from './encryption.js';
import { isLoopback, readEnvironment, type Environment, type EnvironmentReader } from './environment.js';
import { readAllowedOrigins, readJwtTrust, type JwtTrust } from './http-callers.js';

/** A bearer token, of which only the hash is known. */
export interface StaticToken {
  /** Its user in the audit log. */
  name: string;
  /** SHA-256 of the token's UTF-8 bytes. */
  sha256: Uint8Array;
  /** False for a token that may only encode. */
  mayDecode: boolean;
}

/** Which JSON Web Tokens are taken, and which of them may decode. */
export interface CodecJwtTrust extends JwtTrust {
  /** A token without this scope may only encode. Absent: every token may decode. */
  decodeScope?: string;
}

/** Who may use the codec server. */
export type CodecAccess =
  | { kind: 'authenticated'; tokens: readonly StaticToken[]; jwt?: CodecJwtTrust }
  /** Every caller on this machine. */
  | { kind: 'loopback' };

/** The settings of a codec server. */
export interface CodecServerEnvironment {
  payloadKeys: Exclude<PayloadKeys, 'none'>;
  /** Namespace of requests that name none. */
  namespace: string;
  /** Where it listens. */
  host: string;
  /** 0: any free port. */
  port: number;
  /** Web origins whose pages may call, exactly as browsers write them. */
  allowedOrigins: readonly string[];
  access: CodecAccess;
}

const DEFAULT_HOST = '127.0.0.1';
/** The next port after Temporal Web's. */
const DEFAULT_PORT = 8234;

/**
 * Reads a codec server's environment.
 *
 * @throws {EnvironmentError} that lists every variable that is missing or wrong.
 */
export function readCodecServerEnvironment(env: Environment = process.env): CodecServerEnvironment {
  return readEnvironment(env, (reader) => {
    const host = reader.optionalText('CODEC_SERVER_HOST') ?? DEFAULT_HOST;
    const access = readAccess(reader);
    if (access.kind === 'loopback' && !isLoopback(host)) {
      reader.report('CODEC_SERVER_HOST', 'must be a loopback address where CODEC_AUTH=none lets every caller in');
    }
    return {
      payloadKeys: readKeys(reader),
      namespace: reader.optionalText('TEMPORAL_NAMESPACE') ?? 'default',
      host,
      port: reader.integer('CODEC_SERVER_PORT', { min: 0, max: 65_535, fallback: DEFAULT_PORT }),
      allowedOrigins: readAllowedOrigins(reader, 'CODEC_ALLOWED_ORIGINS'),
      access,
    };
  });
}

function readKeys(reader: EnvironmentReader): Exclude<PayloadKeys, 'none'> {
  const keys = readPayloadKeys(reader);
  if (keys !== 'none') return keys;
  if (!reader.isReported('PAYLOAD_KEYS')) {
    reader.report('PAYLOAD_KEYS', 'must hold keys: with none there is nothing to decode');
  }
  return [{ id: '-', key: new Uint8Array(32) }];
}

function readAccess(reader: EnvironmentReader): CodecAccess {
  const auth = reader.optionalText('CODEC_AUTH');
  const tokens = reader.list('CODEC_TOKENS', {
    parse: parseToken,
    form:
      'must be name:sha256 with commas between; sha256 is the hash of the token in 64 hex digits, each name once, and ' +
      ':encode behind it keeps a token from decoding',
    identity: ({ name }) => name,
  });
  const decodeScope = reader.optionalText('CODEC_JWT_DECODE_SCOPE');
  const jwt = readJwtTrust(reader, 'CODEC', { isRequired: decodeScope !== undefined });
  const isAuthenticated = tokens.length > 0 || jwt !== undefined;
  if (auth !== undefined && auth !== 'none') {
    reader.report('CODEC_AUTH', 'must be none, or absent: tokens are configured by CODEC_TOKENS and CODEC_JWT_*');
  } else if (auth === 'none' && isAuthenticated) {
    reader.report('CODEC_AUTH', 'must not be none where CODEC_TOKENS or CODEC_JWT_* say who may call');
  } else if (auth === undefined && !isAuthenticated && !reader.isReported('CODEC_TOKENS')) {
    reader.report(
      'CODEC_TOKENS',
      'is required unless CODEC_JWT_ISSUER, CODEC_JWT_AUDIENCE and CODEC_JWKS_URL are set, or CODEC_AUTH=none opens ' +
        'the server to every caller on this machine',
    );
  }
  if (auth === 'none' && !isAuthenticated) return { kind: 'loopback' };
  return { kind: 'authenticated', tokens, ...(jwt && { jwt: { ...jwt, ...(decodeScope && { decodeScope }) } }) };
}

function parseToken(entry: string) {
  const [, name, sha256, encodeOnly] = /^([A-Za-z0-9._@-]{1,64}):([0-9a-f]{64})(:encode)?$/i.exec(entry) ?? [];
  if (name === undefined || sha256 === undefined) return undefined;
  return { name, sha256: Buffer.from(sha256, 'hex'), mayDecode: encodeOnly === undefined };
}
