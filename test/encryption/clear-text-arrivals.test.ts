import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { findFreePort } from '../../dev/temporal/free-port.js';
import { protectPayloads } from '../../src/worker/payload-protection.js';
import { QUIET_TELEMETRY } from '../support/keep-quiet.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { Onboarding } from '../support/onboarding.js';
import { PausableWorker } from '../support/pausable-worker.js';
import { attributesOf, expectNoWorkflowTaskFailed } from '../support/workflow-history.js';
import { converterWith } from './keyed-onboardings.js';
import { KEY_A } from './payloads.js';

let metricsPort: number;
let connection: Connection;
let worker: PausableWorker;
beforeAll(async () => {
  metricsPort = await findFreePort();
  const metrics = { prometheus: { bindAddress: `127.0.0.1:${metricsPort}` } };
  Runtime.install({ telemetryOptions: { ...QUIET_TELEMETRY, metrics } });
  connection = await Connection.connect({ address: inject('temporalAddress') });
  worker = await PausableWorker.create();
});
afterAll(async () => {
  await worker.stop();
  await connection.close();
});

/** The data converter of a worker process with the key a, and its log. */
function protection(clearText: 'take' | 'refuse') {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const logger = pino({ base: null, timestamp: false }, { write });
  const meter = Runtime.instance().metricMeter;
  const dataConverter = protectPayloads({ payloadKeys: [KEY_A], clearText, namespace: 'default', logger, meter });
  return { dataConverter, lines };
}

const ENCRYPTED = converterWith([KEY_A]);
/** Of somebody who writes without a codec; only the test's own reading is helped by the key. */
const CLEAR: DataConverter = {
  payloadCodecs: (ENCRYPTED.payloadCodecs ?? []).map((codec) => ({
    encode: (payloads) => Promise.resolve(payloads),
    decode: (payloads, context) => codec.decode(payloads, context),
  })),
};

/** The same onboarding, seen by another client. */
function seenBy(dataConverter: DataConverter, { handle }: Onboarding): Onboarding {
  const { workflow } = new Client({ connection, dataConverter });
  return new Onboarding(workflow.getHandle(handle.workflowId));
}

async function counted(fate: 'taken' | 'refused'): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const line = text
    .split('\n')
    .find((each) => each.startsWith('onboarding_clear_text_payloads') && each.includes(fate));
  return Number(line?.split(' ').at(-1) ?? 0);
}

describe('a worker that takes clear text', () => {
  test('says at start under which keys payloads are', () => {
    const { lines } = protection('take');
    expect(lines).toEqual([
      { level: 30, encryptsUnder: 'a', decryptsUnder: ['a'], clearText: 'take', msg: 'payloads are encrypted' },
    ]);
  });

  test('onboards who was started without a codec, counts it, and warns once with the workflow id', async () => {
    const { dataConverter, lines } = protection('take');
    const countBefore = await counted('taken');
    await worker.resume(dataConverter);
    const onboarding = await worker.startOnboarding('9876504001', {}, CLEAR);
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(RIGHT_OTP);
    expect(await onboarding.result()).toMatchObject({ outcome: 'registered' });
    await worker.pause();

    // The request and the code.
    expect((await counted('taken')) - countBefore).toBe(2);
    expect(lines.filter(({ level }) => level === 40)).toEqual([
      {
        level: 40,
        workflowId: onboarding.handle.workflowId,
        msg: 'a payload in clear text was taken although there are keys',
      },
    ]);
  });

  test('counts and warns of nothing where all is encrypted', async () => {
    const { dataConverter, lines } = protection('take');
    const countBefore = await counted('taken');
    await worker.resume(dataConverter);
    const onboarding = await worker.startOnboarding('9876504002', { sendOtp: true }, ENCRYPTED);
    await onboarding.untilEvent('otpSent');
    await onboarding.submit('000000');
    await onboarding.untilEvent('otpRefused');
    expect(await onboarding.verify(RIGHT_OTP)).toMatchObject({ result: 'registered' });
    await onboarding.result();
    await worker.pause();
    expect(lines).toHaveLength(1);
    expect(await counted('taken')).toBe(countBefore);
  });
});

describe('a worker that refuses clear text', () => {
  test('fails such a start with InvalidRequest, before any provider is called', async () => {
    const { dataConverter, lines } = protection('refuse');
    const countBefore = await counted('refused');
    await worker.resume(dataConverter);
    const onboarding = await worker.startOnboarding('9876504003', {}, CLEAR);
    const failure = await onboarding.failure();
    expect(failure.type).toBe('InvalidRequest');
    await worker.pause();
    expect(worker.iserveu.journal.of('getCustomer', '9876504003')).toEqual([]);
    expect((await counted('refused')) - countBefore).toBe(1);
    expect(lines.at(-1)).toMatchObject({
      level: 40,
      workflowId: onboarding.handle.workflowId,
      msg: 'a payload in clear text was refused although there are keys',
    });
  });

  test('ignores such a signal and refuses such an update: the code counts as malformed', async () => {
    const { dataConverter } = protection('refuse');
    await worker.resume(dataConverter);
    const onboarding = await worker.startOnboarding('9876504004', {}, ENCRYPTED);
    await onboarding.untilStage('awaitingOtp');
    const fromOutside = seenBy(CLEAR, onboarding);
    await fromOutside.submit(RIGHT_OTP);
    expect(await onboarding.untilEvent('otpMalformed')).toMatchObject({
      stage: 'awaitingOtp',
      otp: { attemptsLeft: 5, lastProblem: 'malformed' },
    });
    await expect(fromOutside.verify(RIGHT_OTP)).rejects.toMatchObject({ cause: { type: 'OtpMalformed' } });
    expect(worker.iserveu.journal.of('processCustomerRegistration', '9876504004')).toEqual([]);

    // What needs no payload works for everybody; what is encrypted works as ever.
    await fromOutside.resend();
    await onboarding.submit(RIGHT_OTP);
    expect(await onboarding.result()).toMatchObject({ outcome: 'registered' });
    await expectNoWorkflowTaskFailed(onboarding.handle);
    await worker.pause();
  });

  test('an onboarding that was started in clear text under take waits until take is back', async () => {
    await worker.resume(protection('take').dataConverter);
    const onboarding = await worker.startOnboarding('9876504005', {}, CLEAR);
    const seen = seenBy(ENCRYPTED, onboarding);
    await seen.untilStage('awaitingOtp');
    await worker.pause();
    await worker.resume(protection('refuse').dataConverter);
    await seen.submit(RIGHT_OTP);
    await vi.waitFor(
      async () => {
        const [failed] = await attributesOf(onboarding.handle, 'workflowTaskFailedEventAttributes');
        expect(failed?.failure?.message).toContain('Nondeterminism error');
      },
      { timeout: 20_000 },
    );
    expect((await seen.handle.describe()).status.name).toBe('RUNNING');
    await worker.pause();
    await worker.resume(protection('take').dataConverter);
    expect(await seen.result()).toMatchObject({ outcome: 'registered' });
    await worker.pause();
  });
});
