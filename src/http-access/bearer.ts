/** Longer ones are refused unread; a JWT with many claims fits. */
const MAX_CREDENTIAL_CHARACTERS = 8_192;

/** The credential of `Authorization: Bearer …`, the scheme in any case; `undefined` for any other header. */
export function bearerCredential(authorization = ''): string | undefined {
  const [, credential = ''] = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization) ?? [];
  return credential === '' || credential.length > MAX_CREDENTIAL_CHARACTERS ? undefined : credential;
}

/** Whether a credential has the form of a signed JSON Web Token. */
export function isJsonWebToken(credential: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(credential);
}
