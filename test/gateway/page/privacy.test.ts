import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PageScene, sendCode, untilText, untilView, type Opened } from './support/page-scene.js';

const RIGHT = '734956';
const WRONG = '000000';

let scene: PageScene;
beforeAll(async () => {
  scene = await PageScene.start();
});
afterEach(() => scene.putPhonesAway());
afterAll(() => scene.stop());

/** A whole onboarding on the page: resend, wrong code, reload, right code. */
async function finishByHand(): Promise<Opened> {
  const opened = await scene.openAwaitingOtp({ sendOtp: true, otpResendGapMs: 500 });
  const { page, request } = opened;
  await page.locator('#resend[aria-disabled=false]').click();
  await untilText(page, 'spoken', 'A code is on its way to you.');
  scene.iserveu.setOtp(request.mobileNumber, RIGHT);
  await sendCode(page, WRONG);
  await untilText(page, 'problem', 'This code is wrong.');
  await page.reload();
  await untilView(page, 'code');
  await sendCode(page, RIGHT);
  await untilView(page, 'registered');
  return opened;
}

test('the token and the code go out in headers and bodies alone: in no URL, no Referer, no log line, no cookie', async () => {
  const { phone, started, request } = await finishByHand();
  const sent = await Promise.all(phone.requests.map(async (it) => ({ url: it.url(), headers: await it.allHeaders() })));
  const withToken = sent.filter(({ headers }) => headers['authorization'] === `Bearer ${started.otpToken}`);
  expect(withToken.length).toBeGreaterThan(4);
  for (const { url, headers } of sent) {
    // The browser itself keeps what stands behind #; a request has it not.
    const asked = url.replace(started.otpUrl, started.otpUrl.replace(/#.*/, ''));
    const { authorization: _, ...others } = headers;
    expect(asked + JSON.stringify(others)).not.toContain(started.otpToken);
    expect(asked + JSON.stringify(others)).not.toContain(RIGHT);
    expect(headers['referer']).toBeUndefined();
  }
  const logged = scene.gateway.logLines.join('\n');
  for (const secret of [started.otpToken, RIGHT, WRONG, request.mobileNumber, request.name]) {
    expect(logged).not.toContain(secret);
  }
  expect(await phone.context.cookies()).toEqual([]);
});

test('everything comes from the gateway; no error, no warning, nothing against the Content-Security-Policy', async () => {
  const { phone } = await finishByHand();
  const origins = new Set(phone.requests.map((request) => new URL(request.url()).origin));
  expect([...origins]).toEqual([scene.gateway.url]);
  expect(phone.complaints).toEqual([]);
});

test('what the browser keeps is the token of this tab, and never the code', async () => {
  const { page, started } = await finishByHand();
  const kept = await page.evaluate('JSON.stringify([sessionStorage, localStorage])');
  expect(kept).toBe(JSON.stringify([{ [started.onboardingId]: started.otpToken }, {}]));
});

test('nothing inline: scripts and styles are files of the gateway', async () => {
  const { otpUrl } = await scene.gateway.startOnboarding();
  const answer = await fetch(otpUrl);
  expect(answer.headers.get('content-security-policy')).toBe(
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
  );
  const html = await answer.text();
  expect(html).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)/);
});

test('the modules of the page are fetched at once, each one once', async () => {
  const { phone, page } = await scene.openAwaitingOtp();
  await page.waitForLoadState('load');
  const files = phone.requests.filter((request) => request.url().includes('/otp/') && request.method() === 'GET');
  const html = (await (await files[0]?.response())?.text()) ?? '';
  const preloaded = [...html.matchAll(/modulepreload" href="([^"]+)"/g)].map(([, href]) => href);
  const modules = files.map((request) => request.url()).filter((url) => url.endsWith('.js'));
  expect(preloaded.sort()).toEqual(modules.map((url) => url.split('/').pop()).sort());
});
