import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readGatewayEnvironment } from '../../src/config/gateway.js';
import { EnvironmentError, type Environment, type EnvironmentProblem } from '../../src/config/environment.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const key = () => randomBytes(32).toString('base64');

const NEEDED = {
  PAYLOAD_KEYS: 'none',
  CUSTOMER_ID_KEY: key(),
  GATEWAY_API_KEYS: `app:backend:${sha256('made up')}`,
  GATEWAY_TOKEN_KEYS: key(),
};
const JWT = {
  GATEWAY_JWT_ISSUER: 'https://issuer.example',
  GATEWAY_JWT_AUDIENCE: 'onboarding',
  GATEWAY_JWKS_URL: 'https://issuer.example/jwks.json',
};

function problemsOf(env: Environment): readonly EnvironmentProblem[] {
  try {
    readGatewayEnvironment(env);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems;
  }
}

const wrongVariables = (env: Record<string, string>) =>
  problemsOf({ ...NEEDED, ...env }).map(({ variable }) => variable);

test('a gateway listens on 127.0.0.1:8080, trusts no proxy and lets in no other origin unless told', () => {
  const { host, port, publicUrl, allowedOrigins, trustedProxies, policyDefaults } = readGatewayEnvironment(NEEDED);
  expect({ host, port, publicUrl, allowedOrigins, trustedProxies, policyDefaults }).toEqual({
    host: '127.0.0.1',
    port: 8080,
    publicUrl: undefined,
    allowedOrigins: [],
    trustedProxies: [],
    policyDefaults: {},
  });
});

test('every missing variable is named at once', () => {
  const problems = problemsOf({});
  expect(problems.map(({ variable }) => variable)).toEqual([
    'PAYLOAD_KEYS',
    'CUSTOMER_ID_KEY',
    'GATEWAY_API_KEYS',
    'GATEWAY_TOKEN_KEYS',
  ]);
});

describe('who may call', () => {
  test('a gateway without API keys and without JWT settings refuses to start', () => {
    expect(wrongVariables({ GATEWAY_API_KEYS: '' })).toEqual(['GATEWAY_API_KEYS']);
  });

  test('JWT settings alone are enough', () => {
    const { access } = readGatewayEnvironment({ ...NEEDED, ...JWT, GATEWAY_API_KEYS: '' });
    expect(access).toMatchObject({ apiKeys: [], jwt: { issuer: 'https://issuer.example', audience: 'onboarding' } });
  });

  test.each(Object.keys(JWT))('the JWT settings go together: %s must not be missing', (name) => {
    expect(wrongVariables({ ...JWT, [name]: '' })).toEqual([name]);
  });

  test('plain http to the JWKS is refused off loopback', () => {
    expect(wrongVariables({ ...JWT, GATEWAY_JWKS_URL: 'http://issuer.example/jwks.json' })).toEqual([
      'GATEWAY_JWKS_URL',
    ]);
  });

  test('several API keys of one name live side by side', () => {
    const env = {
      GATEWAY_API_KEYS: `app:backend:${sha256('old')},app:backend:${sha256('new')},ops:operator:${sha256('x')}`,
    };
    const { apiKeys } = readGatewayEnvironment({ ...NEEDED, ...env }).access;
    expect(apiKeys.map(({ name, role, sha256: hash }) => [name, role, hash.toString('hex')])).toEqual([
      ['app', 'backend', sha256('old')],
      ['app', 'backend', sha256('new')],
      ['ops', 'operator', sha256('x')],
    ]);
  });

  test.each([
    ['no role', `app:${sha256('a')}`],
    ['an unknown role', `app:page:${sha256('a')}`],
    ['a short hash', `app:backend:${sha256('a').slice(1)}`],
    ['the key itself', 'app:backend:secret'],
    ['an empty entry', `app:backend:${sha256('a')},`],
    ['the same hash twice', `app:backend:${sha256('a')},other:operator:${sha256('a')}`],
    ['a name with a space', `my app:backend:${sha256('a')}`],
  ])('API keys with %s are refused, the value unseen', (_what, value) => {
    const problems = problemsOf({ ...NEEDED, GATEWAY_API_KEYS: value });
    expect(problems.map(({ variable }) => variable)).toEqual(['GATEWAY_API_KEYS']);
    expect(JSON.stringify(problems)).not.toContain(sha256('a').slice(1));
  });

  test('token keys are base64 with or without an id, in their order', () => {
    const [first, second] = [key(), key()];
    const { tokenKeys } = readGatewayEnvironment({ ...NEEDED, GATEWAY_TOKEN_KEYS: `${first},old:${second}` }).access;
    expect(tokenKeys.map((each) => each.toString('base64'))).toEqual([first, second]);
  });

  test.each([
    ['of 31 bytes', randomBytes(31).toString('base64')],
    ['that are no base64', 'not base64'],
    ['with an empty entry', `${key()},`],
    ['in hex', randomBytes(32).toString('hex').replace(/^./, '-')],
  ])('token keys %s are refused, the value unseen', (_what, value) => {
    const problems = problemsOf({ ...NEEDED, GATEWAY_TOKEN_KEYS: value });
    expect(problems.map(({ variable }) => variable)).toEqual(['GATEWAY_TOKEN_KEYS']);
    expect(JSON.stringify(problems)).not.toContain(value);
  });

  test('keys come from files too, one problem for a file that is not there', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'gateway-keys-')), 'keys');
    const tokenKey = key();
    writeFileSync(file, `${tokenKey}\n`);
    const withFile = { ...NEEDED, GATEWAY_TOKEN_KEYS: '', GATEWAY_TOKEN_KEYS_FILE: file };
    expect(readGatewayEnvironment(withFile).access.tokenKeys[0].toString('base64')).toBe(tokenKey);
    expect(wrongVariables({ GATEWAY_TOKEN_KEYS: '', GATEWAY_TOKEN_KEYS_FILE: `${file}.gone` })).toEqual([
      'GATEWAY_TOKEN_KEYS_FILE',
    ]);
  });
});

