import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import {
  ATTENTION_ATTRIBUTE,
  OTP_DEADLINE_ATTRIBUTE,
  OUTCOME_ATTRIBUTE,
  STAGE_ATTRIBUTE,
} from '../../src/contract/names.js';
import type { DemoParts } from '../demo/set-up.js';
import type { MadeUpOnboardings } from './made-up-onboardings.js';

/** A picture by the name of its file. */
export interface Picture {
  name: string;
  take(): Promise<Buffer>;
}

const INDIA: BrowserContextOptions = { timezoneId: 'Asia/Kolkata', locale: 'en-IN', reducedMotion: 'reduce' };
const PHONE: BrowserContextOptions = { ...INDIA, viewport: { width: 360, height: 540 } };
const DESK: BrowserContextOptions = { ...INDIA, viewport: { width: 1_400, height: 860 } };
const WIDE: BrowserContextOptions = { viewport: { width: 2_000, height: 620 } };
/** Where Temporal Web's own menu ends, in px. */
const MENU_PX = 204;

const COLUMNS = [
  'Status',
  'Workflow ID',
  STAGE_ATTRIBUTE,
  ATTENTION_ATTRIBUTE,
  OUTCOME_ATTRIBUTE,
  OTP_DEADLINE_ATTRIBUTE,
];

/** The pictures of the documents. None shows more of a person than the last four digits of a mobile number. */
export function picturesOf(browser: Browser, parts: DemoParts, onboardings: MadeUpOnboardings): Picture[] {
  const { server } = parts;
  const workflows = `${server.webUrl ?? ''}/namespaces/${server.namespace}/workflows`;
  const details = (name: string, workflowId: string, words: string): Picture => ({
    name,
    take: () =>
      withPage(browser, DESK, async (page) => {
        const { runId } = await parts.client.describe(workflowId);
        await page.goto(`${workflows}/${workflowId}/${runId}/user-metadata`);
        await page.locator('iframe').last().contentFrame().getByText(words).first().waitFor();
        return await besideMenu(page);
      }),
  });
  return [
    {
      name: 'otp-page',
      take: () =>
        withPage(browser, PHONE, async (page) => {
          await page.goto(onboardings.otpUrl);
          await page.locator('input:visible').first().waitFor();
          return await page.screenshot();
        }),
    },
    details('temporal-web-onboarding', onboardings.waiting, 'last OTP refused'),
    details('temporal-web-attention', onboardings.inAttention, 'what to do'),
    {
      name: 'temporal-web-list',
      take: () =>
        withPage(browser, { ...DESK, ...WIDE, storageState: withColumns(server) }, async (page) => {
          await page.goto(workflows);
          await page.getByText('iserveu-unavailable').first().waitFor();
          return await besideMenu(page);
        }),
    },
  ];
}

/** What Temporal Web remembers where somebody has chosen these columns. */
function withColumns({
  webUrl = '',
  namespace,
}: DemoParts['server']): NonNullable<BrowserContextOptions['storageState']> {
  const value = JSON.stringify({ [namespace]: COLUMNS.map((label) => ({ label })) });
  const localStorage = [{ name: 'namespace-workflow-table-columns', value }];
  return { cookies: [], origins: [{ origin: new URL(webUrl).origin, localStorage }] };
}

async function withPage<T>(
  browser: Browser,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext(options);
  try {
    return await use(await context.newPage());
  } finally {
    await context.close();
  }
}

async function besideMenu(page: Page): Promise<Buffer> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  return await page.screenshot({ clip: { x: MENU_PX, y: 0, width: width - MENU_PX, height } });
}
