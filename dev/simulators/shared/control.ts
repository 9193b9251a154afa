import { z } from 'zod';

import { parseObject } from './provider.js';

/** Path prefix of the endpoints that script a simulator from outside; no provider has it. */
export const CONTROL_PREFIX = '/_control/';

/** Takes the parsed JSON body (`undefined` for GET) and gives the JSON of the answer. Throws {@link ControlProblem}. */
export type ControlRoute = (body: unknown) => unknown;

/** A control call that was wrong; its message tells the person what to send. */
export class ControlProblem extends Error {}

/** Control routes by method and name, e.g. `POST faults`. */
export type ControlRoutes = Readonly<Record<string, ControlRoute>>;

/** Answers a control call: 200, or 400 and 404 with `error`. */
export function answerControl(
  routes: ControlRoutes,
  call: { method: string; path: string; body: string },
): { status: number; json: unknown } {
  const key = `${call.method} ${call.path.slice(CONTROL_PREFIX.length)}`;
  const route = Object.hasOwn(routes, key) ? routes[key] : undefined;
  if (route === undefined) {
    return {
      status: 404,
      json: { error: `No control endpoint ${key}. There are: ${Object.keys(routes).join(', ')}.` },
    };
  }
  try {
    return { status: 200, json: route(call.body === '' ? undefined : parseBody(call.body)) };
  } catch (error) {
    if (error instanceof ControlProblem) return { status: 400, json: { error: error.message } };
    throw error;
  }
}

/** Checks what a script or a control call gave. @throws ControlProblem naming each wrong field. */
export function checked<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new ControlProblem(`Not understood. ${problems.join('; ')}`);
}

/** Takes one value or a list of them, all checked before the first is taken. */
export function acceptEach<T extends z.ZodType>(body: unknown, schema: T, take: (value: z.infer<T>) => void): object {
  const list = Array.isArray(body) ? checked(z.array(schema), body) : [checked(schema, body)];
  for (const value of list) take(value);
  return { accepted: list.length };
}

function parseBody(text: string): unknown {
  if (text.trimStart().startsWith('[')) {
    const wrapped = parseObject(`{"list":${text}}`);
    if (wrapped !== undefined) return wrapped['list'];
  }
  const value = parseObject(text);
  if (value === undefined) throw new ControlProblem('The body must be one JSON object or a list of them.');
  return value;
}
