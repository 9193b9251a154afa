#!/usr/bin/env node
import { readWorkerEnvironment } from '../config/worker.js';
import { runProcess } from '../process/run-process.js';
import { installRuntime } from './install-runtime.js';
import { startWorker } from './start-worker.js';

await runProcess('worker', async (logger) => {
  const environment = readWorkerEnvironment();
  installRuntime(logger);
  return startWorker(environment, logger);
});
