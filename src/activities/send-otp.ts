import type { IserveuApi } from '../providers/iserveu/iserveu-api.js';
import { attemptOnce } from './attempt.js';
import type { SendOtpAnswer, SendOtpInput } from './onboarding-activities.js';

/** Asks iServeU to send a code. Source: docs/provider-coverage.md, otp/send. */
export async function sendOtp(iserveu: IserveuApi, request: SendOtpInput & { username: string }) {
  return attemptOnce<SendOtpAnswer>('otp/send', async (signal) => {
    const outcome = await iserveu.sendOtp(request, signal);
    switch (outcome.kind) {
      case 'notProcessed':
      case 'accessDenied':
        return { fault: outcome };
      default:
        return { answer: { kind: outcome.kind } };
    }
  });
}
