import type { Client } from '@temporalio/client';
import type { OnboardingClient } from '../../src/client/index.js';
import type { BenchScene } from './bench-scene.js';
import { verifyBare, type bare } from './bare-workflow.js';
import { compare, timed } from './comparison.js';

const OTP = '123456';
const BARE_QUEUE = 'bench-bare';
const OUR_QUEUE = 'bench-ours';
const ROUNDS = 200;

/** A whole onboarding against a bare workflow of as many activities, and a code's verdict against a bare update. */
export async function compareWithBare(scene: BenchScene): Promise<void> {
  const workers = [await scene.worker('bare', BARE_QUEUE), await scene.worker('ours', OUR_QUEUE)];
  const gateway = await scene.gateway(OUR_QUEUE);
  const client = await scene.client(OUR_QUEUE);
  const temporal = await scene.bareClient();
  try {
    await compare('A whole onboarding: start, code, registration, profile, record', ROUNDS, {
      bare: () => timed(() => runBare(temporal)),
      ours: () => timed(() => runOurs(client, scene)),
    });
    await compare("A code's verdict: POST …/otp with wait (registration included), against an update", ROUNDS, {
      bare: () => timeBareUpdate(temporal),
      ours: () => timeVerdict(client, scene, gateway.url),
    });
  } finally {
    await client.close();
    await temporal.connection.close();
    await gateway.stop();
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

async function startBare(temporal: Client) {
  return temporal.workflow.start<typeof bare>('bare', {
    taskQueue: BARE_QUEUE,
    workflowId: `bare-${crypto.randomUUID()}`,
  });
}

async function runBare(temporal: Client): Promise<void> {
  const handle = await startBare(temporal);
  await handle.executeUpdate(verifyBare);
  await handle.result();
}

async function runOurs(client: OnboardingClient, scene: BenchScene): Promise<void> {
  const { workflowId } = await client.start(scene.nextRequest());
  await client.verifyOtp(workflowId, OTP);
  await client.result(workflowId);
}

async function timeBareUpdate(temporal: Client): Promise<number> {
  const handle = await startBare(temporal);
  // An update before would make the worker ready for this one.
  await temporal.workflow.getHandle(handle.workflowId).query('__temporal_workflow_metadata');
  const ms = await timed(() => handle.executeUpdate(verifyBare));
  await handle.result();
  return ms;
}

async function timeVerdict(client: OnboardingClient, scene: BenchScene, url: string): Promise<number> {
  const { workflowId, runId } = await client.start(scene.nextRequest());
  for await (const { stage } of client.watch(workflowId, { intervalMs: 5 })) if (stage === 'awaitingOtp') break;
  const ms = await timed(async () => {
    const response = await fetch(`${url}/v1/onboardings/${workflowId}.${runId}/otp`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${scene.gatewayKey}`,
        'Content-Type': 'application/json',
        Prefer: 'wait=20',
      },
      body: JSON.stringify({ otp: OTP }),
    });
    const { result } = (await response.json()) as { result?: string };
    if (result !== 'registered') throw new Error(`The code's verdict was ${response.status} ${result ?? ''}`);
  });
  await client.result(workflowId);
  return ms;
}
