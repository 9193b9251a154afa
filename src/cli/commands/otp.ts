import type { OtpVerification } from '../../contract/otp.js';
import { withOnboarding, type CommandContext, type Target } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { UsageError } from '../usage-error.js';

const FATE_WORDS: Record<OtpVerification['result'], string> = {
  registered: 'registered',
  refused: 'iServeU refused the code',
  unconfirmed: 'nobody knows whether iServeU took the code; a new one is needed',
  rejected: 'iServeU rejected the customer',
};

export interface OtpArguments {
  /** The ID and the code as far as they were given; with a mobile number the code alone. */
  words: readonly string[];
  mobileNumber?: string | undefined;
  waitMs?: number | undefined;
}

/** `otp`: sends a code; with `--wait` it waits for the code's fate. */
export async function otp(context: CommandContext, { words, mobileNumber, waitMs }: OtpArguments): Promise<ExitCode> {
  const { output } = context;
  const [id, givenCode] = mobileNumber === undefined ? words : [undefined, ...words];
  const surplus = words.length > (mobileNumber === undefined ? 2 : 1);
  if (surplus) throw new UsageError('otp takes one ID, or --mobile-number, and one code');
  const target: Target = { id, mobileNumber };
  return await withOnboarding(context, target, { payloads: true }, async (client, onboardingId) => {
    const code = givenCode ?? (await context.input.line('Code'));
    if (waitMs === undefined) {
      await client.submitOtp(onboardingId, code);
      output.answer(
        { onboardingId, submitted: true },
        `Code handed to ${onboardingId}; status tells what becomes of it`,
      );
      return ExitCode.done;
    }
    const verification = await client.verifyOtp(onboardingId, code, { deadlineMs: waitMs });
    const left = `${verification.attemptsLeft} ${verification.attemptsLeft === 1 ? 'attempt' : 'attempts'} left`;
    const isOver = verification.result === 'registered' || verification.result === 'rejected';
    output.answer(verification, FATE_WORDS[verification.result] + (isOver ? '' : `, ${left}`));
    return verification.result === 'registered' ? ExitCode.done : ExitCode.no;
  });
}
