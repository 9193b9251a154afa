import { createHash } from 'node:crypto';
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js';
import { InvalidRequest } from './errors.js';
import { foundEntry, type OnboardingListEntry } from './list-onboardings.js';
import type { TemporalCalls } from './temporal-calls.js';
import { listQuery, onboardingsQuery, type OnboardingFilter } from './visibility-query.js';

export interface PageOptions {
  /** Where the page before ended; absent: the first page. */
  pageToken?: string | undefined;
  /** Most entries of a page, 1 to 1000. @default 100 */
  pageSize?: number;
}

/** One page of onboardings, newest first. */
export interface OnboardingPage {
  onboardings: OnboardingListEntry[];
  /** Asks for the next page; absent on the last. */
  nextPageToken?: string;
}

const DEFAULT_PAGE_SIZE = 100;
const NO_TOKEN = new Uint8Array();
const CHECK_BYTES = 8;

/** Lists onboardings page by page; see `OnboardingClient.listPage`. */
export async function listOnboardingsPage(
  calls: TemporalCalls,
  filter: OnboardingFilter,
  { pageToken, pageSize = DEFAULT_PAGE_SIZE }: PageOptions,
): Promise<OnboardingPage> {
  const { workflow } = calls.executions;
  const { namespace, loadedDataConverter } = workflow.options;
  const query = listQuery(filter);
  const filterText = onboardingsQuery(filter);
  const token = pageToken === undefined ? NO_TOKEN : readPageToken(pageToken, filterText);
  const { executions, nextPageToken } = await calls.call(undefined, () =>
    workflow.workflowService.listWorkflowExecutions({ namespace, query, pageSize, nextPageToken: token }),
  );
  const infos = executions.map((raw) => executionInfoFromRaw(raw, loadedDataConverter, raw, namespace));
  const entries = await Promise.all(infos.map(async (info) => foundEntry(calls, filter, await info)));
  return {
    onboardings: entries.filter((entry) => entry !== undefined),
    ...(nextPageToken.length > 0 && { nextPageToken: writePageToken(nextPageToken, filterText) }),
  };
}

/** The server answers a token that is not its own with an internal fault, so ours carry a check of token and filter. */
function writePageToken(token: Uint8Array, filter: string): string {
  return Buffer.concat([checkOf(token, filter), token]).toString('base64url');
}

function readPageToken(text: string, filter: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64url');
  const token = bytes.subarray(CHECK_BYTES);
  if (token.length > 0 && checkOf(token, filter).equals(bytes.subarray(0, CHECK_BYTES))) return token;
  throw new InvalidRequest([
    { field: 'pageToken', problem: 'must be the nextPageToken of the page before, with the same filter' },
  ]);
}

function checkOf(token: Uint8Array, filter: string): Buffer {
  return createHash('sha256').update(filter).update(token).digest().subarray(0, CHECK_BYTES);
}
