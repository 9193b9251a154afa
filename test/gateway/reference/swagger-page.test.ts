import { mkdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { OPERATIONS } from '../../../src/gateway/operations/all-operations.js';
import { PageScene } from '../page/support/page-scene.js';
import { OPERATOR_KEY } from '../support/gateway-scene.js';

const SCREENSHOTS = new URL('../../../test-artefacts/reference/', import.meta.url);

let scene: PageScene;
beforeAll(async () => {
  scene = await PageScene.start();
  await mkdir(SCREENSHOTS, { recursive: true });
});
afterEach(() => scene.putPhonesAway());
afterAll(() => scene.stop());

/** The reference in a browser that reaches the gateway and nothing else. */
async function openReference(width: number) {
  const phone = await scene.phone({ viewport: { width, height: 800 }, isMobile: width < 640 });
  const own = new URL(scene.gateway.url).origin;
  await phone.context.route(
    (url) => url.protocol !== 'data:' && url.origin !== own,
    (route) => route.abort(),
  );
  const page = await phone.open(`${own}/docs`);
  await page.waitForSelector('#operations-default-listOnboardings');
  return { phone, page };
}

test.each([360, 1280])(
  'at %i px the reference shows every operation offline, nothing is cut off, and its policy is kept',
  async (width) => {
    const { phone, page } = await openReference(width);
    // Each operation, and the webhook's event.
    expect(await page.locator('.opblock').count()).toBe(OPERATIONS.length + 1);
    await page.click('#operations-default-startOnboarding .opblock-summary-control');
    await page.waitForSelector('#operations-default-startOnboarding .execute');
    await page.screenshot({ path: new URL(`open-${width}.png`, SCREENSHOTS).pathname, fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(phone.complaints).toEqual([]);
    const origins = new Set(phone.requests.map((request) => new URL(request.url()).origin));
    expect([...origins].filter((origin) => origin !== 'null')).toEqual([new URL(page.url()).origin]);
  },
);

test.each([360, 1280])('at %i px a call with a key can be tried', async (width) => {
  const { phone, page } = await openReference(width);
  await page.click('.auth-wrapper .authorize');
  await page.fill('.modal-ux input', OPERATOR_KEY);
  await page.click('.modal-ux .authorize');
  await page.click('.modal-ux .btn-done');
  const block = page.locator('#operations-default-listOnboardings');
  await block.locator('.opblock-summary-control').click();
  await block.locator('.execute').click();
  await expect
    .poll(() => block.locator('.live-responses-table .response .response-col_status').innerText())
    .toContain('200');
  expect(await block.locator('.live-responses-table .microlight').first().innerText()).toContain('"onboardings"');
  await page.screenshot({ path: new URL(`tried-${width}.png`, SCREENSHOTS).pathname });
  expect(phone.complaints).toEqual([]);
});
