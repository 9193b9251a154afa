import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { readWorkerEnvironment } from '../../src/config/worker.js';
import { startWorker } from '../../src/worker/start-worker.js';

/*
 * A worker in a process of its own, so that its CPU time can be told apart: ours, or with the argument `bare` one of the
 * bare workflow. Answers every message with the milliseconds of CPU it has used.
 */
const stop = process.argv[2] === 'bare' ? await startBare() : await startOurs();
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1_000);
});
process.once('disconnect', () => void stop());
process.send?.('ready');

async function startOurs(): Promise<() => Promise<void>> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const worker = await startWorker(readWorkerEnvironment(), pino({ level: 'error' }));
  return () => worker.stop();
}

async function startBare(): Promise<() => Promise<void>> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const connection = await NativeConnection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '' });
  const worker = await Worker.create({
    connection,
    taskQueue: process.env['ONBOARDING_TASK_QUEUE'] ?? '',
    workflowsPath: fileURLToPath(new URL('bare-workflow.js', import.meta.url)),
    activities: { nothing: () => Promise.resolve() },
  });
  const ended = worker.run();
  return async () => {
    worker.shutdown();
    await ended;
    await connection.close();
  };
}
