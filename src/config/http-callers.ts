import type { EnvironmentReader } from './environment.js';

/** Which JSON Web Tokens are taken. */
export interface JwtTrust {
  issuer: string;
  audience: string;
  /** Where the issuer publishes the keys that it signs with. */
  jwksUrl: URL;
}

/**
 * Reads `<prefix>_JWT_ISSUER`, `<prefix>_JWT_AUDIENCE` and `<prefix>_JWKS_URL`, which go together; `undefined` where
 * none of them is set and nothing else `isRequired` them.
 */
export function readJwtTrust(
  reader: EnvironmentReader,
  prefix: 'CODEC' | 'GATEWAY',
  { isRequired = false } = {},
): JwtTrust | undefined {
  const [issuer, audience, jwksUrl] = [`${prefix}_JWT_ISSUER`, `${prefix}_JWT_AUDIENCE`, `${prefix}_JWKS_URL`] as const;
  const isGiven = [issuer, audience, jwksUrl].some((name) => reader.optionalText(name) !== undefined);
  if (!isGiven && !isRequired) return undefined;
  return { issuer: reader.text(issuer), audience: reader.text(audience), jwksUrl: reader.url(jwksUrl) };
}

/** Reads the origins whose pages may call, exactly as a browser writes them in the header Origin. @default none */
export function readAllowedOrigins(
  reader: EnvironmentReader,
  name: 'CODEC_ALLOWED_ORIGINS' | 'GATEWAY_ALLOWED_ORIGINS',
): string[] {
  return reader.list(name, {
    parse: (entry) => (isOrigin(entry) ? entry : undefined),
    form: 'must be origins such as https://app.example.com, with commas between',
  });
}

function isOrigin(entry: string): boolean {
  return /^https?:[^*]*$/.test(entry) && URL.canParse(entry) && new URL(entry).origin === entry;
}
