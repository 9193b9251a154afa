import { ONBOARDING_ID_PATTERN } from '../../contract/onboarding-id.js';
import { REQUEST_HEADERS, type HeaderName } from '../operations/headers.js';
import type { AnswerDescription, Operation } from '../operations/operation.js';
import { PROBLEM_NAMES, PROBLEM_TYPES, type ProblemName } from '../problems/problem-types.js';
import { REQUEST_ID_HEADER } from '../request-id.js';
import { problemSchema } from '../schemas/problem.js';
import { onboardingClosed } from './onboarding-closed.js';
import { schemaComponents, schemaOrReference } from './schema-components.js';

/** A piece of an OpenAPI document. */
type Part = Record<string, unknown>;

/** Version of the HTTP interface; its first number changes with `/v1`. */
const API_VERSION = '1.0.0';

/** What may go wrong with every call that needs a caller. */
const COMMON_PROBLEMS: readonly ProblemName[] = [
  'invalid-request',
  'not-authenticated',
  'not-allowed',
  'request-too-slow',
  'too-many-requests',
  'headers-too-large',
  'internal-error',
  'temporal-refused',
  'temporal-unavailable',
  'keys-unavailable',
];
/** Beside them, what may go wrong with every POST: a body may come with each, also where none is needed. */
const BODY_PROBLEMS: readonly ProblemName[] = ['body-too-large', 'unsupported-media-type'];

/** Headers of the problems of a status. */
const PROBLEM_HEADERS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'WWW-Authenticate': 'Always `Bearer`.' },
  429: { 'Retry-After': 'Seconds after which to try again.' },
  503: { 'Retry-After': 'Seconds after which to try again.' },
};
const LOCATION = { Location: 'Path of the open onboarding, with the problem `another-onboarding-open`.' };
const REQUEST_ID = { [REQUEST_ID_HEADER]: 'The id of the request: its own, or a new one.' };

/** The OpenAPI 3.1 document, made from the operations and the schemas that check them. */
export function openApiDocument(operations: readonly Operation[], serverUrl: string): Part {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Customer onboarding',
      version: API_VERSION,
      description:
        'Starts onboardings, takes the OTP that the customer types, and tells how they end. An onboarding id is ' +
        '`<workflow id>.<run id>`; for backends a bare workflow id means the newest run. Every error is ' +
        '`application/problem+json` with a stable `type`.',
    },
    servers: [{ url: serverUrl }],
    paths: pathsOf(operations),
    webhooks: { onboardingClosed: { post: onboardingClosed() } },
    components: {
      schemas: schemaComponents(),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, a JWT of the trusted issuer, or, for the customer’s page, an OTP token.',
        },
      },
    },
  };
}

function pathsOf(operations: readonly Operation[]): Record<string, Part> {
  const paths: Record<string, Part> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return paths;
}

function describe(operation: Operation): Part {
  const { id, summary, description, roles, body } = operation;
  const who = roles && `Roles: ${roles.join(', ')}.`;
  const text = [description, who].filter((part) => part !== undefined).join('\n\n');
  const parameters = parametersOf(operation);
  return {
    operationId: id,
    summary,
    ...(text !== '' && { description: text }),
    ...(roles !== undefined && { security: [{ bearer: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOrReference(body.schema) } } },
    }),
    responses: { ...answersOf(operation), ...problemsOf(operation) },
  };
}

function parametersOf({ path, headers = [], query }: Operation): Part[] {
  const inPath = path.includes('{id}')
    ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: ONBOARDING_ID_PATTERN.source } }]
    : [];
  const named: HeaderName[] = [...headers, REQUEST_ID_HEADER];
  const inHeader = named.map((name) => {
    const { schema, description } = REQUEST_HEADERS[name];
    return { name, in: 'header', description, schema: schemaOrReference(schema) };
  });
  const { properties = {} } = query === undefined ? {} : schemaOrReference(query);
  const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
  return [...inPath, ...inQuery, ...inHeader];
}

function answersOf({ answers }: Operation): Record<string, Part> {
  return Object.fromEntries(Object.entries(answers).map(([status, shape]) => [status, answerOf(shape)]));
}

function answerOf({ description, schema, mediaType = 'application/json', headers = {} }: AnswerDescription): Part {
  const described = Object.entries({ ...headers, ...REQUEST_ID }).map(([name, text]) => [
    name,
    { description: text, schema: { type: 'string' } },
  ]);
  return {
    description,
    headers: Object.fromEntries(described) as Part,
    ...(schema !== undefined && { content: { [mediaType]: { schema: schemaOrReference(schema) } } }),
  };
}

/** The names of all problems that an operation may answer with, by their status. */
export function problemNamesOf({ method, roles, problems = [] }: Operation): ProblemName[] {
  const common = roles === undefined ? [] : COMMON_PROBLEMS;
  const names = new Set([...common, ...(method === 'POST' ? BODY_PROBLEMS : []), ...problems]);
  return PROBLEM_NAMES.filter((name) => names.has(name));
}

/** One response for each status, which names the problems that have it. */
function problemsOf(operation: Operation): Record<string, Part> {
  const byStatus = new Map<number, ProblemName[]>();
  for (const name of problemNamesOf(operation)) {
    const { status } = PROBLEM_TYPES[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), name]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      String(status),
      answerOf({
        description: names.map((name) => `${name}: ${PROBLEM_TYPES[name].title}`).join('; '),
        schema: problemSchema,
        mediaType: 'application/problem+json',
        headers: { ...PROBLEM_HEADERS[status], ...(names.includes('another-onboarding-open') && LOCATION) },
      }),
    ]),
  );
}
