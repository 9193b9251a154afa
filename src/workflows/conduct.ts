import {
  ApplicationFailure,
  CancellationScope,
  log,
  metricMeter,
  startChild,
  TemporalFailure,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import { DELIVER_OUTCOME_WORKFLOW, type DeliverOutcomeInput } from '../contract/delivery.js';
import { maskMobileNumber } from '../contract/mask-mobile-number.js';
import { FailureType } from '../contract/names.js';
import type { ValidOnboardingRequest } from '../contract/request.js';
import type { OnboardingResult } from '../contract/result.js';
import { describeProblems, validateOnboardingRequest } from '../contract/validate-request.js';
import { handleStatusOfInvalid } from './messages.js';
import { OnboardingRun } from './onboarding-run.js';
import { GaveUp } from './step.js';

/** Counts onboardings that were given up; the label `reason` is that of the attention they ended in. */
const abandonedCounter = metricMeter.createCounter(
  'onboarding_abandoned',
  '1',
  'Onboardings that ended as OnboardingAbandoned',
);

/** Carries an onboarding from its request to its end, whichever end it is, and has the end delivered where that is asked. */
export async function conduct(
  input: unknown,
  process: (run: OnboardingRun) => Promise<OnboardingResult>,
): Promise<OnboardingResult> {
  const request = acceptRequest(input);
  const run = new OnboardingRun(request);
  const ending = await process(run).then(
    (result) => ({ result }),
    (error: unknown) => ({ failure: endingFailure(error) }),
  );
  await run.close();
  if (request.policy.notify) await startDelivery();
  if ('failure' in ending) throw ending.failure;
  return ending.result;
}

/**
 * The request, once it keeps the contract: it may come past our client, from the command line or another language.
 * @throws ApplicationFailure `InvalidRequest` that names every wrong field, with the list of problems as detail
 */
function acceptRequest(input: unknown): ValidOnboardingRequest {
  const validation = validateOnboardingRequest(input);
  if (validation.ok) return validation.request;
  handleStatusOfInvalid({ stage: 'closed', mobileNumber: maskMobileNumber(''), timeline: [] });
  throw ApplicationFailure.create({
    type: FailureType.InvalidRequest,
    message: `invalid request: ${describeProblems(validation.problems)}`,
    nonRetryable: true,
    details: [validation.problems],
  });
}

/** Any other error is a mistake in workflow code, which ends nothing: the onboarding waits for a worker without it. */
function endingFailure(error: unknown): TemporalFailure {
  if (error instanceof GaveUp) return abandoned(error);
  if (error instanceof TemporalFailure) return error;
  throw error;
}

function abandoned({ reason }: GaveUp): ApplicationFailure {
  abandonedCounter.add(1, { reason });
  return ApplicationFailure.nonRetryable(
    `the onboarding was given up after ${reason} had lasted for registrationGiveUpMs; ask get-customer whether the ` +
      'customer is registered, mend the cause, and start a new onboarding',
    FailureType.OnboardingAbandoned,
  );
}

/** Starts the delivery, which outlives the onboarding. A failure here does not change how the onboarding ends. */
async function startDelivery(): Promise<void> {
  const { workflowId, runId } = workflowInfo();
  const input: DeliverOutcomeInput = { workflowId, runId };
  try {
    await CancellationScope.nonCancellable(() =>
      startChild(DELIVER_OUTCOME_WORKFLOW, {
        // Not made from the run id: a run that an operator resets has another one, and would not replay.
        workflowId: `delivery-${uuid4()}`,
        args: [input],
        parentClosePolicy: 'ABANDON',
        // Nobody types an OTP into a delivery: the tasks of onboardings, at the default 3, come first.
        priority: { priorityKey: 4 },
      }),
    );
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    log.error('the end of this onboarding is not delivered: its delivery cannot be started', {
      errorName: error.name,
    });
  }
}
