/** A mobile number with all but its last four digits hidden, for status, summaries and logs. */
export function maskMobileNumber(mobileNumber: string): string {
  return `******${mobileNumber.slice(-4)}`;
}
