import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { SEARCH_ATTRIBUTES } from '../contract/names.js';
import { checkSearchAttributes, INDEXED_VALUE_TYPES } from '../contract/search-attributes.js';
import { TemporalRefused, TemporalUnavailable } from './errors.js';
import { registeredAttributes, retentionDays, within } from './namespace-facts.js';

type AttributeType = (typeof SEARCH_ATTRIBUTES)[keyof typeof SEARCH_ATTRIBUTES];

/** What `setup` found and did. */
export interface NamespaceSetup {
  namespace: string;
  searchAttributes: Record<string, { type: AttributeType; added: boolean }>;
  /** How long the namespace keeps the histories of ended workflows. */
  retention: { days: number; previousDays: number };
}

/** An ended onboarding can be looked at for this long; then the server forgets it, personal data included. */
export const RETENTION_DAYS = 7;

const DAY_MS = 86_400_000;
/** How long the server may take until it lets a new search attribute be used. */
const VISIBLE_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 200;

/**
 * Registers the search attributes that a namespace lacks and sets its retention to {@link RETENTION_DAYS}, where it is
 * not longer already. Doing it again changes nothing. Returns once the new attributes can be used.
 *
 * @throws TemporalRefused for an attribute of another type, and where the server forbids registering any
 * @throws TemporalUnavailable
 */
export async function setUpNamespace(connection: Connection, namespace: string): Promise<NamespaceSetup> {
  const previousDays = await retentionDays(connection, namespace);
  const searchAttributes = await addMissingAttributes(connection, namespace);
  const days = Math.max(RETENTION_DAYS, previousDays);
  if (days !== previousDays) await setRetention(connection, namespace);
  await untilUsable(connection, namespace);
  return { namespace, searchAttributes, retention: { days, previousDays } };
}

async function setRetention(connection: Connection, namespace: string): Promise<void> {
  const workflowExecutionRetentionTtl = msToTs(RETENTION_DAYS * DAY_MS);
  await within(connection, () =>
    connection.workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } }),
  );
}

async function addMissingAttributes(
  connection: Connection,
  namespace: string,
): Promise<NamespaceSetup['searchAttributes']> {
  const { missing, mistyped } = checkSearchAttributes(
    await administering(() => registeredAttributes(connection, namespace)),
  );
  if (mistyped[0] !== undefined) throw new TemporalRefused(mistyped[0]);
  const found: NamespaceSetup['searchAttributes'] = {};
  const added: Record<string, number> = {};
  for (const [name, type] of Object.entries(SEARCH_ATTRIBUTES)) {
    found[name] = { type, added: missing.includes(name) };
    if (missing.includes(name)) added[name] = INDEXED_VALUE_TYPES[type];
  }
  if (missing.length > 0) {
    await administering(() =>
      within(connection, () => connection.operatorService.addSearchAttributes({ namespace, searchAttributes: added })),
    );
  }
  return found;
}

/** The server's parts learn of new attributes one after the other; a query that names them all shows that they did. */
async function untilUsable(connection: Connection, namespace: string): Promise<void> {
  const query = Object.keys(SEARCH_ATTRIBUTES)
    .map((name) => `${name} IS NOT NULL`)
    .join(' AND ');
  const giveUpAt = Date.now() + VISIBLE_WITHIN_MS;
  for (;;) {
    try {
      await within(connection, () => connection.workflowService.countWorkflowExecutions({ namespace, query }));
      return;
    } catch (error) {
      if (!(error instanceof TemporalRefused)) throw error;
      if (Date.now() > giveUpAt) throw new TemporalUnavailable('the new search attributes cannot be used yet');
      await wait(LOOK_AGAIN_MS);
    }
  }
}

/** Calls of the operator service are closed to users of Temporal Cloud, who add attributes by other means. */
async function administering<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof TemporalRefused)) throw error;
    const wanted = Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => `${name} (${type})`);
    const why = `it lets this client register no search attributes; add by its own means: ${wanted.join(', ')}`;
    throw new TemporalRefused(why, { cause: error });
  }
}
