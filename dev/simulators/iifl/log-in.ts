import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { AnswerWithHeaders } from '../shared/provider.js';
import { LOGIN_INVALID_HEAD, LOGIN_REFUSED, loggedIn } from './answers.js';
import { isHeadRight, type IiflState } from './fetch-client-profile.js';
import { objectIn } from './gateway.js';

const SALT = Buffer.from([
  0x53, 0x47, 0x1a, 0x3a, 0x36, 0x23, 0x16, 0x0b, 0x53, 0x47, 0x1a, 0x3a, 0x36, 0x23, 0x16, 0x0b,
]);

/** The partner login. */
export function logIn(fields: Readonly<Record<string, unknown>>, state: IiflState): unknown {
  const { credentials, sessions } = state;
  const head = objectIn(fields, 'head');
  const opened = {
    ...head,
    userId: decrypt(head['userId'], credentials.encryptionKey),
    password: decrypt(head['password'], credentials.encryptionKey),
  };
  if (!isHeadRight(opened, credentials, 'IIFLMarRQLoginForVendor')) return LOGIN_INVALID_HEAD;
  const { Email_id: email, ContactNumber: contactNumber, LocalIP, PublicIP } = objectIn(fields, 'body');
  const isKnown = email === credentials.email && contactNumber === credentials.contactNumber;
  const hasAddresses = [LocalIP, PublicIP].every((address) => /^.{1,20}$/.test(String(address)));
  if (!isKnown || !hasAddresses) return LOGIN_REFUSED;
  return new AnswerWithHeaders(loggedIn(credentials.email), { 'set-cookie': sessions?.open(state.session) ?? [] });
}

function decrypt(text: unknown, encryptionKey: string): string | undefined {
  const material = pbkdf2Sync(encryptionKey, SALT, 1_000, 48, 'sha1');
  const decipher = createDecipheriv('aes-256-cbc', material.subarray(16), material.subarray(0, 16));
  try {
    return decipher.update(String(text), 'base64', 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
