/**
 * Whether a provider's mobile number is the customer's: digits only, a leading +91, 91 or 0 dropped, ten digits equal.
 */
export function isSameMobileNumber(providers: string | undefined, mobileNumber: string): boolean {
  const digits = (providers ?? '').replace(/\D/g, '');
  const local = digits.length > 10 ? digits.replace(/^(?:91|0)/, '') : digits;
  return local.length === 10 && local === mobileNumber;
}
