import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes.js';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';
import { SEARCH_ATTRIBUTES } from '../../src/contract/names.js';
import { keepQuiet } from './keep-quiet.js';

/**
 * A time-skipping server of its own, with the search attributes of the contract. Time skips while a result is awaited,
 * and by `environment.sleep`. End it with `teardown()`.
 */
export async function createTimeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  keepQuiet();
  const environment = await startServer();
  const searchAttributes = Object.fromEntries(
    Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, valueType(type)]),
  );
  await environment.connection.operatorService.addSearchAttributes({
    namespace: environment.namespace ?? 'default',
    searchAttributes,
  });
  return environment;
}

function valueType(type: 'Keyword' | 'Datetime') {
  const encoded = encodeSearchAttributeIndexedValueType(type === 'Keyword' ? 'KEYWORD' : 'DATETIME');
  if (encoded === undefined) throw new Error(`Temporal knows no search attribute of type ${type}.`);
  return encoded;
}

const START_TRIES = 4;

/** The SDK gives a server that it starts 5 s to answer and no more, which a busy machine may not manage. */
async function startServer(triesLeft = START_TRIES): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: inject('testServerPath') } },
    });
  } catch (error) {
    const isTooSlow = error instanceof Error && error.message.includes('did not start within');
    if (!isTooSlow || triesLeft <= 1) throw error;
    return startServer(triesLeft - 1);
  }
}
