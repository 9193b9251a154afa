import { AFTER_UNCONFIRMED, type OtpFate, type OtpVerification } from '../../contract/otp.js';
import { commandAboutOne, type DefineCommand, type TargetFlags } from '../command.js';
import { withOnboarding } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { secondsToMs } from '../seconds.js';
import { UsageError } from '../usage-error.js';

const FATE_WORDS: Record<OtpFate, string> = {
  registered: 'registered',
  refused: 'iServeU refused the OTP',
  unconfirmed: `iServeU did not confirm the OTP. ${AFTER_UNCONFIRMED}`,
  rejected: 'iServeU rejected the customer',
};

type Flags = TargetFlags & { wait?: number };

/** `otp`: submits an OTP; with `--wait` it waits for the answer to it. */
export const otp: DefineCommand = (act) =>
  commandAboutOne('otp', 'submit an OTP; without CODE it is asked for unseen, or read from standard input')
    .argument('[CODE]', 'the OTP')
    .option('--wait <seconds>', 'wait for the answer to the OTP', secondsToMs)
    .action(
      act(async (context, first: string | undefined, second: string | undefined, { mobileNumber, wait }: Flags) => {
        // With a mobile number in place of the ID the one argument is the OTP.
        const [id, given] = mobileNumber === undefined ? [first, second] : [undefined, first];
        const isSurplus = mobileNumber !== undefined && second !== undefined;
        if (isSurplus) throw new UsageError('otp takes one ID, or --mobile-number, and one CODE');
        const { input, output } = context;
        return await withOnboarding(
          context,
          { id, mobileNumber },
          { payloads: true },
          async (client, workflowId, run) => {
            const typed = given ?? (await input.line('OTP'));
            if (wait === undefined) {
              await client.submitOtp(workflowId, typed, run);
              output.answer(
                { onboardingId: workflowId, submitted: true },
                `OTP submitted to ${workflowId}; status tells the answer`,
              );
              return ExitCode.done;
            }
            const verification = await client.verifyOtp(workflowId, typed, { ...run, deadlineMs: wait });
            output.answer(verification, verificationText(verification));
            return verification.result === 'registered' ? ExitCode.done : ExitCode.no;
          },
        );
      }),
    );

function verificationText({ result, attemptsLeft }: OtpVerification): string {
  const isFinal = result === 'registered' || result === 'rejected';
  return FATE_WORDS[result] + (isFinal ? '' : ` (${attemptsLeft} ${attemptsLeft === 1 ? 'attempt' : 'attempts'} left)`);
}
