import type { ClientProfile } from '../../contract/result.js';

/** IIFL's field names and ours. Source: docs/provider-coverage.md, BackoffClientProfile. */
export const PROFILE_FIELDS = {
  ClientCode: 'clientCode',
  ClientName: 'clientName',
  DOB: 'dob',
  ActivationDate: 'activationDate',
  Pan: 'pan',
  AccountType: 'accountType',
  NomineeName: 'nomineeName',
  PermanentAddress: 'permanentAddress',
  CorrespondenceAddress: 'correspondenceAddress',
  PINCode: 'pincode',
  State: 'state',
  BankAccountNumber: 'bankAccountNumber',
  BankIFSC: 'bankIfsc',
  BankName: 'bankName',
  Mobile: 'mobile',
  Email: 'email',
} as const satisfies Record<string, keyof ClientProfile>;

/** The head of every request, as IIFL spells it. */
export const HEAD_FIELDS = ['appName', 'appVer', 'key', 'osName', 'requestCode', 'userId', 'password'] as const;

/** The body of a login, and what is answered to it. */
const LOGIN_FIELDS = [
  ...['Email_id', 'ContactNumber', 'LocalIP', 'PublicIP'],
  ...['EmailId', 'UserName', 'TTManagerId', 'VendorName', 'ValidUpto'],
];

/** Every field that we send to IIFL or read from its answers, in IIFL's spelling and in ours; logs mask them all. */
export const IIFL_FIELDS = [
  ...HEAD_FIELDS,
  ...LOGIN_FIELDS,
  ...['Ocp-Apim-Subscription-Key', 'Cookie', 'Set-Cookie', 'IIFLMarcookie'],
  ...Object.keys(PROFILE_FIELDS),
  ...Object.values(PROFILE_FIELDS),
];
