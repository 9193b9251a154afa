import { UsageError } from './usage-error.js';

/** Flags of `start` and the request fields that they fill, in the order of `--help`. */
export const REQUEST_FLAGS = [
  ['--mobile-number <number>', 'mobileNumber', 'ten digits, the first 6 to 9; - reads it from standard input'],
  ['--name <name>', 'name', "the customer's name"],
  ['--latlong <text>', 'latlong', 'where the customer is, e.g. 12.97,77.59'],
  ['--public-ip <address>', 'publicIP', "the customer's public IPv4 or IPv6 address"],
  ['--username <agent>', 'username', "iServeU agent; the worker's ISERVEU_USERNAME where absent"],
  ['--address <text>', 'address', 'postal address'],
  ['--pincode <digits>', 'pincode', 'six digits'],
  ['--ovd-type <type>', 'ovdType', 'kind of document, e.g. "Aadhaar Card"; goes with --ovd-data'],
  ['--ovd-data <number>', 'ovdData', 'number of the document'],
  ['--param-a <text>', 'paramA', 'passed through to iServeU'],
  ['--param-b <text>', 'paramB', 'passed through to iServeU'],
  ['--param-c <text>', 'paramC', 'passed through to iServeU'],
  ['--client-code <code>', 'clientCode', 'IIFL client code; without it the record is not enriched'],
  ['--policy <json>', 'policy', 'partial policy as a JSON object'],
] as const;

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
