import type { HttpResult } from '../http/http-client.js';
import type { IserveuConfig } from './config.js';
import type { RegistrationOutcome } from './outcomes.js';
import { isAboutAgent, readIserveuAnswer, UNKNOWN_STATUS_CODE } from './read-answer.js';

/**
 * Says what a registration has led to. Only what was certainly refused before it could be processed is a fault that may
 * be sent again; whatever is in doubt is `unconfirmed`, or `contractBroken` where a whole answer came.
 * Source: docs/provider-coverage.md, process-customer-registration.
 */
export function readRegistrationAnswer(
  result: HttpResult,
  { auth, otpRefusedPattern }: Pick<IserveuConfig, 'auth' | 'otpRefusedPattern'>,
  mobileNumber: string,
): RegistrationOutcome {
  const answer = readIserveuAnswer(result, auth, mobileNumber);
  switch (answer.kind) {
    case 'reply':
      break;
    case 'notSent':
      return { kind: 'notProcessed', cause: answer.cause };
    case 'throttled':
    case 'accessDenied':
      return answer;
    case 'noAnswer':
    case 'serverFault':
    case 'unreadable':
      return { kind: 'unconfirmed', cause: answer.cause };
    case 'unexpectedStatus':
    case 'malformed':
      return { kind: 'contractBroken', cause: answer.cause };
  }
  const { reply } = answer;
  switch (reply.statusCode) {
    case '2':
      return { ...reply, kind: 'registered' };
    case '-1':
      // The OTP first: a text may name it and the agent both, and only the customer can mend a wrong OTP.
      if (otpRefusedPattern.test(reply.text)) return { kind: 'otpRefused' };
      return isAboutAgent(reply) ? { kind: 'agentNotSetUp' } : { kind: 'rejected', text: reply.text };
    case '4':
      return { kind: 'serverIssue' };
    default:
      return { kind: 'contractBroken', cause: UNKNOWN_STATUS_CODE };
  }
}
