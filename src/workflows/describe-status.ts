import type { OnboardingStatus } from '../contract/status.js';
import { STAGE_WORDS } from '../contract/words.js';

/** The status as Markdown, for the current details that Temporal Web shows. */
export function describeStatus(status: OnboardingStatus): string {
  const { stage, outcome, mobileNumber, otp, attention, timeline } = status;
  const lines = [`**${outcome ?? stage}** ${mobileNumber}: ${STAGE_WORDS[stage]}`];
  if (attention !== undefined) {
    const next = attention.nextTryAt === undefined ? 'no further try by itself' : `next try ${attention.nextTryAt}`;
    lines.push(`**Needs attention: ${attention.reason}** since ${attention.since}, ${next}, or on \`retryNow\``);
  }
  if (otp !== undefined) {
    const problem = otp.lastProblem === undefined ? '' : `, last OTP ${otp.lastProblem}`;
    lines.push(`OTP until ${otp.deadline}, ${otp.attemptsLeft} attempts left${problem}, ${otp.sends} sends`);
  }
  return [...lines.map((line) => `${line}\n`), ...timeline.map(({ at, event }) => `- ${at} ${event}`)].join('\n');
}
