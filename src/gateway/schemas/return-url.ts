import { z } from 'zod';
import { isSafeToCall } from '../../config/environment.js';
import type { FieldProblem } from '../../contract/request.js';

const MAX_CHARACTERS = 500;
const FORM = `must be an https URL of at most ${MAX_CHARACTERS} characters whose origin GATEWAY_RETURN_ORIGINS names`;

/** Where the OTP page leads back to; whether its origin is allowed is the gateway's setting. */
export const returnUrlSchema = z
  .string()
  .max(MAX_CHARACTERS)
  .refine(isReturnUrl)
  .meta({
    description:
      'Where the OTP page offers to lead back to after the end, with the outcome as the parameter `outcome`. Its origin ' +
      'must be one of `GATEWAY_RETURN_ORIGINS`.',
    format: 'uri',
    pattern: '^https?://',
  });

/** What is wrong with a `returnUrl`; `undefined` where it is absent or right. */
export function returnUrlProblem(value: unknown, allowedOrigins?: readonly string[]): FieldProblem | undefined {
  if (value === undefined) return undefined;
  const isRight =
    typeof value === 'string' &&
    value.length <= MAX_CHARACTERS &&
    isReturnUrl(value) &&
    (allowedOrigins?.includes(new URL(value).origin) ?? true);
  return isRight ? undefined : { field: 'returnUrl', problem: FORM };
}

function isReturnUrl(text: string): boolean {
  return URL.canParse(text) && isSafeToCall(new URL(text));
}
