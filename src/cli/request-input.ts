import { FIELD_MEANINGS } from '../contract/request.js';
import { UsageError } from './usage-error.js';

/** Flags of `start`, the request fields that they fill, and their help, in the order of `--help`. */
export const REQUEST_FLAGS = Object.entries(FIELD_MEANINGS).map(([field, meaning]) => {
  const name = field.replace(/[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`);
  const help = field === 'mobileNumber' ? `${meaning}; - reads it from standard input` : meaning;
  return [`--${name} <${field === 'policy' ? 'json' : 'text'}>`, field, help] as const;
});

/** Flags that were given, by the name commander makes of them. */
export type GivenFlags = Readonly<Record<string, string | undefined>>;

/**
 * The request that a command line describes: the input file's fields with the flags over them. Its contents are left to
 * the contract's validator; what comes from JSON may have any shape.
 */
export function requestFrom(flags: GivenFlags, input: string | undefined): unknown {
  const request = input === undefined ? {} : parseJson(input, 'The input');
  const given: Record<string, unknown> = {};
  for (const [flag, field] of REQUEST_FLAGS) {
    const value = flags[flagKey(flag)];
    if (value === undefined) continue;
    given[field] = field === 'policy' ? parseJson(value, '--policy') : value;
  }
  if (Object.keys(given).length === 0) return request;
  const isObject = typeof request === 'object' && request !== null && !Array.isArray(request);
  // A flag put over what is no object would hide that from the validator.
  return isObject ? { ...request, ...given } : request;
}

/** `--public-ip <address>` is `publicIp` to commander. */
export function flagKey(flag: string): string {
  const name = flag.split(' ', 1)[0] ?? '';
  return name.replace(/^--/, '').replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
}

/** The parser's own message quotes the text, which is personal here. */
function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UsageError(`${what} must be JSON`);
  }
}
