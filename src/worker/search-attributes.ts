import type { NativeConnection } from '@temporalio/worker';
import { SafeError } from '../contract/safe-error.js';
import { checkSearchAttributes, type SearchAttributeCheck } from '../contract/search-attributes.js';

/** Without its search attributes every workflow task would fail, so a worker must not start. */
export class MissingSearchAttributes extends SafeError {
  override readonly name = 'MissingSearchAttributes';
  constructor(namespace: string, { missing, mistyped }: SearchAttributeCheck) {
    const lacks =
      missing.length === 0 ? '' : `The namespace ${namespace} lacks the search attributes ${missing.join(', ')}. `;
    const wrong = mistyped.map((sentence) => `In the namespace ${namespace}, ${sentence}: remove it there. `).join('');
    super(`${lacks}${wrong}Register them with \`onboarding setup\`, then start the worker again.`);
  }
}

/** @throws MissingSearchAttributes naming those that the namespace lacks, or has with another type */
export async function requireSearchAttributes(connection: NativeConnection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const check = checkSearchAttributes(customAttributes);
  if (check.missing.length > 0 || check.mistyped.length > 0) throw new MissingSearchAttributes(namespace, check);
}
