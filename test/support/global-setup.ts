import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findTestServer } from '../../dev/temporal/find-test-server.js';
import { startTemporalServer } from '../../dev/temporal/start-temporal-server.js';
import { writeWorkflowBundle } from '../../src/worker/workflow-bundle.js';

declare module 'vitest' {
  /** What every test file may `inject`. */
  export interface ProvidedContext {
    /** host:port of a real Temporal server that lives as long as the test run; its state is shared by all files. */
    temporalAddress: string;
    /** The executable of the time-skipping test server. */
    testServerPath: string;
    /** The workflow bundle of the present sources. */
    workflowBundlePath: string;
  }
}

/** Gets both servers, bundles the workflows and starts the real server, once for a test run. Returns how to end it. */
export default async function setUpTestRun({ provide }: TestProject): Promise<() => Promise<void>> {
  const report = (line: string) => {
    console.error(line);
  };
  const directory = mkdtempSync(join(tmpdir(), 'onboarding-test-'));
  // An interrupted run comes past here too.
  process.on('exit', () => {
    rmSync(directory, { recursive: true, force: true });
  });
  const workflowBundlePath = join(directory, 'workflow-bundle.js');
  const testServerPath = await findTestServer(report);
  await writeWorkflowBundle(workflowBundlePath);
  const server = await startTemporalServer({ headless: true, report });
  provide('testServerPath', testServerPath);
  provide('workflowBundlePath', workflowBundlePath);
  provide('temporalAddress', server.address);
  return () => server.stop();
}
