import { maskMobileNumber } from '../../src/contract/mask-mobile-number.js';
import type { OnboardingResult } from '../../src/contract/result.js';

/** The record, with every personal value hidden but what a person needs to recognise it. */
export function describeRecord({ outcome, reason, record }: OnboardingResult): string[] {
  const lines: [string, string | undefined][] = [
    ['outcome', outcome],
    ['reason', reason],
    ['mobile number', record && maskMobileNumber(record.mobileNumber)],
    ['name', record && maskText(record.name)],
    ['KYC verified', record && (record.kycVerified ? 'yes' : 'no')],
    ['registration', record?.registration && `code ${record.registration.code}, by ${record.registration.confirmedBy}`],
    ['enrichment', record?.enrichment],
    ['client name', record?.profile?.clientName && maskText(record.profile.clientName)],
    ['PAN', record?.profile?.pan && maskText(record.profile.pan)],
    ['bank account', record?.profile?.bankAccountNumber && maskText(record.profile.bankAccountNumber)],
  ];
  return lines
    .filter(([, value]) => value !== undefined)
    .map(([label, value]) => `  ${label.padEnd(14)} ${value ?? ''}`);
}

/** The first letter of each word. */
function maskText(text: string): string {
  return text.replace(/(\S)\S*/g, '$1***');
}
