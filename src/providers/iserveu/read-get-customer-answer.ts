import type { HttpResult } from '../http/http-client.js';
import { readFaultOf } from '../http/http-verdict.js';
import type { IserveuAuth } from './config.js';
import type { GetCustomerOutcome } from './outcomes.js';
import { isAboutAgent, readIserveuAnswer, UNKNOWN_STATUS_CODE } from './read-answer.js';

/** Decides on the status code, not the text: 2 and 3 share one. Source: docs/provider-coverage.md, get-customer. */
export function readGetCustomerAnswer(result: HttpResult, auth: IserveuAuth, mobileNumber: string): GetCustomerOutcome {
  const answer = readIserveuAnswer(result, auth, mobileNumber);
  if (answer.kind === 'malformed') return { kind: 'contractBroken', cause: answer.cause };
  if (answer.kind !== 'reply') return readFaultOf(answer);
  const { reply } = answer;
  switch (reply.statusCode) {
    case '0':
    case '1':
    case '2':
    case '3':
      return { ...reply, kind: 'found', statusCode: reply.statusCode };
    case '-1':
      return isAboutAgent(reply) ? { kind: 'agentNotSetUp' } : { kind: 'rejected', text: reply.text };
    case '4':
      return { kind: 'unavailable', cause: 'iServeU reports an internal server issue (code 4)' };
    default:
      return { kind: 'contractBroken', cause: UNKNOWN_STATUS_CODE };
  }
}
