import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';
import { ONBOARDING_OUTCOMES } from '../../src/contract/result.js';
import { ATTENTION_REASONS } from '../../src/contract/status.js';
import { RealOnboardings } from './real-onboardings.js';

const OPERATIONS = readFileSync(join(PROJECT_ROOT, 'docs/operations.md'), 'utf8');
const TABLE = /^\| \[([^\]]+)\]\[([^\]]+)\] +\| `([^`]+)` +\|$/gm;
const LINK = /^\[([^\]]+)\]: http:\/\/127\.0\.0\.1:8233\/namespaces\/default\/workflows\?query=(\S+)$/gm;

const rows = [...OPERATIONS.matchAll(TABLE)].map(([, list = '', label = '', filter = '']) => ({ list, label, filter }));
const links = new Map([...OPERATIONS.matchAll(LINK)].map(([, label = '', query = '']) => [label, query]));

let onboardings: RealOnboardings;

beforeAll(async () => {
  onboardings = await RealOnboardings.start();
});
afterAll(async () => {
  await onboardings.stop();
});

async function idsBy(query: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of onboardings.environment.client.workflow.list({ query })) ids.push(workflowId);
  return ids;
}

const filterOf = (label: string) => rows.find((row) => row.label === label)?.filter ?? '';

describe('the ready-made lists of docs/operations.md', () => {
  test('there is one for each reason of attention, and one for each outcome', () => {
    const labels = rows.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining([...ATTENTION_REASONS, ...ONBOARDING_OUTCOMES]));
    expect(links.size).toBe(rows.length);
  });

  test.each(rows)('$list: the link asks for the filter beside it, and Temporal takes it', async ({ label, filter }) => {
    expect(decodeURIComponent(links.get(label) ?? '')).toBe(filter);
    await expect(idsBy(filter)).resolves.toEqual(expect.any(Array));
  });

  test('an onboarding is listed where it waits for the OTP, where it needs attention, and by its outcome', async () => {
    const { client, harness } = onboardings;
    const waiting = await client.start(onboardings.request());
    const faulty = onboardings.request();
    const fault = { kind: 'status', status: 401 } as const;
    harness.simulators.iserveu.scriptFault({ operation: 'getCustomer', mobileNumber: faulty.mobileNumber, fault });
    const needing = await client.start(faulty);
    const ended = await client.start(onboardings.request({ policy: { otpWaitMs: 1 } }));
    await client.result(ended.workflowId);
    await vi.waitFor(
      async () => {
        expect(await idsBy(filterOf('awaiting-otp'))).toEqual([waiting.workflowId]);
        expect(await idsBy(filterOf('attention'))).toEqual([needing.workflowId]);
        expect(await idsBy(filterOf('iserveu-access'))).toEqual([needing.workflowId]);
        expect(await idsBy(filterOf('otpExpired'))).toEqual([ended.workflowId]);
        const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
        const passed = filterOf('deadline-passed').replace(/"20[^"]+"/, `"${inAnHour}"`);
        expect(await idsBy(passed)).toEqual([waiting.workflowId]);
      },
      { timeout: 20_000, interval: 200 },
    );
  });
});

test.each(['README.md', 'docs/operations.md'])('every picture of %s is there, and small enough for a page', (path) => {
  const text = readFileSync(join(PROJECT_ROOT, path), 'utf8');
  const pictures = [...text.matchAll(/!\[[^\]]{10,}\]\(([^)]+\.png)\)/g)].map(([, file = '']) => file);
  expect(pictures.length).toBeGreaterThanOrEqual(2);
  for (const picture of pictures) {
    const file = join(PROJECT_ROOT, path, '..', picture);
    expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
    expect(statSync(file).size).toBeLessThan(150_000);
  }
});
