import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSimulators, type Fault, type Simulators } from '../../dev/simulators/index.js';
import { createActivities } from '../../src/activities/create-activities.js';
import type { OnboardingActivities, RegistrationInput } from '../../src/activities/onboarding-activities.js';
import { readWorkerEnvironment } from '../../src/config/worker.js';
import { createIiflApi } from '../../src/providers/iifl/create-iifl-api.js';
import { createIserveuApi } from '../../src/providers/iserveu/create-iserveu-api.js';
import { failed, httpStatus, SERVER_ISSUE } from '../support/iserveu-faults.js';

const CALLER = { mobileNumber: '9876543210', latlong: '12.97,77.59', publicIP: '203.0.113.7' };
const PERSONAL = { ...CALLER, name: 'Asha Rao', otp: '123456', ovdType: 'Aadhaar Card', ovdData: '234123412346' };
const RUN_ID = 'made-up-run';
const REGISTRATION: RegistrationInput = { ...PERSONAL, firstRunId: RUN_ID, checkedByRunId: RUN_ID };
const PATIENCE = { retryForMs: 120_000, giveUpAfterMs: 86_400_000 };

let simulators: Simulators;
let activities: OnboardingActivities;
let closeApis: () => void;

beforeAll(async () => {
  simulators = await startSimulators({ iserveu: { agents: ['made-up-agent', 'branch-agent'] } });
  const { iserveu, iifl } = readWorkerEnvironment({
    PAYLOAD_KEYS: 'none',
    ...simulators.environment,
    ISERVEU_TIMEOUT_MS: '300',
  });
  const apis = { iserveu: createIserveuApi(iserveu), iifl: createIiflApi(iifl) };
  const { ofIserveu, ofIifl } = createActivities({ ...apis, defaultUsername: iserveu.username });
  activities = { ...ofIserveu, ...ofIifl };
  closeApis = () => {
    apis.iserveu.close();
    apis.iifl.close();
  };
});
beforeEach(() => {
  simulators.iserveu.reset();
});
afterAll(async () => {
  closeApis();
  await simulators.stop();
});

/** An activity's first attempt in a run that was never reset. */
function ownRun(): MockActivityEnvironment {
  return new MockActivityEnvironment({ workflowExecution: { workflowId: 'onboarding-made-up', runId: RUN_ID } });
}

async function failureOf(call: () => Promise<unknown>): Promise<ApplicationFailure> {
  const failure = await ownRun()
    .run(call)
    .catch((error: unknown) => error);
  if (failure instanceof ApplicationFailure) return failure;
  throw new Error('The activity did not fail with an ApplicationFailure.');
}

test.each([
  [undefined, 'made-up-agent'],
  ['branch-agent', 'branch-agent'],
])('username %s: the three iServeU calls are made as %s', async (given, sent) => {
  const input = { ...CALLER, ...(given !== undefined && { username: given }) };
  const environment = ownRun();
  await environment.run(() => activities.getCustomer({ ...input, patience: PATIENCE }));
  await environment.run(() => activities.sendOtp(input));
  await environment.run(() => activities.processCustomerRegistration({ ...REGISTRATION, ...input }));
  expect(simulators.iserveu.journal.entries.map(({ fields }) => fields['username'])).toEqual([sent, sent, sent]);
});

const FAULTS: [answer: string, fault: Fault, ofRead: string, ofRegistration: string][] = [
  ['401', httpStatus(401), 'ProviderAccessDenied', 'ProviderAccessDenied'],
  ['403', httpStatus(403), 'ProviderAccessDenied', 'ProviderAccessDenied'],
  ['429', httpStatus(429), 'ProviderThrottled', 'ProviderThrottled'],
  ['400', httpStatus(400), 'ProviderContractBroken', 'ProviderContractBroken'],
  ['302', httpStatus(302), 'ProviderContractBroken', 'ProviderContractBroken'],
  ['an unknown code', failed('7', 'new'), 'ProviderContractBroken', 'ProviderContractBroken'],
  ['408', httpStatus(408), 'ProviderUnavailable', 'RegistrationUnconfirmed'],
  ['503', httpStatus(503), 'ProviderUnavailable', 'RegistrationUnconfirmed'],
  ['a reset connection', { kind: 'dropBefore' }, 'ProviderUnavailable', 'RegistrationUnconfirmed'],
  ['no answer in time', { kind: 'hang' }, 'ProviderUnavailable', 'RegistrationUnconfirmed'],
  ['bytes that are no text', { kind: 'garbage' }, 'ProviderContractBroken', 'RegistrationUnconfirmed'],
];