describe('where it is', () => {
  test.each(['0.0.0.0', '::', '10.0.0.5', 'gateway.internal'])(
    'a gateway that listens on %s needs to be told its public URL',
    (host) => {
      expect(wrongVariables({ GATEWAY_HOST: host })).toEqual(['GATEWAY_PUBLIC_URL']);
      expect(wrongVariables({ GATEWAY_HOST: host, GATEWAY_PUBLIC_URL: 'https://onboarding.example' })).toEqual([]);
    },
  );

  test.each([
    'http://onboarding.example',
    'https://onboarding.example/prefix',
    'https://onboarding.example/?x=1',
    'https://onboarding.example/#x',
    'onboarding.example',
  ])('the public URL %s is refused', (url) => {
    expect(wrongVariables({ GATEWAY_PUBLIC_URL: url })).toEqual(['GATEWAY_PUBLIC_URL']);
  });

  test.each(['-1', '65536', '80a'])('the port %s is refused', (port) => {
    expect(wrongVariables({ GATEWAY_PORT: port })).toEqual(['GATEWAY_PORT']);
  });
});

describe('the network', () => {
  test('origins and proxies are lists', () => {
    const { allowedOrigins, trustedProxies } = readGatewayEnvironment({
      ...NEEDED,
      GATEWAY_ALLOWED_ORIGINS: 'https://app.example, http://localhost:3000',
      GATEWAY_TRUSTED_PROXIES: '10.0.0.1,10.1.0.0/16, fd00::/8',
    });
    expect(allowedOrigins).toEqual(['https://app.example', 'http://localhost:3000']);
    expect(trustedProxies).toEqual(['10.0.0.1', '10.1.0.0/16', 'fd00::/8']);
  });

  test.each(['*', 'null', 'app.example', 'https://app.example/', 'https://App.example', 'https://app.example:443'])(
    'the origin %s is refused: a browser never writes it so',
    (origin) => {
      expect(wrongVariables({ GATEWAY_ALLOWED_ORIGINS: `https://a.example,${origin}` })).toEqual([
        'GATEWAY_ALLOWED_ORIGINS',
      ]);
    },
  );

  test.each(['proxy.internal', '10.0.0.0/33', '0.0.0.0/0', '::/0', '10.0.0.0/8/8', 'true'])(
    'the trusted proxy %s is refused',
    (proxy) => {
      expect(wrongVariables({ GATEWAY_TRUSTED_PROXIES: proxy })).toEqual(['GATEWAY_TRUSTED_PROXIES']);
    },
  );
});
