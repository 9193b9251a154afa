import { log, type WorkflowInterceptors, type WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { RESEND_OTP_SIGNAL, RETRY_NOW_SIGNAL, SUBMIT_OTP_SIGNAL } from '../contract/names.js';

const KNOWN_SIGNALS: ReadonlySet<string> = new Set([SUBMIT_OTP_SIGNAL, RESEND_OTP_SIGNAL, RETRY_NOW_SIGNAL]);

/**
 * Logs the name of every signal without a handler, so that a misspelt one is found. No default handler is registered,
 * because with one a reserved name would block the workflow. A name of another form may hold data and is not logged.
 */
export const interceptors: WorkflowInterceptorsFactory = (): WorkflowInterceptors => ({
  internals: [
    {
      activate(input, next) {
        for (const { signalWorkflow } of input.activation.jobs ?? []) {
          const name = signalWorkflow?.signalName;
          if (name == null || KNOWN_SIGNALS.has(name)) continue;
          log.warn('unknown signal ignored', { signalName: /^\w{1,64}$/.test(name) ? name : '(not a name)' });
        }
        next(input);
      },
    },
  ],
});
