import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { InvalidRequest } from '../../src/client/errors.js';
import { RealOnboardings } from './real-onboardings.js';

let onboardings: RealOnboardings;
beforeAll(async () => {
  onboardings = await RealOnboardings.start();
});
afterAll(async () => {
  await onboardings.stop();
});

test('pages of two hold every onboarding once, newest first, and the last page has no token', async () => {
  const { client } = onboardings;
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) ids.unshift(await onboardings.startAwaitingOtp());
  await vi.waitFor(
    async () => {
      const { onboardings: listed } = await client.listPage({ stage: 'awaitingOtp' });
      expect(listed).toHaveLength(ids.length);
    },
    { timeout: 20_000, interval: 50 },
  );

  const pages: string[][] = [];
  let pageToken: string | undefined;
  do {
    const page = await client.listPage({ stage: 'awaitingOtp' }, { pageSize: 2, pageToken });
    pages.push(page.onboardings.map(({ workflowId }) => workflowId));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  expect(pages.flat()).toEqual(ids);
  expect(pages[0]).toHaveLength(2);
});

test.each(['x', 'AAAA', 'not base64!', ''])('the page token %j is refused as wrong', async (pageToken) => {
  const error: unknown = await onboardings.client.listPage({}, { pageToken }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InvalidRequest);
  expect(error).toMatchObject({ problems: [{ field: 'pageToken' }] });
});

test('a page token of another filter is refused', async () => {
  const { client } = onboardings;
  const { nextPageToken } = await client.listPage({ stage: 'awaitingOtp' }, { pageSize: 2 });
  expect(nextPageToken).toBeDefined();
  await expect(client.listPage({ stage: 'closed' }, { pageToken: nextPageToken })).rejects.toThrow(InvalidRequest);
});

test('describe tells what the server knows, also where no worker answers', async () => {
  const client = onboardings.clientWith({ taskQueue: 'nobody-works-here' });
  const { workflowId, runId } = await client.start(onboardings.request());
  expect(await client.describe(workflowId)).toMatchObject({ workflowId, runId, execution: 'open' });
});

test('checkConnection resolves while Temporal answers', async () => {
  await expect(onboardings.client.checkConnection()).resolves.toBeUndefined();
});
