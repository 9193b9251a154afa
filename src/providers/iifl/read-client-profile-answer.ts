import type { HttpResult } from '../http/http-client.js';
import { judgeHttp, readFaultOf } from '../http/http-verdict.js';
import { isJsonObject, parseJsonObject, pickFields } from '../http/json-fields.js';
import { readClientProfile } from './client-profile.js';
import type { ClientProfileOutcome } from './iifl-api.js';
import { readCode } from './read-code.js';

/** What one call says; a session that is invalid may be renewed. */
export type ClientProfileAnswer = ClientProfileOutcome | { kind: 'sessionInvalid'; cause: string };

/** Judges the head before the body. Source: docs/provider-coverage.md, BackoffClientProfile. */
export function readClientProfileAnswer(result: HttpResult): ClientProfileAnswer {
  const verdict = judgeHttp(result);
  if (verdict.kind !== 'ok') return readFaultOf(verdict);
  const answer = parseJsonObject(verdict.body);
  if (answer === undefined) return contractBroken('the answer cannot be decoded');

  const { head, body } = pickFields(answer, ['head', 'body']);
  const headFields = isJsonObject(head) ? pickFields(head, ['status', 'statusDescription']) : {};
  const bodyFields = isJsonObject(body) ? pickFields(body, ['Status', 'Message']) : {};
  // IIFL also writes it beside codes that mean success.
  const texts = [headFields.statusDescription, bodyFields.Message, isJsonObject(body) && body['message']];
  if (texts.some(saysInvalidSession)) {
    return { kind: 'sessionInvalid', cause: 'IIFL reports an invalid session' };
  }

  const headStatus = readCode(headFields.status);
  if (headStatus === undefined) return contractBroken('head.status is missing or of the wrong type');
  if (headStatus !== '0') return { kind: 'accessDenied', cause: 'IIFL refuses the head of the request' };
  if (!isJsonObject(body)) return contractBroken('body is missing or of the wrong type');

  switch (readCode(bodyFields.Status)) {
    case '0': {
      const read = readClientProfile(body);
      return 'profile' in read
        ? { kind: 'found', profile: read.profile }
        : contractBroken(`body.${read.wrongField} is too long or of the wrong type`);
    }
    case '1':
      return { kind: 'noRecord' };
    case '2':
      return { kind: 'invalidClientCode' };
    case '-1':
      return { kind: 'unavailable', cause: 'IIFL reports an issue on its server (Status -1)' };
    case '-2':
      return { kind: 'accessDenied', cause: 'IIFL denies access (Status -2)' };
    case '9':
      return { kind: 'sessionInvalid', cause: 'IIFL reports an invalid session (Status 9)' };
    case undefined:
      return contractBroken('body.Status is missing or of the wrong type');
    default:
      return contractBroken('body.Status is not one of the documented codes');
  }
}

function saysInvalidSession(text: unknown): boolean {
  return typeof text === 'string' && /invalid\s*session/i.test(text);
}

function contractBroken(cause: string): ClientProfileOutcome {
  return { kind: 'contractBroken', cause };
}
