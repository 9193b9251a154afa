import type { ClientProfileAnswer } from '../../../src/providers/iifl/read-client-profile-answer.js';
import type { AnswerRow } from '../support/answers.js';

const acceptedHead = { responseCode: 'IIFLMarRPBackoffClientProfile', status: '0', statusDescription: 'Success' };

/** The documented sample, with made-up data. */
export const SAMPLE_BODY = {
  AccountType: 'S',
  ActivationDate: '20190101',
  BankAccountNumber: '00050XXXXXXX',
  BankIFSC: 'XYZ0000062',
  BankName: 'XYZ BANK LTD',
  ClientCode: 'S0002',
  ClientName: 'Asha Rao',
  CorrespondenceAddress: 'ABC Apartment',
  DOB: '19800101',
  Email: 'asha@example.com',
  Mobile: '9876543210',
  NomineeName: '',
  PINCode: 'S0002',
  Pan: 'AXXXX0000X',
  PermanentAddress: 'ABC Apartment',
  State: 'RAJASTHAN',
  Status: '0',
  message: 'Success',
};

const SAMPLE_PROFILE = {
  accountType: 'S',
  activationDate: '20190101',
  bankAccountNumber: '00050XXXXXXX',
  bankIfsc: 'XYZ0000062',
  bankName: 'XYZ BANK LTD',
  clientCode: 'S0002',
  clientName: 'Asha Rao',
  correspondenceAddress: 'ABC Apartment',
  dob: '19800101',
  email: 'asha@example.com',
  mobile: '9876543210',
  pincode: 'S0002',
  pan: 'AXXXX0000X',
  permanentAddress: 'ABC Apartment',
  state: 'RAJASTHAN',
};

const INVALID_SESSION: ClientProfileAnswer = { kind: 'sessionInvalid', cause: 'IIFL reports an invalid session' };
const HEAD_REFUSED: ClientProfileAnswer = { kind: 'accessDenied', cause: 'IIFL refuses the head of the request' };

type Row = AnswerRow<ClientProfileAnswer>;

function row(name: string, outcome: ClientProfileAnswer, body: unknown, head: unknown = acceptedHead): Row {
  return { name, body: { head, body }, outcome };
}

function broken(name: string, cause: string, body: unknown, head: unknown = acceptedHead): Row {
  return row(name, { kind: 'contractBroken', cause }, body, head);
}

function found(name: string, body: object, profile: object): Row {
  return row(name, { kind: 'found', profile }, { Status: 0, ...body });
}

const failure = (Status: number | string, Message: string) => ({ Message, Status, _details: [] });

