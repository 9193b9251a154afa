import type { HttpResult } from '../http/http-client.js';
import { readFaultOf } from '../http/http-verdict.js';
import type { IserveuAuth } from './config.js';
import type { GetCustomerOutcome } from './outcomes.js';
import { isAboutAgent, readIserveuAnswer, SERVER_ISSUE, UNKNOWN_CODE } from './read-answer.js';

/** Decides on the code, not the text: 2 and 3 share one. Source: docs/provider-coverage.md, get-customer. */
export function readGetCustomerAnswer(result: HttpResult, auth: IserveuAuth): GetCustomerOutcome {
  const answer = readIserveuAnswer(result, auth);
  if (answer.kind === 'malformed') return { kind: 'contractBroken', cause: answer.cause };
  if (answer.kind !== 'reply') return readFaultOf(answer);
  const { reply } = answer;
  switch (reply.code) {
    case '0':
    case '1':
    case '2':
    case '3':
      return { ...reply, kind: 'found', code: reply.code };
    case '-1':
      return isAboutAgent(reply) ? { kind: 'agentNotSetUp' } : { kind: 'rejected', text: reply.text };
    case '4':
      return { kind: 'unavailable', cause: SERVER_ISSUE };
    default:
      return { kind: 'contractBroken', cause: UNKNOWN_CODE };
  }
}
