import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { exportLines } from '../../../dev/simulators/describe.js';
import { MAGIC_CLIENT_CODES } from '../../../dev/simulators/iifl/magic-client-codes.js';
import { startSimulators, type Simulators } from '../../../dev/simulators/index.js';
import { MAGIC_NUMBERS } from '../../../dev/simulators/iserveu/magic-numbers.js';
import { faultSchema } from '../../../dev/simulators/shared/fault.js';
import { callIserveu, callIifl, GET_CUSTOMER, REGISTRATION, SEND_OTP } from './call.js';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(async () => {
  await simulators.stop();
});
beforeEach(() => {
  simulators.iserveu.reset();
  simulators.iifl.reset();
});

/** What one call brings: the provider's code, the HTTP status where it is not 200, or `lost`. */
async function fate(operation: 'getCustomer' | 'processCustomerRegistration' | 'sendOtp', mobileNumber: string) {
  const fields = {
    getCustomer: { ...GET_CUSTOMER, mobileNumber },
    processCustomerRegistration: { ...REGISTRATION, mobileNumber },
    sendOtp: { ...SEND_OTP, customerMobileNumber: mobileNumber },
  }[operation];
  const reply = await callIserveu(simulators.iserveu, operation, fields, { signal: AbortSignal.timeout(500) }).catch(
    () => undefined,
  );
  if (reply === undefined) return 'lost';
  if (reply.status !== 200) return reply.status;
  try {
    const { statusCode, statusDesc } = JSON.parse(reply.text) as { statusCode: string; statusDesc: string };
    return statusCode.trim() === '-1' ? statusDesc : statusCode.trim();
  } catch {
    return 'garbage';
  }
}

describe('magic mobile numbers', () => {
  test.each([
    ['9000000001', 'getCustomer', ['1']],
    ['9000000002', 'getCustomer', ['2']],
    ['9000000003', 'getCustomer', ['3']],
    ['9000000011', 'getCustomer', ['Invalid mobile number', 'Invalid mobile number']],
    ['9000000012', 'processCustomerRegistration', ['Customer is blocked by the bank']],
    ['9000000013', 'getCustomer', ['User not onboarded']],
    ['9000000021', 'processCustomerRegistration', ['4', '4', '2']],
    ['9000000022', 'processCustomerRegistration', ['lost', 'OTP already used']],
    ['9000000023', 'processCustomerRegistration', ['lost', '2']],
    ['9000000024', 'getCustomer', [503, 503, 503, '0']],
    ['9000000025', 'processCustomerRegistration', ['Invalid OTP', '2']],
    ['9000000026', 'getCustomer', [503, 503, 503, 503, 503]],
    ['9000000027', 'getCustomer', [429, '0']],
    ['9000000028', 'getCustomer', [401, 401]],
    ['9000000029', 'getCustomer', ['garbage', 'garbage']],
    ['9000000030', 'sendOtp', ['OTP limit exceeded, try after 6 hours']],
    ['9000000031', 'processCustomerRegistration', ['lost', 'OTP already used']],
    ['9000000032', 'processCustomerRegistration', ['lost', '2']],
  ] as const)('%s: %s brings %j', async (mobileNumber, operation, fates) => {
    const found: unknown[] = [];
    while (found.length < fates.length) found.push(await fate(operation, mobileNumber));
    expect(found).toEqual(fates);
  });

  test('9000000032 is registered by the third get-customer after the lost registration', async () => {
    await fate('processCustomerRegistration', '9000000032');
    const reads = [];
    for (let made = 0; made < 3; made += 1) reads.push(await fate('getCustomer', '9000000032'));
    expect(reads).toEqual(['0', '0', '2']);
  });
});

test.each([
  ['P0000503', [503, 503, 503, 200]],
  ['P0000429', [429, 200]],
  ['DOWN0503', [503, 503, 503, 503]],
])('client code %s brings HTTP %j', async (clientCode, statuses) => {
  const found: number[] = [];
  while (found.length < statuses.length) found.push((await callIifl(simulators.iifl, clientCode)).status);
  expect(found).toEqual(statuses);
});

describe('docs/simulators.md', () => {
  const page = readFileSync(new URL('../../../docs/simulators.md', import.meta.url), 'utf8');

  test.each(MAGIC_NUMBERS)('has $mobileNumber with its behaviour', ({ mobileNumber, behaviour }) => {
    expect(page).toMatch(new RegExp(`^\\| \`${mobileNumber}\` +\\| ${escaped(behaviour)} +\\|$`, 'm'));
  });

  test.each(MAGIC_CLIENT_CODES)('has $clientCode with its behaviour', ({ clientCode, behaviour }) => {
    expect(page).toMatch(new RegExp(`^\\| \`${clientCode}\` +\\| ${escaped(behaviour)} +\\|$`, 'm'));
  });

  test.each(faultSchema.options.map(({ shape }) => [...shape.kind.values][0]))('has the fault kind %s', (kind) => {
    expect(page).toMatch(new RegExp(`^\\| \`${kind}\``, 'm'));
  });
});

test('an environment is written so that a shell takes it back unchanged', () => {
  expect(exportLines({ PLAIN: 'http://127.0.0.1:1/a', ODD: "a b'c$d" })).toEqual([
    'export PLAIN=http://127.0.0.1:1/a',
    `export ODD='a b'\\''c$d'`,
  ]);
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
