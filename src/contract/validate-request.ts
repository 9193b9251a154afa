import { isIpAddress } from './ip-address.js';
import {
  GIVE_UP_TIMES,
  MAX_ATTENTION_TRIES,
  POLICY_BOUNDS,
  POLICY_DEFAULTS,
  POLICY_SWITCHES,
  type OnboardingPolicy,
} from './policy.js';
import {
  FIELD_MEANINGS,
  FREE_TEXTS,
  MAX_NAME_CHARACTERS,
  MAX_TEXT_CHARACTERS,
  type FieldProblem,
  type OnboardingRequest,
  type ValidOnboardingRequest,
} from './request.js';

export type RequestValidation = { ok: true; request: ValidOnboardingRequest } | { ok: false; problems: FieldProblem[] };

/** Further unknown fields are counted, not listed, so that a hostile request cannot make a huge error. */
const MAX_LISTED_UNKNOWN = 20;
const AADHAAR = 'Aadhaar Card';

/** Says what a text must be, or `undefined` where it is right. */
type TextRule = (text: string) => string | undefined;

const matching =
  (pattern: RegExp, form: string): TextRule =>
  (text) =>
    pattern.test(text) ? undefined : form;

const lengthAfterTrim =
  (max: number): TextRule =>
  (text) => {
    const trimmed = text.trim();
    // Counted in characters, not UTF-16 units; the first test spares the count of a huge text.
    const fits = trimmed.length <= 2 * max && [...trimmed].length <= max;
    return trimmed !== '' && fits ? undefined : `must be a text of 1 to ${max} characters`;
  };

const freeText = lengthAfterTrim(MAX_TEXT_CHARACTERS);

const RULES: Readonly<Record<string, TextRule>> = {
  ...Object.fromEntries(FREE_TEXTS.map((field) => [field, freeText])),
  mobileNumber: matching(/^[6-9]\d{9}$/, 'must be a string of ten digits, the first 6 to 9'),
  name: lengthAfterTrim(MAX_NAME_CHARACTERS),
  latlong: (text) => (text.trim() !== '' && text.length <= 40 ? undefined : 'must be a text of 1 to 40 characters'),
  publicIP: (text) => (isIpAddress(text) ? undefined : 'must be an IPv4 or IPv6 address'),
  pincode: matching(/^[1-9]\d{5}$/, 'must be a string of six digits, the first not 0'),
  ovdType: (text) =>
    text.trim().toLowerCase() === 'bioauth' ? 'must not be BioAuth: biometric data is not accepted' : freeText(text),
  clientCode: matching(/^[A-Za-z0-9]{1,8}$/, 'must be a string of 1 to 8 letters or digits'),
};
const REQUIRED: readonly string[] = ['mobileNumber', 'name', 'latlong', 'publicIP'];
/** Every field of a request; a field that is not listed is refused. Logs mask them all but `policy`. */
export const REQUEST_FIELDS: readonly string[] = Object.keys(FIELD_MEANINGS);

/**
 * Checks a request as the workflow, the client, the gateway and the command all do. A field that is `undefined` counts
 * as absent; `null` does not. Problems name fields and forms, never values.
 */
export function validateOnboardingRequest(value: unknown): RequestValidation {
  if (!isPlainObject(value)) {
    return { ok: false, problems: [{ field: 'request', problem: 'must be one object with the fields of a request' }] };
  }
  const problems: FieldProblem[] = [];
  for (const field of REQUEST_FIELDS) {
    const rule = RULES[field];
    if (rule === undefined) continue;
    if (value[field] !== undefined) checkText(field, value[field], rule, problems);
    else if (REQUIRED.includes(field)) problems.push({ field, problem: `is required, and ${formOf(rule)}` });
  }
  checkOvd(value, problems);
  const policy = value['policy'];
  if (policy !== undefined) problems.push(...validatePolicy(policy));
  problems.push(...unknownFields(value, REQUEST_FIELDS, ''));
  if (problems.length > 0) return { ok: false, problems };

  const request = value as unknown as OnboardingRequest;
  return {
    ok: true,
    request: {
      ...request,
      name: request.name.trim(),
      policy: { ...POLICY_DEFAULTS, ...withoutUndefined(request.policy ?? {}) },
    },
  };
}

