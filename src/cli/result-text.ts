import { maskMobileNumber } from '../contract/mask-mobile-number.js';
import type { OnboardingResult } from '../contract/result.js';
import { ENRICHMENT_WORDS, OUTCOME_WORDS } from '../contract/words.js';

/** The result for people, masked: the record itself is for `--json`. */
export function resultText({ outcome, reason, record }: OnboardingResult): string {
  const lines = [OUTCOME_WORDS[outcome]];
  if (reason !== undefined) lines.push(`  iServeU says   ${reason}`);
  if (record !== undefined) {
    const { mobileNumber, kycVerified, registration, enrichment } = record;
    lines.push(`  mobile number  ${maskMobileNumber(mobileNumber)}`);
    lines.push(`  KYC verified   ${kycVerified ? 'yes' : 'no'}`);
    if (registration !== undefined) {
      const by = registration.confirmedBy === 'answer' ? "iServeU's answer" : 'asking iServeU afterwards';
      lines.push(`  confirmed by   ${by} (code ${registration.code})`);
    }
    lines.push(`  IIFL profile   ${enrichment}: ${ENRICHMENT_WORDS[enrichment]}`);
    lines.push('The record holds personal data; --json prints it.');
  }
  return lines.join('\n');
}
