import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulators, type Simulators } from '../../dev/simulators/index.js';
import { readWorkerEnvironment } from '../../src/config/worker.js';
import { createIiflApi, type IiflConnection } from '../../src/providers/iifl/create-iifl-api.js';
import { createIserveuApi, type IserveuConnection } from '../../src/providers/iserveu/create-iserveu-api.js';

const never = new AbortController().signal;

/** The simulators are written from the providers' pages alone, and share no code with what calls them. */
for (const auth of ['plain', 'encrypted'] as const) {
  describe(`the simulated providers, iServeU in ${auth} mode`, () => {
    let simulators: Simulators;
    let iserveu: IserveuConnection;
    let iifl: IiflConnection;
    beforeAll(async () => {
      simulators = await startSimulators({ iserveu: { auth } });
      const config = readWorkerEnvironment({ ...simulators.environment, PAYLOAD_KEYS: 'none' });
      iserveu = createIserveuApi(config.iserveu);
      iifl = createIiflApi(config.iifl);
    });
    afterAll(async () => {
      iserveu.close();
      iifl.close();
      await simulators.stop();
    });

    const customer = (mobileNumber: string) => ({
      mobileNumber,
      username: simulators.environment['ISERVEU_USERNAME'] ?? '',
      latlong: '12.97,77.59',
      publicIP: '203.0.113.7',
    });

    test('a customer is not known, is sent a code, is registered with it, and is known', async () => {
      const asha = customer('9876543210');
      expect(await iserveu.getCustomer(asha, never)).toMatchObject({ kind: 'found', statusCode: '0' });
      expect(await iserveu.sendOtp(asha, never)).toEqual({ kind: 'sent' });
      const register = (otp: string) => iserveu.processCustomerRegistration({ ...asha, name: 'Asha Rao', otp }, never);
      expect(await register('000000')).toEqual({ kind: 'otpRefused' });
      expect(await register('123456')).toMatchObject({ kind: 'registered', statusCode: '2', kycFlag: true });
      expect(await iserveu.getCustomer(asha, never)).toMatchObject({ kind: 'found', statusCode: '2', kycFlag: true });
    });

    for (const [mobileNumber, outcome] of [
      ['9000000001', { kind: 'found', statusCode: '1' }],
      ['9000000002', { kind: 'found', statusCode: '2' }],
      ['9000000003', { kind: 'found', statusCode: '3' }],
      ['9000000011', { kind: 'rejected' }],
      ['9000000013', { kind: 'agentNotSetUp' }],
      ['9000000026', { kind: 'unavailable', cause: 'HTTP 503' }],
      ['9000000027', { kind: 'throttled', cause: 'HTTP 429', retryAfterMs: 5_000 }],
      ['9000000028', { kind: 'accessDenied', cause: 'HTTP 401' }],
      ['9000000029', { kind: 'contractBroken' }],
    ] as const) {
      test(`get-customer of ${mobileNumber} is ${JSON.stringify(outcome)}`, async () => {
        expect(await iserveu.getCustomer(customer(mobileNumber), never)).toMatchObject(outcome);
      });
    }

    for (const [clientCode, outcome] of [
      ['P6543210', { kind: 'found', profile: { mobile: expect.stringContaining('9876543210') as unknown } }],
      ['NORECORD', { kind: 'noRecord' }],
      ['INVALID2', { kind: 'invalidClientCode' }],
      ['SERVERR1', { kind: 'unavailable' }],
      ['SESSION9', { kind: 'accessDenied' }],
      ['SESSHEAD', { kind: 'accessDenied' }],
      ['DENIED02', { kind: 'accessDenied' }],
      ['BADHEAD2', { kind: 'accessDenied' }],
    ] as const) {
      test(`the profile of ${clientCode} is ${outcome.kind}`, async () => {
        expect(await iifl.fetchClientProfile(clientCode, never)).toMatchObject(outcome);
      });
    }
  });
}