/** Checks a partial policy by itself, as `ONBOARDING_POLICY` needs it. Fields are named `policy.<name>`. */
export function validatePolicy(value: unknown): FieldProblem[] {
  if (!isPlainObject(value)) return [{ field: 'policy', problem: 'must be an object' }];
  const problems: FieldProblem[] = [];
  for (const name of POLICY_SWITCHES) {
    const given = value[name];
    if (given === undefined || typeof given === 'boolean') continue;
    problems.push({ field: `policy.${name}`, problem: 'must be true or false' });
  }
  for (const [name, { min, max }] of Object.entries(POLICY_BOUNDS)) {
    const given = value[name];
    if (given === undefined) continue;
    if (typeof given !== 'number' || !Number.isInteger(given) || given < min || given > max) {
      problems.push({ field: `policy.${name}`, problem: `must be a whole number from ${min} to ${max}` });
    }
  }
  problems.push(...unknownFields(value, Object.keys(POLICY_DEFAULTS), 'policy.'));
  // Times that are wrong by themselves cannot be compared.
  return problems.length > 0 ? problems : attentionThatFillsAHistory(value);
}

function attentionThatFillsAHistory(given: Partial<OnboardingPolicy>): FieldProblem[] {
  const policy = { ...POLICY_DEFAULTS, ...withoutUndefined(given) };
  const tooLong = GIVE_UP_TIMES.filter((name) => policy[name] > MAX_ATTENTION_TRIES * policy.attentionRetryMs);
  const problems = tooLong.map((name) => ({
    field: `policy.${name}`,
    problem: `must be at most ${MAX_ATTENTION_TRIES} times attentionRetryMs`,
  }));
  if (problems.length === 0) return [];
  const shortestMs = Math.ceil(Math.max(...tooLong.map((name) => policy[name])) / MAX_ATTENTION_TRIES);
  return [
    ...problems,
    {
      field: 'policy.attentionRetryMs',
      problem: `must be at least ${shortestMs}, a thousandth of ${tooLong.join(' and ')}`,
    },
  ];
}

/** One line that names every wrong field; for error messages. */
export function describeProblems(problems: readonly FieldProblem[]): string {
  return problems.map(({ field, problem }) => `${field} ${problem}`).join('; ');
}

/** Puts defaults of a deployment under the policy of one request; the request's own values win. */
export function withPolicyDefaults(request: OnboardingRequest, defaults: Partial<OnboardingPolicy>): OnboardingRequest {
  // A policy that is no object is left for the validator to name.
  if (request.policy !== undefined && !isPlainObject(request.policy)) return request;
  const policy = { ...defaults, ...withoutUndefined(request.policy ?? {}) };
  return Object.keys(policy).length === 0 ? request : { ...request, policy };
}

function checkText(field: string, value: unknown, rule: TextRule, problems: FieldProblem[]): void {
  const problem = typeof value === 'string' ? rule(value) : formOf(rule);
  if (problem !== undefined) problems.push({ field, problem });
}

/** The form a rule asks for; no rule takes the empty text. */
function formOf(rule: TextRule): string {
  return rule('') ?? 'must be a text';
}

function checkOvd({ ovdType: type, ovdData: data }: Record<string, unknown>, problems: FieldProblem[]): void {
  if ((type === undefined) !== (data === undefined)) {
    const missing = type === undefined ? 'ovdType' : 'ovdData';
    problems.push({ field: missing, problem: 'is required: ovdType and ovdData go together' });
  }
  if (type === AADHAAR && typeof data === 'string' && !/^\d{12}$/.test(data)) {
    problems.push({ field: 'ovdData', problem: 'must be a string of 12 digits for an Aadhaar Card' });
  }
}

function unknownFields(value: Record<string, unknown>, known: readonly string[], prefix: string): FieldProblem[] {
  const unknown = Object.keys(value).filter((field) => !known.includes(field));
  const problems = unknown.slice(0, MAX_LISTED_UNKNOWN).map((field) => ({
    // A name that does not look like one may hold a person's data in the wrong place.
    field: `${prefix}${/^[A-Za-z_]\w{0,39}$/.test(field) ? field : '(unprintable name)'}`,
    problem: 'is not a field of this contract',
  }));
  if (unknown.length > MAX_LISTED_UNKNOWN) {
    const more = unknown.length - MAX_LISTED_UNKNOWN;
    problems.push({ field: `${prefix}(others)`, problem: `${more} more fields are not of this contract` });
  }
  return problems;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}
