/** process-customer-registration's failure of a request without a name. */
export const EMPTY_NAME = 'Name Must Not Be Empty or Null';

/** get-customer's failure. Source: iServeU's page, Customer API, "Failed". */
export function customerFailure(mobileNumber: string, statusCode: string, statusDesc: string): object {
  return { mobileNumber, statusCode, statusDesc, KYCTypeFlag: false, status: 'FAILED' };
}

/** process-customer-registration's failure, with the parameters it gives back. */
export function registrationFailure(
  fields: Readonly<Record<string, unknown>>,
  statusCode: string,
  statusDesc: string,
): object {
  const { name, mobileNumber } = fields;
  return {
    ...(name !== undefined && { name }),
    ...(mobileNumber !== undefined && { mobileNumber }),
    statusCode,
    statusDesc,
    // The page's sample of this failure alone has no flag.
    ...(statusDesc !== EMPTY_NAME && { KYCTypeFlag: false }),
    status: 'FAILED',
    ...echoedParameters(fields),
  };
}

/** paramA to paramC come back as they were given, empty where they were not. */
export function echoedParameters(fields: Readonly<Record<string, unknown>>): object {
  const { paramA = '', paramB = '', paramC = '' } = fields;
  return { paramA, paramB, paramC };
}

/** otp/send's answers have no customer in them. */
export function sendOtpFailure(statusDesc: string): object {
  return { status: 'FAILED', statusCode: '-1', statusDesc };
}
