import { expect, test } from 'vitest';
import { Masked } from '../../src/contract/masked.js';
import { SafeError } from '../../src/contract/safe-error.js';
import { REQUEST_FIELDS } from '../../src/contract/validate-request.js';
import { createLogger } from '../../src/process/logger.js';
import { createRedaction, MASK } from '../../src/process/redaction.js';
import { IIFL_FIELDS } from '../../src/providers/iifl/field-names.js';
import { ISERVEU_FIELDS } from '../../src/providers/iserveu/field-names.js';

const SECRET = 'made-up-secret-9876543210';
/** Secrets of the environment, as variables and as our code names them. */
const SECRETS = [
  ...['ISERVEU_CLIENT_SECRET', 'ISERVEU_PASS_KEY', 'ISERVEU_ENCRYPTION_KEY', 'IIFL_SUBSCRIPTION_KEY', 'IIFL_USER_KEY'],
  ...['IIFL_PASSWORD', 'IIFL_COOKIE', 'PAYLOAD_KEYS', 'CUSTOMER_ID_KEY', 'WEBHOOK_SECRETS', 'TEMPORAL_API_KEY'],
  ...['GATEWAY_API_KEYS', 'GATEWAY_TOKEN_KEYS', 'CODEC_TOKENS'],
  ...['clientSecret', 'passKey', 'encryptionKey', 'subscriptionKey', 'userKey', 'password', 'cookie', 'payloadKeys'],
  ...['customerIdKey', 'secrets', 'apiKey', 'apiKeys', 'tokenKeys', 'otpToken', 'authorization', 'Set-Cookie'],
];

function logged(log: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  log(createLogger('test', { write: (line) => void lines.push(line) }));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

const fields = new Set([...REQUEST_FIELDS, ...ISERVEU_FIELDS, ...IIFL_FIELDS, ...SECRETS]);
const shown = ['policy', 'statusCode', 'state'];

test.each([...fields].filter((field) => !shown.includes(field)))(
  '%s is masked at any depth and in any spelling',
  (field) => {
    for (const name of [field, field.toUpperCase(), field.toLowerCase(), field.replace(/(?<=.)[A-Z]/g, '-$&')]) {
      if (shown.includes(name)) continue;
      const line = JSON.stringify(
        logged((logger) => {
          logger.info({ [name]: SECRET, a: { b: [{ c: { [name]: SECRET } }] } }, 'text');
        }),
      );
      expect(line).not.toContain(SECRET);
      expect(line.split(MASK)).toHaveLength(3);
    }
  },
);

test('a field that the contract gains is masked without a word more', () => {
  const redact = createRedaction([...REQUEST_FIELDS, 'motherMaidenName']);
  expect(redact({ request: { motherMaidenName: SECRET } })).toEqual({ request: { motherMaidenName: MASK } });
});

test('what tells nothing personal is shown', () => {
  const about = { workflowId: 'onboarding-1', status: 404, problems: [{ variable: 'GATEWAY_PORT' }], state: 'RUNNING' };
  expect(
    logged((logger) => {
      logger.info(about, 'text');
    }),
  ).toMatchObject({ ...about, level: 'info', msg: 'text' });
});

test('a masked value, bytes, a circle', () => {
  const circle: Record<string, unknown> = { value: new Masked(SECRET), bytes: Buffer.from(SECRET) };
  circle['circle'] = circle;
  const line = JSON.stringify(
    logged((logger) => {
      logger.info(circle);
    }),
  );
  expect(line).not.toContain(SECRET);
  expect(line).not.toContain(Buffer.from(SECRET).toJSON().data.join());
});

class Ours extends SafeError {
  override readonly name = 'Ours';
}

test.each<[string, (error: Error) => unknown[]]>([
  ['by itself', (error) => [error]],
  ['by itself with a text', (error) => [error, 'text']],
  ['as err', (error) => [{ err: error }]],
  ['as err with its message as the text', (error) => [{ err: error }, error.message]],
  ['within a field', (error) => [{ details: { cause: error } }, 'text']],
])('an error logged %s tells its name and place, and its message only where it is our own', (_how, args) => {
  const foreign = new SyntaxError(`${SECRET} is no JSON\n    at ${SECRET}`);
  const line = JSON.stringify(logged((logger) => void Reflect.apply(logger.error, logger, args(foreign))));
  expect(line).not.toContain(SECRET);
  expect(line).toContain('SyntaxError');
  expect(line).toContain('logger.test.ts');
  const ours = logged((logger) => void Reflect.apply(logger.error, logger, args(new Ours('Set the variable.'))));
  expect(JSON.stringify(ours)).toContain('Set the variable.');
});
