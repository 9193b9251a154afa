import { REQUEST_FIELDS } from '../contract/validate-request.js';
import { IIFL_FIELDS } from '../providers/iifl/field-names.js';
import { ISERVEU_FIELDS } from '../providers/iserveu/field-names.js';
import { describeError } from './describe-error.js';

export const MASK = '[redacted]';

/** Parts of a result that hold a customer's data as a whole. */
const RESULT_FIELDS = ['record', 'profile', 'registration'];
/** A field with such a word in its name is a secret, also where it is named like an environment variable. */
const SECRET =
  /secret|password|passkey|authorization|credential|cookie|token|(api|customerid|encryption|payload|subscription|user)keys?$/;
/** Fields that match the rules above, but are neither personal nor secret where our processes log them. */
const SHOWN = new Set(['policy', 'statusCode', 'state', 'tokenId']);
/** Anything nested deeper is masked as a whole. */
const MAX_DEPTH = 6;

/** Masks values by the names of their fields, in any spelling and at any depth; errors lose their messages. */
export function createRedaction(personalFields: readonly string[]): (value: unknown) => unknown {
  const personal = new Set(personalFields.map(bare));
  const isMasked = (name: string) => !SHOWN.has(name) && (personal.has(bare(name)) || SECRET.test(bare(name)));

  const redact = (value: unknown, depth: number): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Error) return describeError(value);
    if (depth > MAX_DEPTH || value instanceof Uint8Array) return MASK;
    if (Array.isArray(value)) return value.map((each) => redact(each, depth + 1));
    const { toJSON } = value as { toJSON?: () => unknown };
    if (toJSON !== undefined) return toJSON.call(value);
    const entries = Object.entries(value).map(([name, each]) => [
      name,
      isMasked(name) ? MASK : redact(each, depth + 1),
    ]);
    return Object.fromEntries(entries) as unknown;
  };
  return (value) => redact(value, 0);
}

/** The redaction of every process: masks the fields of requests, of both providers' APIs, and all secrets. */
export const redact = createRedaction([...REQUEST_FIELDS, ...RESULT_FIELDS, ...ISERVEU_FIELDS, ...IIFL_FIELDS]);

function bare(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}
