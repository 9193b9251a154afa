import { z } from 'zod';
import { Problem } from '../problems/problem.js';
import { defineOperation } from './operation.js';

const healthSchema = z.strictObject({ status: z.literal('ok') });
const OK = { status: 200, body: { status: 'ok' } } as const;

/** Whether the process answers at all. */
export const checkHealth = defineOperation({
  id: 'checkHealth',
  method: 'GET',
  path: '/healthz',
  summary: 'Does the gateway answer?',
  answers: { 200: { description: 'It does.', schema: healthSchema } },
  handle: () => Promise.resolve(OK),
});

/** Whether requests should be sent here: Temporal can be reached, and the gateway is not about to stop. */
export const checkReadiness = defineOperation({
  id: 'checkReadiness',
  method: 'GET',
  path: '/readyz',
  summary: 'Can the gateway do its work?',
  answers: { 200: { description: 'Temporal answers.', schema: healthSchema } },
  problems: ['temporal-unavailable'],

  async handle(_call, { readiness, stopping }) {
    if (stopping.aborted || !(await readiness.isReady())) throw new Problem('temporal-unavailable');
    return OK;
  },
});

/** Metrics in the text format of Prometheus. */
export const readMetrics = defineOperation({
  id: 'readMetrics',
  method: 'GET',
  path: '/metrics',
  summary: 'Metrics for Prometheus',
  answers: { 200: { description: 'The metrics.', schema: z.string(), mediaType: 'text/plain' } },

  async handle(_call, { metrics }) {
    return {
      status: 200,
      headers: { 'Content-Type': metrics.registry.contentType },
      body: await metrics.registry.metrics(),
    };
  },
});
