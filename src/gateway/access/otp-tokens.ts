import { createHash, randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { formatOnboardingId, parseOnboardingId, type RunAddress } from '../../contract/onboarding-id.js';
import type { PageCaller } from './caller.js';

/** How long an OTP token opens its onboarding. */
export const OTP_TOKEN_LIFETIME_SECONDS = 86_400;

/** A token that names another algorithm, `none` included, is refused. */
const ALGORITHM = 'HS256';
/** Tells the tokens from any other JWT signed with the same key. */
const TYPE = 'onboarding-otp+jwt';

/**
 * Makes and checks OTP tokens. A token names one run of one onboarding; a page that has it may read its status and its
 * events, submit an OTP and ask for a new one.
 */
export class OtpTokens {
  /** @param keys the first signs, all verify */
  constructor(private readonly keys: readonly [Buffer, ...Buffer[]]) {}

  /** @param returnUrl where the page leads back to after the end; it stands in the token, which nobody else can make */
  async issue(address: RunAddress, returnUrl?: string): Promise<string> {
    const issuedAt = Math.floor(Date.now() / 1_000);
    return await new SignJWT({ ...(returnUrl !== undefined && { returnUrl }) })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setSubject(formatOnboardingId(address))
      .setIssuedAt(issuedAt)
      // Tells tokens of the same second apart.
      .setJti(randomUUID())
      .setExpirationTime(issuedAt + OTP_TOKEN_LIFETIME_SECONDS)
      .sign(this.keys[0]);
  }

  /** The caller that a token names; `undefined` where it is not ours, altered or expired. */
  async verify(token: string): Promise<PageCaller | undefined> {
    for (const key of this.keys) {
      const caller = await verifyUnder(key, token);
      if (caller !== undefined) return caller;
    }
    return undefined;
  }
}

async function verifyUnder(key: Buffer, token: string): Promise<PageCaller | undefined> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      requiredClaims: ['sub', 'iat', 'exp'],
      maxTokenAge: OTP_TOKEN_LIFETIME_SECONDS,
    });
    const { workflowId, runId } = parseOnboardingId(payload.sub ?? '') ?? {};
    if (workflowId === undefined || runId === undefined || payload.exp === undefined) return undefined;
    return {
      role: 'page',
      name: 'otp token',
      limitKey: `token:${createHash('sha256').update(token).digest('base64url')}`,
      credential: { ...(payload.jti !== undefined && { tokenId: payload.jti }) },
      expiresAtMs: payload.exp * 1_000,
      onboarding: { workflowId, runId },
    };
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
