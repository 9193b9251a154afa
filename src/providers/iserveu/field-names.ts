/**
 * Every field that we send to iServeU or read from its answers, as iServeU spells them. Logs mask them all, so a field
 * of the API belongs here before anything else can use it.
 */
export const ISERVEU_FIELDS = [
  'mobileNumber',
  'customerMobileNumber',
  'username',
  'latlong',
  'latLong',
  'publicIP',
  'name',
  'otp',
  'otpType',
  'address',
  'pincode',
  'ovdType',
  'ovdData',
  'paramA',
  'paramB',
  'paramC',
  'RequestData',
  'ResponseData',
  'client_id',
  'client_secret',
  'pass_key',
  'header_secrets',
  'epoch',
  'statusCode',
  'statusDesc',
  'KYCTypeFlag',
] as const;

/** Fields of one request. */
export type IserveuFields = Partial<Record<(typeof ISERVEU_FIELDS)[number], unknown>>;