/** Answers of BackoffClientProfile. Source: IIFL's page, its error page, and the quirks known of it. */
export const CLIENT_PROFILE_ROWS: Row[] = [
  row('Status "0", a profile', { kind: 'found', profile: SAMPLE_PROFILE }, SAMPLE_BODY),
  row('Status 1, no data found', { kind: 'noRecord' }, failure(1, 'No record found.')),
  row('Status 2, not a valid parameter', { kind: 'invalidClientCode' }, failure(2, 'Invalid Input Parameters.')),
  row(
    'Status -1, issue on the server',
    { kind: 'unavailable', cause: 'IIFL reports an issue on its server (Status -1)' },
    failure(-1, 'Issue while process your request on Server'),
  ),
  row('Status 9, invalid session', INVALID_SESSION, failure(9, 'Invalid Session')),
  row(
    'Status 9 with another text',
    { kind: 'sessionInvalid', cause: 'IIFL reports an invalid session (Status 9)' },
    failure(9, 'Please log in'),
  ),
  row(
    'Status -2, access denied',
    { kind: 'accessDenied', cause: 'IIFL denies access (Status -2)' },
    failure(-2, '403 : Access denied'),
  ),
  row('head status "2", body null', HEAD_REFUSED, null, {
    responseCode: 'IIFLMarRQBackoffClientProfile',
    status: '2',
    statusDescription: 'Invalid head parameters',
  }),
  row('head status 2 as a number', HEAD_REFUSED, null, { status: 2 }),
  row('another head status', HEAD_REFUSED, SAMPLE_BODY, { status: '1', statusDescription: 'Failure' }),
  row('"Invalid Session" in a head with status "0"', INVALID_SESSION, null, {
    ...acceptedHead,
    statusDescription: 'Invalid Session',
  }),
  row('"Invalid Session" in a head, beside a profile', INVALID_SESSION, SAMPLE_BODY, {
    ...acceptedHead,
    statusDescription: 'invalid  SESSION.',
  }),
  row('"Invalid Session" as message', INVALID_SESSION, { Status: 1, message: 'Error: Invalid Session' }),
  row('"Invalid Session" as message beside another Message', INVALID_SESSION, {
    Status: '0',
    message: 'Invalid Session',
    Message: 'Success',
  }),
  row('"Invalid Session" without any head', INVALID_SESSION, failure(9, 'Invalid Session'), null),
  row('Status "1" as a text with spaces', { kind: 'noRecord' }, failure(' 1 ', 'No record found.')),
  row('Status "2" as a text', { kind: 'invalidClientCode' }, failure('2', 'Invalid Input Parameters.')),
  row('Status under another spelling', { kind: 'noRecord' }, { status: 1, message: 'No record found.' }),
  row('no text at all', { kind: 'noRecord' }, { Status: 1 }),
  row('a head that echoes the request code', { kind: 'noRecord' }, failure(1, ''), {
    responseCode: 'IIFLMarRQBackoffClientProfile',
    status: 0,
  }),
  found('an empty profile', {}, {}),
  found(
    'fields that are null, empty or blank are left out',
    { Pan: null, Email: '', State: '  ', Mobile: '1' },
    { mobile: '1' },
  ),
  found('numbers become texts', { Mobile: 9876543210, PINCode: 302001 }, { mobile: '9876543210', pincode: '302001' }),
  found('texts stay as they are', { ClientName: ' Asha  Rao ' }, { clientName: ' Asha  Rao ' }),
  found('fields that nobody documented are left out', { FatherName: 'Ravi Rao', _details: [] }, {}),
  found('field names in another case', { pinCode: '302001', bankIfsc: 'X' }, { pincode: '302001', bankIfsc: 'X' }),
  found('a text of 1000 characters', { PermanentAddress: 'a'.repeat(1_000) }, { permanentAddress: 'a'.repeat(1_000) }),
  broken('a text of 1001 characters', 'body.PermanentAddress is too long or of the wrong type', {
    Status: 0,
    PermanentAddress: 'a'.repeat(1_001),
  }),
  broken('an object for a text', 'body.Email is too long or of the wrong type', { Status: 0, Email: { a: 1 } }),
  broken('a list for a text', 'body.Pan is too long or of the wrong type', { Status: 0, Pan: ['AXXXX0000X'] }),
  broken('true for a text', 'body.State is too long or of the wrong type', { Status: 0, State: true }),
  {
    name: 'a number whose last digits JSON lost',
    body: `{"head":{"status":"0"},"body":{"Status":0,"BankAccountNumber":123456789012345678}}`,
    outcome: { kind: 'contractBroken', cause: 'body.BankAccountNumber is too long or of the wrong type' },
  },
  broken('an undocumented Status', 'body.Status is not one of the documented codes', failure(3, 'Success')),
  broken('no Status', 'body.Status is missing or of the wrong type', { Message: 'Success' }),
  broken('a Status that is empty', 'body.Status is missing or of the wrong type', failure('', 'Success')),
  broken('a Status that is an object', 'body.Status is missing or of the wrong type', { Status: {} }),
  broken('body null under head status "0"', 'body is missing or of the wrong type', null),
  broken('no body under head status "0"', 'body is missing or of the wrong type', undefined),
  broken('body a list', 'body is missing or of the wrong type', [SAMPLE_BODY]),
  broken('body a text', 'body is missing or of the wrong type', 'Success'),
  broken('no head', 'head.status is missing or of the wrong type', SAMPLE_BODY, null),
  broken('a head without status', 'head.status is missing or of the wrong type', SAMPLE_BODY, {}),
  broken('a head status that is true', 'head.status is missing or of the wrong type', SAMPLE_BODY, { status: true }),
  {
    name: 'an empty object',
    body: {},
    outcome: { kind: 'contractBroken', cause: 'head.status is missing or of the wrong type' },
  },
];
