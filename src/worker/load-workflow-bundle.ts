import { readFile } from 'node:fs/promises';
import type { DataConverter } from '@temporalio/common';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { CLEAR_FAILURES_VARIABLE } from '../encryption/workflow-failure-converter.js';

/**
 * The workflow bundle, for a worker with this data converter. Workflow code cannot see the converter, so that it is told
 * here where failures stay in clear text; without a word it encodes them.
 */
export async function loadWorkflowBundle(path: string, dataConverter: DataConverter): Promise<WorkflowBundleOption> {
  if (dataConverter.failureConverterPath !== undefined) return { codePath: path };
  // On the same line, so that the source map still fits.
  return { code: `globalThis.${CLEAR_FAILURES_VARIABLE}=true;${await readFile(path, 'utf8')}` };
}
