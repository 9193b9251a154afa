import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { describeError } from '../../process/describe-error.js';
import { problemOfClientError } from './problem-of-error.js';
import { PROBLEM_TYPES, type ProblemName } from './problem-types.js';
import { REQUEST_ID_HEADER } from '../request-id.js';
import { Problem, problemBody, PROBLEM_MEDIA_TYPE } from './problem.js';

const NOT_JSON = [{ field: 'request', problem: 'must be JSON' }];

/** What Fastify's own errors mean, by their code; any other with a status of 4xx is an invalid request. */
const FASTIFY_ERRORS: Readonly<Record<string, ProblemName>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_BAD_URL: 'no-such-resource',
  FST_ERR_MAX_PARAM_LENGTH: 'no-such-resource',
};

/** Answers every error of a server as `application/problem+json`. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) logFault(request, problem, error);
    return sendProblem(reply, problem, request.id);
  });
}

/** Answers a request with a problem. */
export function sendProblem(reply: FastifyReply, problem: Problem, requestId: string): FastifyReply {
  return reply
    .code(problem.status)
    .headers({ ...problem.headers, [REQUEST_ID_HEADER]: requestId, 'Content-Type': PROBLEM_MEDIA_TYPE })
    .send(JSON.stringify(problemBody(problem, requestId)));
}

/** Answers what is not even a request: too slow, too long or no HTTP at all. */
export function answerBrokenConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  const names: Readonly<Record<string, ProblemName>> = {
    ERR_HTTP_REQUEST_TIMEOUT: 'request-too-slow',
    HPE_HEADER_OVERFLOW: 'headers-too-large',
  };
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = new Problem(names[error.code ?? ''] ?? 'invalid-request');
  const requestId = randomUUID();
  const body = JSON.stringify(problemBody(problem, requestId));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `${REQUEST_ID_HEADER}: ${requestId}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  // A caller that does not read the answer is cut off.
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => {
    socket.destroy();
  });
}

function problemOf(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  const ofClient = problemOfClientError(error);
  if (ofClient !== undefined) return ofClient;
  const name = FASTIFY_ERRORS[error.code];
  if (name !== undefined) return new Problem(name);
  const { statusCode = 500 } = error;
  if (statusCode >= 400 && statusCode < 500) return new Problem('invalid-request', { problems: NOT_JSON });
  return new Problem('internal-error', { cause: error });
}

function logFault({ log }: FastifyRequest, { problem, cause }: Problem, error: Error): void {
  log.error({ problem, ...describeError(cause ?? error) }, PROBLEM_TYPES[problem].title);
}
