import { WorkflowFailedError, type Client, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { ONBOARD_CUSTOMER_WORKFLOW } from '../../src/contract/names.js';
import type { OnboardingResult } from '../../src/contract/result.js';
import type { Simulators } from '../simulators/index.js';
import type { History } from './history-file.js';
import { PlayedDelivery } from './played-delivery.js';
import { clientCodeOf, PlayedOnboarding } from './played-onboarding.js';
import type { Scenario } from './scenario.js';
import type { Webhook } from './webhook.js';

export interface Theatre {
  client: Client;
  simulators: Simulators;
  webhook: Webhook;
  /** A made-up number that no other scenario has; the first digits are 987. */
  mobileNumber: string;
  taskQueue: string;
}

/**
 * Plays one scenario to its end and returns its histories: the onboarding's, and its delivery's where it has one.
 * @throws Error when it does not end as the scenario says
 */
export async function playScenario(scenario: Scenario, theatre: Theatre): Promise<History[]> {
  const { client, simulators, webhook, mobileNumber, taskQueue } = theatre;
  const { name, request, policy, withProfile = false, customer, faults = [], play, ends } = scenario;
  const clientCode = clientCodeOf(mobileNumber);
  if (customer !== undefined) simulators.iserveu.setCustomer({ mobileNumber, state: customer });
  for (const { call, fault, times = 1 } of faults) {
    if (call === 'fetchClientProfile') simulators.iifl.scriptFault({ clientCode, fault, times });
    else simulators.iserveu.scriptFault({ operation: call, mobileNumber, fault, times });
  }
  webhook.answers.push(...(scenario.webhookAnswers ?? []));
  const started = await client.workflow.start(ONBOARD_CUSTOMER_WORKFLOW, {
    workflowId: `onboarding-${name}`,
    taskQueue,
    args: [
      {
        mobileNumber,
        name: 'Asha Rao',
        latlong: '12.97,77.59',
        publicIP: '203.0.113.7',
        ...(withProfile && { clientCode }),
        ...request,
        ...(policy !== undefined && { policy }),
      },
    ],
  });
  const onboarding = new PlayedOnboarding(simulators, client, started, mobileNumber);
  await play?.(onboarding);
  const { handle } = onboarding;
  const ending = await endingOf(handle);
  if (ending !== ends) throw new Error(`The scenario ${name} ended as ${ending} instead of ${ends}.`);
  const delivery = await PlayedDelivery.of(client, handle);
  if (delivery === undefined) return [await handle.fetchHistory()];
  await scenario.playDelivery?.(delivery);
  await untilEnded(delivery.handle);
  return [await handle.fetchHistory(), await delivery.handle.fetchHistory()];
}

async function untilEnded(handle: WorkflowHandle): Promise<void> {
  try {
    await handle.result();
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
  }
}

async function endingOf(handle: WorkflowHandle): Promise<string> {
  try {
    return ((await handle.result()) as OnboardingResult).outcome;
  } catch (error) {
    const cause = error instanceof WorkflowFailedError ? error.cause : error;
    if (cause instanceof CancelledFailure) return 'cancelled';
    return cause instanceof ApplicationFailure ? String(cause.type) : String(cause);
  }
}