test.each(FAULTS)(
  '%s: get-customer and the registration fail by their type, without a word of the customer',
  async (_answer, fault, ofRead, ofRegistration) => {
    simulators.iserveu.scriptFault({ fault, times: 2 });
    const read = await failureOf(() => activities.getCustomer({ ...CALLER, patience: PATIENCE }));
    const registration = await failureOf(() => activities.processCustomerRegistration(REGISTRATION));
    expect(read.type).toBe(ofRead);
    expect(registration.type).toBe(ofRegistration);
    for (const { message, stack, details } of [read, registration]) {
      const text = `${message} ${stack} ${JSON.stringify(details)}`;
      for (const value of Object.values(PERSONAL)) expect(text).not.toContain(value);
    }
  },
);

test('a refused connection: nothing was processed, so both fail as ProviderUnavailable', async () => {
  await simulators.iserveu.refuseConnections();
  try {
    const read = await failureOf(() => activities.getCustomer({ ...CALLER, patience: PATIENCE }));
    const registration = await failureOf(() => activities.processCustomerRegistration(REGISTRATION));
    expect([read.type, registration.type]).toEqual(['ProviderUnavailable', 'ProviderUnavailable']);
  } finally {
    await simulators.iserveu.acceptConnections();
  }
});

test('code 4: get-customer may be retried, the registration is a value for the workflow', async () => {
  simulators.iserveu.scriptFault({ fault: SERVER_ISSUE, times: 2 });
  const read = await failureOf(() => activities.getCustomer({ ...CALLER, patience: PATIENCE }));
  expect(read).toMatchObject({ type: 'ProviderUnavailable', nonRetryable: false });
  const answer = ownRun().run(() => activities.processCustomerRegistration(REGISTRATION));
  expect(await answer).toEqual({ kind: 'serverIssue' });
});

test.each([
  ['another run', 'an-earlier-run'],
  ['none', undefined],
])('get-customer last asked by %s: nothing is sent, the workflow reads back first', async (_run, checkedByRunId) => {
  const answer = ownRun().run(() => activities.processCustomerRegistration({ ...REGISTRATION, checkedByRunId }));
  expect(await answer).toEqual({ kind: 'readBackFirst', callMayLastMs: 0 });
  expect(simulators.iserveu.journal.of('processCustomerRegistration', CALLER.mobileNumber)).toEqual([]);
});

test('get-customer tells which run has asked', async () => {
  const answer = ownRun().run(() => activities.getCustomer({ ...CALLER, patience: PATIENCE }));
  expect(await answer).toMatchObject({ kind: 'found', statusCode: '0', runId: RUN_ID });
});

test('a profile of another mobile number is dropped by the activity', async () => {
  const answer = ownRun().run(() =>
    activities.fetchClientProfile({ clientCode: 'OTHERMOB', mobileNumber: '9876543210', patience: PATIENCE }),
  );
  expect(await answer).toEqual({ kind: 'mismatch' });
});

test('an activity that is cancelled closes its connection', async () => {
  simulators.iserveu.scriptFault({ fault: { kind: 'hang' } });
  const environment = ownRun();
  const call = environment
    .run(() => activities.getCustomer({ ...CALLER, patience: PATIENCE }))
    .catch((error: unknown) => error);
  await simulators.iserveu.journal.waitFor(({ operation }) => operation === 'getCustomer');
  environment.cancel();
  await simulators.iserveu.journal.waitFor(({ ending }) => ending === 'clientGone');
  expect(await call).toBeInstanceOf(Error);
});
