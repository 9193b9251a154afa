import type { OnboardingPolicy } from '../../src/contract/policy.js';
import type { OnboardingRequest } from '../../src/contract/request.js';
import type { CanaryStage } from './canary-stage.js';
import { PLANTED, PLANTED_PROFILE, plantedMobileNumber, plantedRequest } from './planted.js';

/** What the providers are told before the start. */
type Prepare = (stage: CanaryStage, mobileNumber: string) => void;
/** What people do after the start. */
type Act = (stage: CanaryStage, workflowId: string) => Promise<void>;
type IserveuFault = Parameters<CanaryStage['simulators']['iserveu']['scriptFault']>[0]['fault'];
type IiflFault = Parameters<CanaryStage['simulators']['iifl']['scriptFault']>[0]['fault'];

/** One way through an onboarding, with a customer of its own. */
export interface Scenario {
  name: string;
  request?: Partial<OnboardingRequest>;
  policy?: Partial<OnboardingPolicy>;
  prepare?: Prepare;
  act?: Act;
}

const { otp, wrongOtp, malformedOtp } = PLANTED;
/** Waits so short that a test need not wait for them. */
export const QUICK_POLICY: Partial<OnboardingPolicy> = {
  otpLength: 10,
  otpWaitMs: 20_000,
  readBackWindowMs: 500,
  attentionAfterMs: 500,
  attentionRetryMs: 500,
  registrationGiveUpMs: 4_000,
  enrichmentGiveUpMs: 1_500,
  notify: true,
};
/** A provider's text that quotes what it was sent, as real ones do. */
const INDISCREET = `${PLANTED.name} ${PLANTED.ovdData} ${PLANTED.address} is refused`;

const typing =
  (...codes: string[]): Act =>
  async (stage, id) => {
    for (const code of codes) await stage.hearing(stage.client.verifyOtp(id, code));
  };

const cancelling: Act = async (stage, id) => {
  for await (const { stage: step, attention } of stage.client.watch(id, { intervalMs: 100 })) {
    if (step !== 'checking' || attention !== undefined) break;
  }
  await stage.client.cancel(id);
};

const registrationFault =
  (fault: IserveuFault, times: number | 'always' = 1): Prepare =>
  ({ simulators }, mobileNumber) => {
    simulators.iserveu.scriptFault({ operation: 'processCustomerRegistration', mobileNumber, fault, times });
  };

const checkFault =
  (fault: IserveuFault): Prepare =>
  ({ simulators }, mobileNumber) => {
    simulators.iserveu.scriptFault({ operation: 'getCustomer', mobileNumber, fault, times: 'always' });
  };

const profileFault =
  (fault: IiflFault): Prepare =>
  ({ simulators }) => {
    simulators.iifl.scriptFault({ clientCode: 'ZQFAULT', fault, times: 'always' });
  };

const refusing = (text: string) => ({ kind: 'reply', json: { statusCode: '-1', statusDesc: text } }) as const;

