import type { NativeConnection } from '@temporalio/worker';
import { SEARCH_ATTRIBUTES } from '../contract/names.js';
import { SafeError } from '../contract/safe-error.js';

/** Without its search attributes every workflow task would fail, so a worker must not start. */
export class MissingSearchAttributes extends SafeError {
  override readonly name = 'MissingSearchAttributes';
  constructor(namespace: string, missing: readonly string[]) {
    super(
      `The namespace ${namespace} lacks the search attributes ${missing.join(', ')}. ` +
        'Register them with `onboarding setup`, then start the worker again.',
    );
  }
}

/** @throws MissingSearchAttributes naming those that the namespace lacks */
export async function requireSearchAttributes(connection: NativeConnection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.keys(SEARCH_ATTRIBUTES).filter((name) => customAttributes[name] === undefined);
  if (missing.length > 0) throw new MissingSearchAttributes(namespace, missing);
}
