import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseOnboardingId } from '../../../src/contract/onboarding-id.js';
import { registrationFailure, sendOtpFailure } from '../../../dev/simulators/iserveu/answers.js';
import { AFTER_UNCONFIRMED } from '../../../src/contract/otp.js';
import type { OnboardingRequest } from '../../../src/contract/request.js';
import { expectAccessible, PageScene, sendCode, untilText, untilView } from './support/page-scene.js';

let scene: PageScene;
beforeAll(async () => {
  scene = await PageScene.start();
});
afterEach(() => scene.putPhonesAway());
afterAll(() => scene.stop());

const RIGHT = '123456';
const WRONG = '000000';

const newCustomer = (policy: OnboardingRequest['policy'] = {}) => scene.gateway.onboardings.request({ policy });

/** Starts an onboarding and opens its page at once. */
async function open(request: OnboardingRequest): Promise<Page> {
  const { otpUrl } = await scene.gateway.startOnboarding(request);
  return await (await scene.phone()).open(otpUrl);
}

const texts = async (page: Page, ...ids: string[]) => Promise.all(ids.map((id) => page.textContent(`#${id}`)));

describe('before a code is awaited', () => {
  test('checking: the number is being looked up', async () => {
    const request = newCustomer();
    scene.hold(request, 'getCustomer');
    const page = await open(request);
    await untilView(page, 'checking');
    expect(await page.textContent('#message')).toContain(`ending in ${request.mobileNumber.slice(-4)}`);
    await expectAccessible(page, 'checking');
  });

  test('attention while checking: the place is kept', async () => {
    const request = newCustomer();
    scene.script(request, 'getCustomer', { kind: 'status', status: 401 }, 'always');
    const page = await open(request);
    await untilView(page, 'attention');
    expect(await page.textContent('#message')).toContain('Your place is kept.');
    await expectAccessible(page, 'attention');
  });
});

