import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readCodecServerEnvironment } from '../../src/config/codec-server.js';
import { EnvironmentError } from '../../src/config/environment.js';

const HASH = createHash('sha256').update('token').digest('hex');
const KEYS = { PAYLOAD_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}` };
const TOKENS = { CODEC_TOKENS: `support:${HASH}` };
const JWT = {
  CODEC_JWT_ISSUER: 'https://login.example.com/',
  CODEC_JWT_AUDIENCE: 'codec',
  CODEC_JWKS_URL: 'https://login.example.com/jwks',
};
const LEAST = { ...KEYS, ...TOKENS };

function problemsOf(env: Record<string, string>): string[] {
  try {
    readCodecServerEnvironment(env);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map(({ variable }) => variable);
  }
}

test('defaults: namespace default, 127.0.0.1:8234, pages of no origin', () => {
  expect(readCodecServerEnvironment(LEAST)).toEqual({
    payloadKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
    namespace: 'default',
    host: '127.0.0.1',
    port: 8234,
    allowedOrigins: [],
    access: {
      kind: 'authenticated',
      tokens: [{ name: 'support', sha256: Buffer.from(HASH, 'hex'), mayDecode: true }],
    },
  });
});

test('every variable is taken', () => {
  const environment = readCodecServerEnvironment({
    ...LEAST,
    ...JWT,
    TEMPORAL_NAMESPACE: 'onboarding',
    CODEC_SERVER_HOST: '0.0.0.0',
    CODEC_SERVER_PORT: '0',
    CODEC_ALLOWED_ORIGINS: 'https://temporal.example.com, http://localhost:8233',
    CODEC_JWT_DECODE_SCOPE: 'codec:decode',
  });
  expect(environment).toMatchObject({
    namespace: 'onboarding',
    host: '0.0.0.0',
    port: 0,
    allowedOrigins: ['https://temporal.example.com', 'http://localhost:8233'],
    access: {
      kind: 'authenticated',
      tokens: [{ name: 'support' }],
      jwt: {
        issuer: 'https://login.example.com/',
        audience: 'codec',
        jwksUrl: new URL('https://login.example.com/jwks'),
        decodeScope: 'codec:decode',
      },
    },
  });
});

describe('who may come in', () => {
  test('without any way to authenticate it is refused', () => {
    expect(problemsOf(KEYS)).toEqual(['CODEC_TOKENS']);
  });

  test('CODEC_AUTH=none lets in everybody on this machine', () => {
    expect(readCodecServerEnvironment({ ...KEYS, CODEC_AUTH: 'none' }).access).toEqual({ kind: 'loopback' });
  });

  test.each([TOKENS, JWT])('CODEC_AUTH=none does not go with %j', (others) => {
    expect(problemsOf({ ...KEYS, ...others, CODEC_AUTH: 'none' })).toEqual(['CODEC_AUTH']);
  });

  test.each(['0.0.0.0', '::', '10.0.0.5'])('CODEC_AUTH=none does not go with listening on %s', (host) => {
    expect(problemsOf({ ...KEYS, CODEC_AUTH: 'none', CODEC_SERVER_HOST: host })).toEqual(['CODEC_SERVER_HOST']);
  });

  test('CODEC_AUTH is none or absent', () => {
    expect(problemsOf({ ...LEAST, CODEC_AUTH: 'jwt' })).toEqual(['CODEC_AUTH']);
  });

  test('JSON Web Tokens alone are enough', () => {
    expect(readCodecServerEnvironment({ ...KEYS, ...JWT }).access).toMatchObject({ tokens: [], jwt: {} });
  });

  test.each(Object.keys(JWT))('%s is missed where the others are given', (name) => {
    expect(problemsOf({ ...LEAST, ...JWT, [name]: '' })).toEqual([name]);
  });

  test('CODEC_JWT_DECODE_SCOPE alone asks for the others', () => {
    expect(problemsOf({ ...LEAST, CODEC_JWT_DECODE_SCOPE: 'x' })).toEqual(Object.keys(JWT));
  });

  test('several tokens, one of which may encode alone, in either case of hex', () => {
    const { access } = readCodecServerEnvironment({
      ...KEYS,
      CODEC_TOKENS: `a.b@c:${HASH.toUpperCase()},starter:${HASH}:encode`,
    });
    const sha256 = Buffer.from(HASH, 'hex');
    expect(access).toEqual({
      kind: 'authenticated',
      tokens: [
        { name: 'a.b@c', sha256, mayDecode: true },
        { name: 'starter', sha256, mayDecode: false },
      ],
    });
  });

  test.each([
    'support',
    `support:${HASH.slice(1)}`,
    `support:${HASH}0`,
    `:${HASH}`,
    `support:${HASH}:decode`,
    `support:${HASH},`,
    'support:the-token-itself',
    `a:${HASH},a:${HASH}`,
  ])('CODEC_TOKENS=%s is refused', (tokens) => {
    expect(problemsOf({ ...KEYS, CODEC_TOKENS: tokens })).toEqual(['CODEC_TOKENS']);
  });
});

describe('refused', () => {
  test.each([
    ['PAYLOAD_KEYS', ''],
    ['PAYLOAD_KEYS', 'none'],
    ['CODEC_SERVER_PORT', '65536'],
    ['CODEC_SERVER_PORT', 'http'],
    ['CODEC_ALLOWED_ORIGINS', '*'],
    ['CODEC_ALLOWED_ORIGINS', 'null'],
    ['CODEC_ALLOWED_ORIGINS', 'https://temporal.example.com/'],
    ['CODEC_ALLOWED_ORIGINS', 'https://*.example.com'],
    ['CODEC_ALLOWED_ORIGINS', 'https://temporal.example.com,'],
    ['CODEC_ALLOWED_ORIGINS', 'temporal.example.com'],
    ['CODEC_JWKS_URL', 'http://login.example.com/jwks'],
  ])('%s=%s', (name, value) => {
    expect(problemsOf({ ...LEAST, ...JWT, [name]: value })).toEqual([name]);
  });

  test('all problems are named at once', () => {
    const env = { PAYLOAD_KEYS: 'x', CODEC_SERVER_PORT: 'x', CODEC_ALLOWED_ORIGINS: 'x', CODEC_TOKENS: 'x' };
    expect(new Set(problemsOf(env))).toEqual(new Set(Object.keys(env)));
  });
});
