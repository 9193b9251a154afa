import type { HttpResult } from '../http/http-client.js';
import type { IserveuAuth } from './config.js';
import type { SendOtpOutcome } from './outcomes.js';
import { isAboutAgent, readIserveuAnswer, SERVER_ISSUE, UNKNOWN_CODE } from './read-answer.js';

/** Says whether a code was sent. Source: docs/provider-coverage.md, otp/send. */
export function readSendOtpAnswer(result: HttpResult, auth: IserveuAuth): SendOtpOutcome {
  const answer = readIserveuAnswer(result, auth);
  switch (answer.kind) {
    case 'reply':
      break;
    case 'notSent':
      return { kind: 'notProcessed', cause: answer.cause };
    case 'accessDenied':
      return answer;
    case 'noAnswer':
    case 'serverFault':
    case 'unreadable':
      return { kind: 'unconfirmed', cause: answer.cause };
    case 'throttled':
    case 'unexpectedStatus':
    case 'malformed':
      return { kind: 'declined', cause: answer.cause };
  }
  const { reply } = answer;
  switch (reply.code) {
    case '0':
      return { kind: 'sent' };
    case '-1':
      return isAboutAgent(reply)
        ? { kind: 'agentNotSetUp' }
        : { kind: 'declined', cause: 'iServeU did not send a code (code -1)' };
    case '4':
      return { kind: 'declined', cause: SERVER_ISSUE };
    default:
      return { kind: 'declined', cause: UNKNOWN_CODE };
  }
}