describe('while a code is awaited', () => {
  test('code: the end of the number, tries, time; no resend where we send nothing', async () => {
    const { page, request } = await scene.openAwaitingOtp();
    expect(await page.textContent('#message')).toContain(`ending in ${request.mobileNumber.slice(-4)}`);
    expect(await page.textContent('body')).not.toContain(request.mobileNumber.slice(0, 6));
    expect(await texts(page, 'tries', 'problem', 'sending')).toEqual(['Tries left: 5', '', '']);
    expect(await page.textContent('#left')).toMatch(/^Time left: (10:00|9:5\d)$/);
    expect(await page.isVisible('#resend')).toBe(false);
    await expectAccessible(page, 'code');
  });

  test.each([
    ['for', {}],
    ['sent to', { sendOtp: true }],
  ])('the page asks for the OTP %s the number, as the policy is %j', async (words, policy) => {
    const { page, request } = await scene.openAwaitingOtp(policy);
    await untilText(page, 'message', `(OTP) ${words} your mobile number ending in ${request.mobileNumber.slice(-4)}.`);
  });

  test('wrong code: 4 tries left, the field is empty and has the focus', async () => {
    const { page } = await scene.openAwaitingOtp();
    await sendCode(page, WRONG);
    await untilText(page, 'problem', 'This code is wrong.');
    expect(await texts(page, 'tries', 'title')).toEqual(['Tries left: 4', 'Enter your code']);
    expect(await page.inputValue('#code')).toBe('');
    expect(await page.getAttribute('#code', 'aria-invalid')).toBe('true');
    await page.locator('#code:focus').waitFor();
    await expectAccessible(page, 'wrong-code');
  });

  test('unconfirmed code: the same code or a newer one may be typed, and no refusal is counted', async () => {
    const { page, request } = await scene.openAwaitingOtp({ readBackWindowMs: 500 });
    scene.script(request, 'processCustomerRegistration', { kind: 'dropBefore' });
    await sendCode(page, RIGHT);
    await untilText(page, 'problem', AFTER_UNCONFIRMED);
    expect(await texts(page, 'tries')).toEqual(['Tries left: 5']);
    await expectAccessible(page, 'unconfirmed-code');
    await sendCode(page, RIGHT);
    await untilView(page, 'registered');
  });

  test.each(['', '12', '123'])('the code "%s" is not sent at all', async (code) => {
    const { page, phone } = await scene.openAwaitingOtp();
    await sendCode(page, code);
    await untilText(page, 'problem', 'This is not a whole code.');
    expect(phone.submissions).toEqual([]);
    await page.locator('#code:focus').waitFor();
  });

  test('malformed code: the gateway says so, it cost no try and stays to be corrected', async () => {
    const { page } = await scene.openAwaitingOtp();
    await sendCode(page, '1234567');
    await untilText(page, 'problem', 'This is not a whole code.');
    expect(await texts(page, 'tries')).toEqual(['Tries left: 5']);
    expect(await page.inputValue('#code')).toBe('1234567');
    await expectAccessible(page, 'malformed-code');
  });

  test('repeated code: it cost no try', async () => {
    const { page, request } = await scene.openAwaitingOtp();
    await sendCode(page, WRONG);
    await untilText(page, 'problem', 'This code is wrong.');
    await sendCode(page, WRONG);
    await untilText(page, 'problem', 'You typed this code before.');
    expect(await texts(page, 'tries')).toEqual(['Tries left: 4']);
    expect(scene.registrationCalls(request)).toBe(1);
    await expectAccessible(page, 'repeated-code');
  });

  test('resend within the gap: a countdown in place of the button', async () => {
    const { page } = await scene.openAwaitingOtp({ sendOtp: true, otpResendGapMs: 600_000 });
    await untilText(page, 'sending', 'You can ask for a new code in 9:');
    expect(await page.getAttribute('#resend', 'aria-disabled')).toBe('true');
    await expectAccessible(page, 'resend-countdown');
  });

  test('resend after the gap: the countdown becomes the button, then a new code; none after the last', async () => {
    const { page, request } = await scene.openAwaitingOtp({ sendOtp: true, otpResendGapMs: 1_000, otpMaxSends: 2 });
    await page.locator('#resend[aria-disabled=false]').waitFor();
    await expectAccessible(page, 'resend');
    await page.click('#resend');
    await untilText(page, 'spoken', 'A code is on its way to you.');
    await untilText(page, 'sending', 'No more codes can be sent.');
    expect(await page.isVisible('#resend')).toBe(false);
    expect(scene.calls(request, 'sendOtp')).toBe(2);
    await expectAccessible(page, 'last-resend');
  });

  test('a new code takes back what was said about the old one', async () => {
    const { page } = await scene.openAwaitingOtp({ sendOtp: true, otpResendGapMs: 500 });
    await sendCode(page, WRONG);
    await untilText(page, 'problem', 'This code is wrong.');
    await page.locator('#resend[aria-disabled=false]').click();
    await untilText(page, 'spoken', 'A code is on its way to you. If you have several messages, use the newest.');
    expect(await texts(page, 'problem')).toEqual(['']);
    await sendCode(page, '12');
    await untilText(page, 'problem', 'This is not a whole code.');
    expect(await texts(page, 'spoken')).toEqual(['']);
  });

  test('what the code is for, and that it is to be told to nobody', async () => {
    const { page } = await scene.openAwaitingOtp();
    await untilText(page, 'purpose', 'With this code you are registered for money transfers. Tell it to nobody.');
  });

  test('a code that iServeU did not send: the customer is told', async () => {
    const request = newCustomer({ sendOtp: true });
    scene.script(request, 'sendOtp', { kind: 'reply', json: sendOtpFailure('OTP limit exceeded') });
    const page = await open(request);
    await untilText(page, 'sending', 'The code could not be sent. You can ask for a new code in');
    await expectAccessible(page, 'code-not-sent');
  });

  test('attention while a code is to be sent: a code that one has can still be typed', async () => {
    const request = newCustomer({ sendOtp: true });
    scene.script(request, 'sendOtp', { kind: 'status', status: 401 }, 'always');
    const page = await open(request);
    await untilText(page, 'sending', 'We cannot send a code now');
    await expectAccessible(page, 'code-cannot-be-sent');
    await sendCode(page, RIGHT);
    await untilView(page, 'registered');
  });
});

