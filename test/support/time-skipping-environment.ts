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
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: inject('testServerPath') } },
  });
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
