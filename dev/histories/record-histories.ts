import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { createActivities } from '../../src/activities/create-activities.js';
import { readWorkerEnvironment } from '../../src/config/worker.js';
import { createIiflApi } from '../../src/providers/iifl/create-iifl-api.js';
import { createIserveuApi } from '../../src/providers/iserveu/create-iserveu-api.js';
import { createOnboardingWorker } from '../../src/worker/create-worker.js';
import { writeWorkflowBundle } from '../../src/worker/workflow-bundle.js';
import { startSimulators, type Simulators } from '../simulators/index.js';
import { PROJECT_ROOT } from '../temporal/project-root.js';
import { startTemporalServer } from '../temporal/start-temporal-server.js';
import { historyToText } from './history-file.js';
import { playScenario } from './play-scenario.js';
import { SCENARIOS } from './scenarios.js';

/*
 * Records the histories that are missing in test/histories, on a real server with made-up customers. A stored history
 * stands for the onboardings that run at the time of an upgrade, so none is ever written anew.
 */
const DIRECTORY = join(PROJECT_ROOT, 'test', 'histories');
const TASK_QUEUE = 'onboarding';

const fileOf = (name: string): string => join(DIRECTORY, `${name}.json`);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const missing = SCENARIOS.filter(({ name }) => !existsSync(fileOf(name)));
if (missing.length === 0) say(`All ${SCENARIOS.length} histories are in test/histories.`);
else await record();

async function record(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  await mkdir(DIRECTORY, { recursive: true });
  const server = await startTemporalServer({ headless: true, report: say });
  try {
    const simulators = await startSimulators();
    try {
      await recordOn(server.address, simulators);
    } finally {
      await simulators.stop();
    }
  } finally {
    await server.stop();
  }
}

async function recordOn(address: string, simulators: Simulators): Promise<void> {
  const client = new Client({ connection: await Connection.connect({ address }) });
  const stopWorker = await startWorker(address, simulators);
  try {
    for (const scenario of missing) {
      const mobileNumber = String(9_876_500_000 + SCENARIOS.indexOf(scenario));
      const history = await playScenario(scenario, { client, simulators, mobileNumber, taskQueue: TASK_QUEUE });
      await writeFile(fileOf(scenario.name), historyToText(history));
      say(`${scenario.name}: ${scenario.ends}, ${history.events?.length ?? 0} events`);
    }
  } finally {
    await stopWorker();
    await client.connection.close();
  }
}

/** Starts a worker in this process; returns how to end it. */
async function startWorker(address: string, simulators: Simulators): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'onboarding-histories-'));
  const workflowBundlePath = join(directory, 'workflow-bundle.js');
  await writeWorkflowBundle(workflowBundlePath);
  const config = readWorkerEnvironment({ ...simulators.environment, PAYLOAD_KEYS: 'none' });
  const iserveu = createIserveuApi(config.iserveu);
  const iifl = createIiflApi(config.iifl);
  const connection = await NativeConnection.connect({ address });
  const worker = await createOnboardingWorker({
    connection,
    namespace: 'default',
    taskQueue: TASK_QUEUE,
    workflowBundlePath,
    dataConverter: {},
    activities: createActivities({ iserveu, iifl, defaultUsername: config.iserveu.username }),
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    iserveu.close();
    iifl.close();
    await connection.close();
    await rm(directory, { recursive: true, force: true });
  };
}
