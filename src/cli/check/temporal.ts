import type { Connection } from '@temporalio/client';
import { openConnection } from '../../client/connect.js';
import { OnboardingError } from '../../client/errors.js';
import { registeredAttributes, retentionDays, serverVersion, unpolled } from '../../client/namespace-facts.js';
import { RETENTION_DAYS } from '../../client/namespace-setup.js';
import { readTaskQueue } from '../../config/client.js';
import { readEnvironment, type Environment } from '../../config/environment.js';
import { readTemporalConfig } from '../../config/temporal.js';
import { checkSearchAttributes } from '../../contract/search-attributes.js';
import { CONNECT_TIMEOUT_MS } from '../context.js';
import { NOT_USABLE, usable } from './environment.js';
import { ok, skipped, wrong, type CheckedPart, type Finding } from './finding.js';
import { checkPayloads } from './payload-keys.js';

/** The first release of the server on which updates may be used, which `verifyOtp` is. */
const OLDEST_SERVER = { major: 1, minor: 28 };
const INSIDE = ['namespace', 'search attributes', 'workers'] as const satisfies readonly CheckedPart[];

/** Looks at the Temporal server, the namespace and what polls there. Starts and changes nothing. */
export async function checkTemporal(env: Environment): Promise<Finding[]> {
  const config = usable(() => readEnvironment(env, readTemporalConfig));
  if (config === undefined) return [skipped('temporal', NOT_USABLE), ...(await withoutTemporal(env))];
  let connection: Connection;
  try {
    connection = await openConnection({ ...config.connection, connectTimeout: CONNECT_TIMEOUT_MS });
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    const next = 'start Temporal, or set TEMPORAL_ADDRESS, TEMPORAL_API_KEY and TEMPORAL_TLS_* right';
    const found = error.type === 'TemporalUnavailable' ? 'it does not answer' : 'it refuses this client';
    return [wrong('temporal', found, next), ...(await withoutTemporal(env))];
  }
  try {
    const { namespace } = config;
    const look = { connection, namespace };
    const parts = await Promise.all([
      checkServer(connection),
      asked('namespace', () => checkNamespace(look)),
      asked('search attributes', () => checkAttributes(look)),
      asked('workers', () => checkWorkers(look, env)),
    ]);
    return [...parts, await checkPayloads(env, look)];
  } finally {
    await connection.close();
  }
}

async function withoutTemporal(env: Environment): Promise<Finding[]> {
  return [...INSIDE.map((part) => skipped(part, 'Temporal does not answer')), await checkPayloads(env)];
}

/** Where a namespace is looked at. */
export interface NamespaceLook {
  connection: Connection;
  namespace: string;
}

async function checkServer(connection: Connection): Promise<Finding> {
  const version = await serverVersion(connection).catch(() => '');
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major === undefined || minor === undefined) return ok('temporal', 'it answers, and tells no version');
  const isRecent = Number(major) * 1_000 + Number(minor) >= OLDEST_SERVER.major * 1_000 + OLDEST_SERVER.minor;
  if (isRecent) return ok('temporal', `it answers, server ${version}`);
  const oldest = `${OLDEST_SERVER.major}.${OLDEST_SERVER.minor}`;
  return wrong('temporal', `its server is ${version}`, `update it to ${oldest} or newer: verifyOtp is an update`);
}

async function checkNamespace({ connection, namespace }: NamespaceLook): Promise<Finding> {
  const days = await retentionDays(connection, namespace);
  const kept = `ended onboardings are kept for ${days} ${days === 1 ? 'day' : 'days'}`;
  if (days >= RETENTION_DAYS) return ok('namespace', `it is there; ${kept}`);
  return wrong('namespace', `${kept} only`, 'run `onboarding setup`');
}

async function checkAttributes({ connection, namespace }: NamespaceLook): Promise<Finding> {
  const { missing, mistyped } = checkSearchAttributes(await registeredAttributes(connection, namespace));
  if (mistyped.length > 0) {
    return wrong('search attributes', mistyped.join('; '), 'remove them there, then run `onboarding setup`');
  }
  if (missing.length === 0) return ok('search attributes', 'all are there, with their types');
  return wrong('search attributes', `${missing.join(', ')} missing`, 'run `onboarding setup`');
}

async function checkWorkers({ connection, namespace }: NamespaceLook, env: Environment): Promise<Finding> {
  const taskQueue = usable(() => readEnvironment(env, readTaskQueue));
  if (taskQueue === undefined) return skipped('workers', NOT_USABLE);
  const nobodys = await unpolled(connection, namespace, taskQueue);
  if (nobodys.length === 0)
    return ok('workers', 'workflow tasks, calls to both providers and deliveries are asked for');
  const next = 'start a worker with this TEMPORAL_NAMESPACE and ONBOARDING_TASK_QUEUE, and look at its log';
  return wrong('workers', `no worker asks for ${nobodys.join(', ')}`, next);
}

/** What the server refuses or does not answer, in words. */
async function asked(part: CheckedPart, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    if (error.message.includes('namespace does not exist')) {
      return wrong(
        part,
        'the namespace does not exist',
        'set TEMPORAL_NAMESPACE right, or create it, then `onboarding setup`',
      );
    }
    const next = 'give this client the right to see the namespace (TEMPORAL_API_KEY, TEMPORAL_TLS_*), or try again';
    return wrong(
      part,
      error.type === 'TemporalUnavailable' ? 'Temporal does not answer' : 'Temporal refuses to tell',
      next,
    );
  }
}