/** Every outcome, and every kind of fault that can make an error or a log line. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'registered and enriched', request: { clientCode: 'ZQMATCH' }, act: typing(otp) },
  { name: 'registered after codes that are wrong and no codes', act: typing(malformedOtp, wrongOtp, wrongOtp, otp) },
  {
    name: 'codes by signal, malformed and unknown signals',
    act: async (stage, id) => {
      await stage.hearing(stage.client.submitOtp(id, malformedOtp));
      await stage.client.submitOtp(id, wrongOtp);
      await stage.client.submitOtp(id, otp);
    },
  },
  {
    name: 'registered already',
    prepare: ({ simulators }, mobileNumber) => {
      simulators.iserveu.setCustomer({ mobileNumber, state: 'verified', name: PLANTED.name });
    },
  },
  { name: 'rejected', prepare: registrationFault(refusing(INDISCREET)), act: typing(otp) },
  { name: 'no code in time', policy: { otpWaitMs: 500 } },
  { name: 'too many wrong codes', policy: { otpMaxAttempts: 1 }, act: typing(wrongOtp) },
  { name: 'cancelled', act: cancelling },
  { name: 'given up', prepare: checkFault({ kind: 'status', status: 503, text: INDISCREET }) },
  { name: 'answer lost', prepare: registrationFault({ kind: 'dropAfter' }), act: typing(otp) },
  { name: 'no answer', prepare: registrationFault({ kind: 'hang' }), act: typing(otp, otp) },
  { name: 'access denied', prepare: checkFault({ kind: 'status', status: 401, text: INDISCREET }), act: cancelling },
  { name: 'indiscreet agent text', prepare: checkFault(refusing(`User not onboarded ${INDISCREET}`)), act: cancelling },
  { name: 'garbage', prepare: checkFault({ kind: 'garbage' }), act: cancelling },
  { name: 'huge answer', prepare: checkFault({ kind: 'huge' }), act: cancelling },
  {
    name: 'no JSON but the values',
    prepare: checkFault({ kind: 'replyText', text: `<html>${INDISCREET}</html>` }),
    act: cancelling,
  },
  {
    name: 'a code that is a name',
    prepare: checkFault({ kind: 'reply', json: { statusCode: PLANTED.name, statusDesc: INDISCREET } }),
    act: cancelling,
  },
  { name: 'redirect', prepare: checkFault({ kind: 'status', status: 302, text: INDISCREET }), act: cancelling },
  {
    name: 'code 4 and then a code that is a name',
    prepare: (stage, mobileNumber) => {
      registrationFault({ kind: 'reply', json: { statusCode: '4', statusDesc: INDISCREET } })(stage, mobileNumber);
      registrationFault({ kind: 'reply', json: { statusCode: PLANTED.ovdData } })(stage, mobileNumber);
    },
    act: typing(otp),
  },
  { name: "somebody else's profile", request: { clientCode: 'ZQOTHER' }, act: typing(otp) },
  {
    name: 'IIFL denies access',
    request: { clientCode: 'ZQFAULT' },
    prepare: profileFault({ kind: 'status', status: 403, text: PLANTED_PROFILE.Pan }),
    act: typing(otp),
  },
  { name: 'invalid request', request: { pincode: PLANTED.name, ovdData: PLANTED.address } },
  { name: 'codes sent by us', policy: { sendOtp: true, otpResendGapMs: 1 }, act: typing(otp) },
];

/** Makes the planted code the right one for a customer. */
export function prepareProviders({ iserveu }: CanaryStage['simulators'], mobileNumber: string): void {
  iserveu.setOtp(mobileNumber, otp);
  iserveu.setNextOtps(mobileNumber, [otp, otp, otp]);
}

/** Runs every scenario to its end. @returns the mobile numbers of their customers */
export async function runScenarios(stage: CanaryStage, scenarios: readonly Scenario[]): Promise<string[]> {
  const { simulators } = stage;
  simulators.iifl.setClient({ clientCode: 'ZQOTHER', mobile: '9182739999', fields: PLANTED_PROFILE });
  return Promise.all(
    scenarios.map(async ({ request, policy, prepare, act }, index) => {
      const mobileNumber = plantedMobileNumber(index);
      prepareProviders(simulators, mobileNumber);
      if (request?.clientCode === 'ZQMATCH') {
        simulators.iifl.setClient({ clientCode: 'ZQMATCH', mobile: mobileNumber, fields: PLANTED_PROFILE });
      }
      prepare?.(stage, mobileNumber);
      const whole = { ...plantedRequest(mobileNumber), ...request, policy: { ...QUICK_POLICY, ...policy } };
      await stage.hearing(onboard(stage, whole, act));
      return mobileNumber;
    }),
  );
}

async function onboard(stage: CanaryStage, request: OnboardingRequest, act?: Act): Promise<void> {
  const { workflowId } = await stage.client.start(request);
  await act?.(stage, workflowId);
  await stage.hearing(stage.client.result(workflowId));
  await stage.client.status(workflowId);
}
