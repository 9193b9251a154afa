import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { readWorkerEnvironment } from '../../src/config/worker.js';
import { OnboardingWorker } from '../../src/worker/create-worker.js';
import { openActivities } from '../../src/worker/open-activities.js';
import { writeWorkflowBundle } from '../../src/worker/workflow-bundle.js';
import { startSimulators, type Simulators } from '../simulators/index.js';
import { PROJECT_ROOT } from '../temporal/project-root.js';
import { startTemporalServer } from '../temporal/start-temporal-server.js';
import { historyToText } from './history-file.js';
import { playScenario } from './play-scenario.js';
import { filesOf, SCENARIOS } from './scenarios.js';
import { startWebhook, type Webhook } from './webhook.js';

/*
 * Records the histories that are missing in test/histories, on a real server with made-up customers. A stored history
 * stands for the onboardings that run at the time of an upgrade, so none is ever written anew.
 */
const DIRECTORY = join(PROJECT_ROOT, 'test', 'histories');
const TASK_QUEUE = 'onboarding';

const fileOf = (name: string): string => join(DIRECTORY, `${name}.json`);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const missing = SCENARIOS.filter((scenario) => filesOf(scenario).some((name) => !existsSync(fileOf(name))));
if (missing.length === 0) say(`The histories of all ${SCENARIOS.length} ways are in test/histories.`);
else await record();

async function record(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  await mkdir(DIRECTORY, { recursive: true });
  const server = await startTemporalServer({ headless: true, report: say });
  try {
    const simulators = await startSimulators();
    const webhook = await startWebhook();
    try {
      await recordOn(server.address, simulators, webhook);
    } finally {
      await webhook.close();
      await simulators.stop();
    }
  } finally {
    await server.stop();
  }
}

async function recordOn(address: string, simulators: Simulators, webhook: Webhook): Promise<void> {
  const client = new Client({ connection: await Connection.connect({ address }) });
  const stopWorker = await startWorker(address, { ...simulators.environment, ...webhook.environment });
  try {
    for (const scenario of missing) {
      const mobileNumber = String(9_876_500_000 + SCENARIOS.indexOf(scenario));
      const theatre = { client, simulators, webhook, mobileNumber, taskQueue: TASK_QUEUE };
      const histories = await playScenario(scenario, theatre);
      for (const [index, name] of filesOf(scenario).entries()) {
        const history = histories[index];
        if (history === undefined) throw new Error(`The scenario ${scenario.name} has left no history ${name}.`);
        await writeFile(fileOf(name), historyToText(history));
        say(`${name}: ${scenario.ends}, ${history.events?.length ?? 0} events`);
      }
    }
  } finally {
    await stopWorker();
    await client.connection.close();
  }
}

/** Starts a worker in this process; returns how to end it. */
async function startWorker(address: string, environment: Record<string, string>): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'onboarding-histories-'));
  const workflowBundlePath = join(directory, 'workflow-bundle.js');
  await writeWorkflowBundle(workflowBundlePath);
  const config = readWorkerEnvironment({ ...environment, PAYLOAD_KEYS: 'none' });
  const { activities, closeConnections } = openActivities(config);
  const connection = await NativeConnection.connect({ address });
  const worker = await OnboardingWorker.create({
    connection,
    namespace: 'default',
    taskQueue: TASK_QUEUE,
    workflowBundlePath,
    dataConverter: {},
    activities,
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    closeConnections();
    await connection.close();
    await rm(directory, { recursive: true, force: true });
  };
}
