import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, PageScene, sendCode, untilText, untilView } from './support/page-scene.js';

let scene: PageScene;
beforeAll(async () => {
  scene = await PageScene.start();
});
afterEach(() => scene.putPhonesAway());
afterAll(() => scene.stop());

const RIGHT = '123456';
const WRONG = '000000';
const SUBMISSIONS = '**/v1/onboardings/*/otp';
const OFFLINE = 'No connection. We keep trying; what you typed is kept.';

describe('the gateway is gone for a while', () => {
  test('the page says so, keeps what was typed, sends it by itself afterwards, and each code is tried once', async () => {
    const { page, phone, request } = await scene.openAwaitingOtp();
    await page.fill('#code', RIGHT);
    await scene.gateway.stopGateway();
    await untilText(page, 'trouble', OFFLINE);
    expect(await page.inputValue('#code')).toBe(RIGHT);
    await expectAccessible(page, 'offline');
    await page.click('#submit');
    await untilView(page, 'trying');
    await phone.context.waitForEvent('requestfailed', (failed) => failed.url().endsWith('/otp'));
    await expectAccessible(page, 'offline-while-trying');
    await scene.gateway.startGateway();
    await untilView(page, 'registered');
    expect(await page.textContent('#trouble')).toBe('');
    const keys = new Set(phone.submissions.map((submission) => submission.headers()['idempotency-key']));
    expect(keys.size).toBe(1);
    expect(scene.registrationCalls(request)).toBe(1);
  });

  test('a restart while the code is being tried: the page shows the end', async () => {
    const { page, request } = await scene.openAwaitingOtp();
    scene.hold(request, 'processCustomerRegistration');
    await sendCode(page, RIGHT);
    await scene.untilCalled(request, 'processCustomerRegistration');
    await scene.gateway.stopGateway();
    await scene.gateway.startGateway();
    await scene.answerHeld(request, 'processCustomerRegistration');
    await untilView(page, 'registered');
    expect(scene.registrationCalls(request)).toBe(1);
  });
});

describe('the phone has no network', () => {
  test('the page says so at once, and goes on by itself when it is back', async () => {
    const { page, phone, started } = await scene.openAwaitingOtp();
    await phone.context.setOffline(true);
    await untilText(page, 'trouble', OFFLINE);
    await scene.gateway.finish(started);
    await phone.context.setOffline(false);
    await untilView(page, 'registered');
    expect(await page.textContent('#trouble')).toBe('');
  });

  test('a page that never reached the gateway says that it goes on trying', async () => {
    const { otpUrl } = await scene.gateway.startAwaitingOtp();
    const phone = await scene.phone();
    await phone.context.route('**/v1/**', (route) => route.abort());
    const page = await phone.open(otpUrl);
    await untilView(page, 'unreachable');
    await expectAccessible(page, 'unreachable');
    await phone.context.unroute('**/v1/**');
    await untilView(page, 'code');
  });
});

describe('an answer is lost', () => {
  test('a wrong code whose answer is lost is asked for again and costs one try', async () => {
    const { page, phone, request } = await scene.openAwaitingOtp();
    let lost = 0;
    await phone.context.route(SUBMISSIONS, async (route) => {
      if (lost === 2) {
        await route.continue();
        return;
      }
      lost += 1;
      await route.fetch();
      await route.abort();
    });
    await sendCode(page, WRONG);
    await untilText(page, 'problem', 'This code is wrong.');
    await untilText(page, 'tries', 'Tries left: 4');
    expect(lost).toBe(2);
    expect(phone.submissions).toHaveLength(3);
    expect(scene.registrationCalls(request)).toBe(1);
  });

  test('the right code whose answer is lost registers once, and the page shows it', async () => {
    const { page, phone, request } = await scene.openAwaitingOtp();
    await phone.context.route(SUBMISSIONS, async (route) => {
      await route.fetch();
      await route.abort();
    });
    await sendCode(page, RIGHT);
    await untilView(page, 'registered');
    expect(scene.registrationCalls(request)).toBe(1);
  });
});

test.each([429, 502])('HTTP %i to a code: the page says so and sends it again by itself', async (status) => {
  const { page, phone } = await scene.openAwaitingOtp();
  await phone.context.route(SUBMISSIONS, (route) => route.fulfill({ status, headers: { 'Retry-After': '1' } }), {
    times: 2,
  });
  await sendCode(page, RIGHT);
  await untilText(page, 'trouble', 'Our service does not answer. We keep trying; what you typed is kept.');
  await expectAccessible(page, 'busy');
  await untilView(page, 'registered');
  expect(phone.submissions).toHaveLength(3);
});

test('a line that holds streams back: the page asks for the status instead, and answers to codes are enough', async () => {
  const { otpUrl } = await scene.gateway.startAwaitingOtp();
  const phone = await scene.phone();
  await phone.context.route('**/events', () => undefined);
  const page = await phone.open(otpUrl);
  await untilView(page, 'code');
  await phone.context.route(/v1.onboardings.[^/]+$/, () => undefined);
  await sendCode(page, WRONG);
  await untilText(page, 'problem', 'This code is wrong.');
  await sendCode(page, RIGHT);
  await untilView(page, 'registered');
});

test('202 to a code: the page waits for the status to tell what became of it', async () => {
  const { page, phone, request } = await scene.openAwaitingOtp();
  scene.hold(request, 'processCustomerRegistration');
  await phone.context.route(SUBMISSIONS, (route) =>
    route.continue({ headers: { ...route.request().headers(), prefer: 'wait=0' } }),
  );
  await sendCode(page, WRONG);
  await untilView(page, 'trying');
  await scene.answerHeld(request, 'processCustomerRegistration');
  await untilText(page, 'problem', 'This code is wrong.');
  expect(await page.inputValue('#code')).toBe('');
  await page.locator('#code:focus').waitFor();
  await sendCode(page, RIGHT);
  await untilView(page, 'registered');
});
