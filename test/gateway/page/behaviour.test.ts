import type { Page } from 'playwright-core';
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

describe('the link', () => {
  test('stays in the address bar while a code is awaited: reload, and a second tab from the copied address', async () => {
    const { page, phone, started } = await scene.openAwaitingOtp();
    expect(page.url()).toBe(started.otpUrl);
    await page.reload();
    await untilView(page, 'code');
    const other = await scene.phone();
    await untilView(await other.open(page.url()), 'code');
    expect(phone.complaints).toEqual([]);
  });

  test('goes from the address bar with the end; a reload still shows the end', async () => {
    const { page, started } = await scene.openAwaitingOtp();
    await sendCode(page, RIGHT);
    await untilView(page, 'registered');
    await page.waitForURL(started.otpUrl.replace(/#.*/, ''));
    await page.reload();
    await untilView(page, 'registered');
  });

  test('works with what a messenger puts behind it', async () => {
    const { otpUrl } = await scene.gateway.startAwaitingOtp();
    await untilView(await (await scene.phone()).open(`${otpUrl}).`), 'code');
  });

  test('with a new token in the same tab is taken up', async () => {
    const { page, started } = await scene.openAwaitingOtp();
    const dead = `${started.otpUrl.slice(0, -4)}AAAA`;
    await page.goto(dead);
    await untilView(page, 'dead');
    await page.goto(started.otpUrl);
    await untilView(page, 'code');
  });

  test('works after leaving the page and coming back', async () => {
    const { page } = await scene.openAwaitingOtp();
    await page.goto('about:blank');
    await page.goBack();
    await untilView(page, 'code');
    await sendCode(page, RIGHT);
    await untilView(page, 'registered');
    await page.goto('about:blank');
    await page.goBack();
    await untilView(page, 'registered');
  });

  test('works where the browser keeps nothing', async () => {
    const { otpUrl } = await scene.gateway.startAwaitingOtp();
    const phone = await scene.phone();
    await phone.context.addInitScript(
      "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('no') } })",
    );
    const page = await phone.open(otpUrl);
    await untilView(page, 'code');
    await sendCode(page, RIGHT);
    await untilView(page, 'registered');
    expect(page.url()).toBe(otpUrl);
    await page.reload();
    await untilView(page, 'registered');
  });
});

describe('one code', () => {
  test('a double tap sends one request', async () => {
    const { page, phone, request } = await scene.openAwaitingOtp();
    await page.fill('#code', WRONG);
    await page.dblclick('#submit');
    await untilText(page, 'problem', 'This code is wrong.');
    expect(phone.submissions).toHaveLength(1);
    expect(scene.registrationCalls(request)).toBe(1);
  });

  test('the same code from two tabs at once is tried once, and both show its end', async () => {
    const { page, phone, started, request } = await scene.openAwaitingOtp();
    const other = await phone.open(started.otpUrl);
    await untilView(other, 'code');
    await phone.gatherSubmissions(2);
    await Promise.all([sendCode(page, RIGHT), sendCode(other, RIGHT)]);
    await Promise.all([untilView(page, 'registered'), untilView(other, 'registered')]);
    expect(scene.registrationCalls(request)).toBe(1);
  });

  test('a tab that only looks on shows the wrong code of the other one, and the end', async () => {
    const { page, phone, started } = await scene.openAwaitingOtp();
    const other = await phone.open(started.otpUrl);
    await untilView(other, 'code');
    await sendCode(page, WRONG);
    await untilText(other, 'tries', 'Tries left: 4');
    await untilText(other, 'problem', 'This code is wrong.');
    await sendCode(page, RIGHT);
    await untilView(other, 'registered');
  });

  test('a reload while it is being tried shows that, and the end by itself', async () => {
    const { page, request } = await scene.openAwaitingOtp();
    scene.hold(request, 'processCustomerRegistration');
    await sendCode(page, RIGHT);
    await scene.untilCalled(request, 'processCustomerRegistration');
    await page.reload();
    await untilView(page, 'trying');
    await scene.answerHeld(request, 'processCustomerRegistration');
    await untilView(page, 'registered');
    expect(scene.registrationCalls(request)).toBe(1);
  });

  test('digits of a Hindi keyboard, spaces and dashes are understood', async () => {
    const { page, phone } = await scene.openAwaitingOtp();
    await page.fill('#code', '१२३-४ ५६');
    expect(await page.inputValue('#code')).toBe(RIGHT);
    await page.click('#submit');
    await untilView(page, 'registered');
    expect(phone.submissions[0]?.postDataJSON()).toEqual({ otp: RIGHT });
  });

  test('no Idempotency-Key has a digit in it, so none can hold the code', async () => {
    const { page, phone } = await scene.openAwaitingOtp();
    await sendCode(page, WRONG);
    await untilText(page, 'problem', 'This code is wrong.');
    const headers = phone.submissions.map((request) => request.headers());
    expect(headers).toEqual([
      expect.objectContaining({ 'idempotency-key': expect.stringMatching(/^[a-z]{32}$/) as string, prefer: 'wait=20' }),
    ]);
  });
});

describe('a customer without', () => {
  test('a mouse: Tab, Enter and the focus are enough', async () => {
    const { page } = await scene.openAwaitingOtp({ sendOtp: true, otpResendGapMs: 500 });
    await page.locator('#code:focus').waitFor();
    await page.keyboard.type(WRONG);
    await page.keyboard.press('Enter');
    await untilText(page, 'problem', 'This code is wrong.');
    await page.locator('#code:focus').waitFor();
    await page.locator('#resend[aria-disabled=false]').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('#submit:focus-visible').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('#resend:focus-visible').waitFor();
    await page.keyboard.press('Space');
    await untilText(page, 'spoken', 'A code is on its way to you.');
    await page.locator('#code:focus').waitFor();
    await page.keyboard.type(RIGHT);
    await page.keyboard.press('Enter');
    await untilView(page, 'registered');
  });

  test.each([-3, 5])('a right clock, %i h off: the time left is right all the same', async (hours) => {
    const { otpUrl } = await scene.gateway.startAwaitingOtp();
    const phone = await scene.phone();
    await phone.context.addInitScript(`const now = Date.now; Date.now = () => now() + ${hours * 3_600_000}`);
    const page = await phone.open(otpUrl);
    await untilText(page, 'left', 'Time left: 9:5');
  });

  test('good eyes: 320 px wide and text of double size, nothing is cut off', async () => {
    const { page } = await scene.openAwaitingOtp(
      { sendOtp: true },
      { viewport: { width: 320, height: 480 }, isMobile: false },
    );
    const isTooWide = () =>
      page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
    await sendCode(page, WRONG);
    await untilText(page, 'problem', 'This code is wrong.');
    expect(await isTooWide()).toBe(false);
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    expect(await isTooWide()).toBe(false);
    await expectAccessible(page, 'narrow-and-large');
  });

  test('light: the dark colours have contrast too', async () => {
    const { page } = await scene.openAwaitingOtp({ sendOtp: true, otpResendGapMs: 500 }, { colorScheme: 'dark' });
    await sendCode(page, WRONG);
    await untilText(page, 'problem', 'This code is wrong.');
    await expectAccessible(page, 'dark-wrong-code');
    await sendCode(page, RIGHT);
    await untilView(page, 'registered');
    await expectAccessible(page, 'dark-registered');
  });
});

test('what can be tapped is at least 44 px high and wide', async () => {
  const { page } = await scene.openAwaitingOtp({ sendOtp: true });
  for (const box of await Promise.all(
    (await page.locator('input, select, button').all()).map((part) => part.boundingBox()),
  )) {
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
});

describe('Hindi', () => {
  const textOf = (page: Page, id: string) => page.textContent(`#${id}`);

  test.each(['hi-IN', 'hi'])('for a browser that prefers %s', async (locale) => {
    const { page } = await scene.openAwaitingOtp({ sendOtp: true }, { locale });
    expect(await page.getAttribute('html', 'lang')).toBe('hi');
    expect(await textOf(page, 'title')).toBe('अपना कोड डालें');
    await sendCode(page, WRONG);
    await untilText(page, 'problem', 'यह कोड गलत है।');
    await expectAccessible(page, 'hindi-wrong-code');
    await sendCode(page, RIGHT);
    await untilView(page, 'registered');
    expect(await page.title()).toBe('आपका पंजीकरण हो गया');
    await expectAccessible(page, 'hindi-registered');
  });
});

describe('languages', () => {
  test.each([
    ['ta-IN', 'ta', 'உங்கள் குறியீட்டை எழுதுங்கள்'],
    ['te-IN', 'te', 'మీ కోడ్ రాయండి'],
    ['bn-IN', 'bn', 'আপনার কোড লিখুন'],
    ['mr-IN', 'mr', 'तुमचा कोड टाका'],
    ['fr-FR', 'en', 'Enter your code'],
  ])('a browser that prefers %s gets %s', async (locale, language, title) => {
    const { page } = await scene.openAwaitingOtp({ sendOtp: true }, { locale });
    expect(await page.getAttribute('html', 'lang')).toBe(language);
    expect(await page.textContent('#title')).toBe(title);
    expect(await page.inputValue('#language')).toBe(language);
    await expectAccessible(page, `language-${language}`);
  });

  test('the customer switches: what was typed stays, a reload keeps the language', async () => {
    const { page } = await scene.openAwaitingOtp();
    await page.fill('#code', '1234');
    await page.selectOption('#language', 'ta');
    await untilText(page, 'title', 'உங்கள் குறியீட்டை எழுதுங்கள்');
    expect(await page.inputValue('#code')).toBe('1234');
    expect(await page.getAttribute('html', 'lang')).toBe('ta');
    expect(await page.title()).toBe('உங்கள் குறியீட்டை எழுதுங்கள்');
    await page.reload();
    await untilText(page, 'title', 'உங்கள் குறியீட்டை எழுதுங்கள்');
  });

  test('a language that does not come leaves the page as it is', async () => {
    const { page, phone } = await scene.openAwaitingOtp();
    await phone.context.route('**/otp/texts/ta.js', (route) => route.abort());
    await page.selectOption('#language', 'ta');
    await expect.poll(() => page.inputValue('#language')).toBe('en');
    expect(await page.textContent('#title')).toBe('Enter your code');
  });
});
