import { STATUS_CODES, type IncomingHttpHeaders } from 'node:http';

import { isJsonRequest, parseObject, plainJson, type Answer, type Call, type OpenedCall } from '../shared/provider.js';
import { decodeKey, decrypt, encrypt } from './cipher.js';
import type { IserveuCredentials } from './credentials.js';

/** What stands in front of iServeU's customer API, in one of its two modes. */
export interface IserveuGateway {
  open(call: Call): OpenedCall;
  seal(text: string): string;
  bareStatus(status: number): Answer;
}

/** How old `epoch` may be, and how far ahead. */
const EPOCH_TOLERANCE_SECONDS = 300;

/** A status that is not 200 has a numeric `status`, unlike every business answer. */
const refused = (httpStatus: number, statusDesc = STATUS_CODES[httpStatus] ?? 'Error'): Answer =>
  plainJson(httpStatus, { status: -1, statusDesc });
const unauthorized = (statusDesc: string): Answer => refused(401, statusDesc);

/** Plain mode: `client_id` and `client_secret` as headers, JSON both ways. */
export function plainGateway({ clientId, clientSecret }: IserveuCredentials): IserveuGateway {
  const bareStatus = (status: number): Answer => refused(status);
  return {
    open(call) {
      const isRight = call.headers['client_id'] === clientId && call.headers['client_secret'] === clientSecret;
      const fields = parseObject(call.body);
      return opened(fields, () => {
        if (call.method !== 'POST') return bareStatus(405);
        return isRight ? bodyProblem(call, fields) : unauthorized('Invalid client credentials');
      });
    },
    seal: (text) => text,
    bareStatus,
  };
}

/** Encrypted mode: `pass_key` and `header_secrets`, `RequestData` and `ResponseData`; only HTTP 200 is encrypted. */
export function encryptedGateway(credentials: IserveuCredentials, now: () => number): IserveuGateway {
  const key = decodeKey(credentials.encryptionKey);
  const seal = (text: string): string => JSON.stringify({ ResponseData: encrypt(key, text) });
  const bareStatus = (status: number): Answer => {
    // iServeU's error page: here a text stands in the place of the encrypted one.
    if (status === 405) return plainJson(405, { ResponseData: 'Invalid Request' });
    if (status === 404 || status === 503) return { status, text: seal('null'), json: null };
    return refused(status);
  };
  return {
    open(call) {
      const sealed = parseObject(call.body)?.['RequestData'];
      const clear = typeof sealed === 'string' ? decrypt(key, sealed) : undefined;
      const fields = clear === undefined ? undefined : parseObject(clear);
      const { refusal, epoch } = checkSecrets(call.headers, key, credentials, now());
      const result = opened(fields, () => {
        if (call.method !== 'POST') return bareStatus(405);
        return refusal ?? bodyProblem(call, fields);
      });
      return { ...result, ...(epoch !== undefined && { epoch }) };
    },
    seal,
    bareStatus,
  };
}

function opened(fields: Record<string, unknown> = {}, refusalOf: () => Answer | undefined): OpenedCall {
  const subject = fields['mobileNumber'] ?? fields['customerMobileNumber'];
  const refusal = refusalOf();
  return {
    fields,
    ...(typeof subject === 'string' && { subject }),
    ...(refusal !== undefined && { refusal }),
  };
}

/** The page says only that a 400 is passed on from behind the gateway; the texts are made up. */
function bodyProblem(call: Call, fields: Record<string, unknown> | undefined): Answer | undefined {
  const badRequest = (statusDesc: string): Answer => plainJson(400, { status: 'FAILED', statusCode: '-1', statusDesc });
  if (!isJsonRequest(call.headers)) return badRequest('Content-Type must be application/json');
  if (fields === undefined) return badRequest('The request body could not be read');
  const notText = Object.keys(fields).find((name) => typeof fields[name] !== 'string');
  return notText === undefined ? undefined : badRequest(`${notText} must be a string`);
}

function checkSecrets(
  headers: IncomingHttpHeaders,
  key: Buffer,
  credentials: IserveuCredentials,
  nowMs: number,
): { refusal?: Answer; epoch?: unknown } {
  const { pass_key: passKey, header_secrets: sealed } = headers;
  if (passKey === undefined) return { refusal: unauthorized('pass_key is missing in the header') };
  if (passKey !== credentials.passKey) return { refusal: unauthorized('Invalid pass_key') };
  if (sealed === undefined) return { refusal: unauthorized('header_secrets is missing in the header') };
  if (sealed === '') return { refusal: unauthorized('header_secrets is empty') };
  const clear = decrypt(key, String(sealed));
  const secrets = clear === undefined ? undefined : parseObject(clear);
  // The page says that a key that does not fit shows as the raw error of a JSON parser.
  if (secrets === undefined) {
    return { refusal: unauthorized("invalid character 'k' looking for beginning of value") };
  }
  const { client_id: clientId, client_secret: clientSecret, epoch } = secrets;
  if (clientId !== credentials.clientId || clientSecret !== credentials.clientSecret) {
    return { refusal: unauthorized('Invalid client credentials'), epoch };
  }
  const inSeconds = typeof epoch === 'string' && /^\d{10}$/.test(epoch) ? Number(epoch) : undefined;
  if (inSeconds === undefined || Math.abs(nowMs / 1000 - inSeconds) > EPOCH_TOLERANCE_SECONDS) {
    return { refusal: unauthorized('epoch time limit exceeded'), epoch };
  }
  return { epoch };
}
