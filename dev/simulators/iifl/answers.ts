/*
 * Source: IIFL's Client Profile page and its error page. Successes have `Status` as a string and `message`, failures a
 * number and `Message`; the head stays accepted when the body failed.
 */
const RESPONSE_CODE = 'IIFLMarRPBackoffClientProfile';
const ACCEPTED_HEAD = { responseCode: RESPONSE_CODE, status: '0', statusDescription: 'Success' };

/** The fields of a profile as IIFL spells them. */
export type IiflProfile = Readonly<Record<string, unknown>>;

/** A made-up profile in IIFL's spelling; without `Mobile` where none is given. */
export function sampleProfile(clientCode: string, mobile: string | undefined): IiflProfile {
  return {
    AccountType: 'S',
    ActivationDate: '20190101',
    BankAccountNumber: '00050XXXXXXX',
    BankIFSC: 'XYZ0000062',
    BankName: 'XYZ BANK LTD',
    ClientCode: clientCode,
    ClientName: 'Asha Rao',
    CorrespondenceAddress: '12 Lake View, Bhubaneswar',
    DOB: '19900101',
    Email: 'asha.rao@example.com',
    ...(mobile !== undefined && { Mobile: mobile }),
    NomineeName: '',
    PINCode: '751002',
    Pan: 'AXXXX0000X',
    PermanentAddress: '12 Lake View, Bhubaneswar',
    State: 'ODISHA',
  };
}

export function profileFound(profile: IiflProfile): object {
  return { body: { ...profile, Status: '0', message: 'Success' }, head: ACCEPTED_HEAD };
}

export function profileFailure(status: number, message: string): object {
  return { body: { Message: message, Status: status, _details: [] }, head: ACCEPTED_HEAD };
}

export const NO_RECORD = profileFailure(1, 'No record found.');
export const INVALID_INPUT = profileFailure(2, 'Invalid Input Parameters.');
export const SERVER_ISSUE = profileFailure(-1, 'Issue while process your request on Server.');
export const INVALID_SESSION = profileFailure(9, 'Invalid Session');
export const ACCESS_DENIED = profileFailure(-2, '403 : Access denied');

/** The head was wrong: there is no body. */
export const INVALID_HEAD: object = {
  body: null,
  head: { responseCode: RESPONSE_CODE, status: '2', statusDescription: 'Invalid head parameters' },
};

/** The session's other form: the head says so under an accepted status. */
export const INVALID_SESSION_IN_HEAD: object = {
  body: null,
  head: { ...ACCEPTED_HEAD, statusDescription: 'Invalid Session' },
};

/** Outside the pages: nothing is wrong and nothing is there. */
export const NULL_BODY: object = { body: null, head: ACCEPTED_HEAD };

const LOGIN_HEAD = { responseCode: 'IIFLMarRPLoginForVendor', status: '0', statusDescription: 'Success' };

export function loggedIn(email: string): object {
  const body = { Status: 0, Message: 'Successfully LoggedIn', EmailId: email, UserName: 'SIMULATED', ValidUpto: '' };
  return { head: LOGIN_HEAD, body };
}

/** Made up: no page says how a wrong e-mail or contact number is answered. */
export const LOGIN_REFUSED: object = { head: LOGIN_HEAD, body: { Status: 1, Message: 'Invalid login details' } };

export const LOGIN_INVALID_HEAD: object = {
  head: { ...LOGIN_HEAD, status: '2', statusDescription: 'Invalid head parameters' },
  body: null,
};
