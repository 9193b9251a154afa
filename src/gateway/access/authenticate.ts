import type { GatewayAccess } from '../../config/gateway-access.js';
import { callerOfApiKey } from './api-keys.js';
import type { Caller } from './caller.js';
import { JwtCallers } from './jwt-callers.js';
import type { OtpTokens } from './otp-tokens.js';

/** Longer ones are refused unseen; a JWT with many claims fits. */
const MAX_CREDENTIAL_CHARACTERS = 4_096;

/** Says who made a request, by its header Authorization. */
export class Authenticator {
  private readonly jwtCallers: JwtCallers | undefined;

  constructor(
    private readonly access: Pick<GatewayAccess, 'apiKeys' | 'jwt'>,
    private readonly otpTokens: OtpTokens,
  ) {
    this.jwtCallers = access.jwt && new JwtCallers(access.jwt);
  }

  /**
   * The caller; nothing where it is not known.
   *
   * @throws Problem `keys-unavailable` where only the JWT issuer's keys could tell
   */
  async callerOf(authorization: string | undefined): Promise<Caller | undefined> {
    const credential = bearerCredential(authorization);
    if (credential === undefined) return undefined;
    const ofApiKey = callerOfApiKey(credential, this.access.apiKeys);
    if (ofApiKey !== undefined || !isJwt(credential)) return ofApiKey;
    return (await this.otpTokens.verify(credential)) ?? (await this.jwtCallers?.verify(credential));
  }
}

function bearerCredential(authorization = ''): string | undefined {
  const [, credential = ''] = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization) ?? [];
  return credential === '' || credential.length > MAX_CREDENTIAL_CHARACTERS ? undefined : credential;
}

function isJwt(credential: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(credential);
}