describe('while a code is tried', () => {
  test('trying: the code stays in sight and cannot be changed or sent again', async () => {
    const { page, phone, request } = await scene.openAwaitingOtp();
    scene.hold(request, 'processCustomerRegistration');
    await sendCode(page, RIGHT);
    await untilView(page, 'trying');
    expect(await page.getAttribute('#code', 'readonly')).not.toBeNull();
    expect(await page.inputValue('#code')).toBe(RIGHT);
    await page.click('#submit');
    const spinner = await page.evaluate('getComputedStyle(document.getElementById("submit"), "::before").width');
    expect(spinner).toMatch(/^\d{2}/);
    await expectAccessible(page, 'trying');
    await scene.answerHeld(request, 'processCustomerRegistration');
    await untilView(page, 'registered');
    expect(phone.submissions).toHaveLength(1);
  });

  test('attention while registering: the code is kept', async () => {
    const { page, request } = await scene.openAwaitingOtp();
    scene.script(request, 'processCustomerRegistration', { kind: 'status', status: 401 }, 'always');
    await sendCode(page, RIGHT);
    await untilView(page, 'attentionWithCode');
    expect(await page.textContent('#message')).toContain('Your code is kept.');
    await expectAccessible(page, 'attention-with-code');
  });
});

describe('the end', () => {
  test('registered: the focus is on the good news', async () => {
    const { page } = await scene.openAwaitingOtp();
    await sendCode(page, RIGHT);
    await untilView(page, 'registered');
    await page.locator('#title:focus').waitFor();
    expect(await page.title()).toBe('You are registered');
    await expectAccessible(page, 'registered');
  });

  test('already registered', async () => {
    const request = newCustomer();
    scene.iserveu.setCustomer({ mobileNumber: request.mobileNumber, state: 'verified' });
    const page = await open(request);
    await untilView(page, 'alreadyRegistered');
    await expectAccessible(page, 'already-registered');
  });

  test('rejected: without iServeU’s words', async () => {
    const { page, request } = await scene.openAwaitingOtp();
    const json = registrationFailure({ ...request }, '-1', 'Customer is blocked by the bank');
    scene.script(request, 'processCustomerRegistration', { kind: 'reply', json });
    await sendCode(page, RIGHT);
    await untilView(page, 'rejected');
    expect(await page.textContent('body')).not.toContain('blocked');
    await expectAccessible(page, 'rejected');
  });

  test('expired: shown by itself when the time is over', async () => {
    const request = newCustomer({ otpWaitMs: 1_000 });
    scene.hold(request, 'getCustomer');
    const page = await open(request);
    await untilView(page, 'checking');
    await scene.answerHeld(request, 'getCustomer');
    await untilView(page, 'otpExpired');
    await expectAccessible(page, 'expired');
  });

  test('too many tries', async () => {
    const { page } = await scene.openAwaitingOtp({ otpMaxAttempts: 2 });
    await sendCode(page, WRONG);
    await untilText(page, 'tries', 'Tries left: 1');
    await sendCode(page, '111111');
    await untilView(page, 'otpAttemptsExhausted');
    await expectAccessible(page, 'too-many-tries');
  });

  test('cancelled from outside', async () => {
    const { page, started } = await scene.openAwaitingOtp();
    await scene.gateway.post(`/v1/onboardings/${started.onboardingId}/cancel`);
    await untilView(page, 'ended');
    await expectAccessible(page, 'ended');
  });

  test('terminated from outside', async () => {
    const { page, started } = await scene.openAwaitingOtp();
    const { workflowId = '' } = parseOnboardingId(started.onboardingId) ?? {};
    await scene.gateway.onboardings.environment.client.workflow.getHandle(workflowId).terminate();
    await untilView(page, 'ended');
  });
});

describe('a link that opens nothing', () => {
  test.each([
    ['without a token', (url: string) => url.replace(/#.*/, '')],
    ['with something else for a token', (url: string) => url.replace(/#.*/, '#nonsense')],
    ['with a forged token', (url: string) => `${url.slice(0, -4)}AAAA`],
    ['with a token of another onboarding', (url: string, other: string) => url.replace(/#.*/, `#${other}`)],
  ])('%s: ask for a new one', async (_, change) => {
    const { otpUrl } = await scene.gateway.startOnboarding();
    const { otpToken: other } = await scene.gateway.startOnboarding();
    const page = await (await scene.phone()).open(change(otpUrl, other));
    await untilView(page, 'dead');
    expect(await page.textContent('#message')).toBe('Please ask for a new link where you got this one.');
    await expectAccessible(page, 'dead-link');
  });
});

describe('without JavaScript', () => {
  test('the page says what to do, in both languages', async () => {
    const { otpUrl } = await scene.gateway.startOnboarding();
    const page = await (await scene.phone({ javaScriptEnabled: false })).open(otpUrl);
    expect(await page.locator('noscript').innerText()).toMatch(/turn on JavaScript[^]*चालू करें/);
    expect(await page.isVisible('#news')).toBe(false);
  });
});
