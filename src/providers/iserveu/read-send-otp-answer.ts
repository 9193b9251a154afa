import type { HttpResult } from '../http/http-client.js';
import type { IserveuAuth } from './config.js';
import type { SendOtpOutcome } from './outcomes.js';
import { isAboutAgent, readIserveuAnswer } from './read-answer.js';

/** Says whether an OTP was sent. Source: docs/provider-coverage.md, otp/send. */
export function readSendOtpAnswer(result: HttpResult, auth: IserveuAuth): SendOtpOutcome {
  const answer = readIserveuAnswer(result, auth);
  switch (answer.kind) {
    case 'reply':
      if (answer.reply.statusCode === '0') return { kind: 'sent' };
      return { kind: answer.reply.statusCode === '-1' && isAboutAgent(answer.reply) ? 'agentNotSetUp' : 'declined' };
    case 'notSent':
      return { kind: 'notProcessed', cause: answer.cause };
    case 'accessDenied':
      return answer;
    case 'noAnswer':
    case 'serverFault':
    case 'unreadable':
      return { kind: 'unconfirmed' };
    case 'throttled':
    case 'unexpectedStatus':
    case 'malformed':
      return { kind: 'declined' };
  }
}
