import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { problemOf } from '../support/gateway-scene.js';
import { expectAccessible, PageScene, sendCode, untilText, untilView } from './support/page-scene.js';

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4" fill="#00695c"/></svg>';
const RETURN_URL = 'https://app.example.com/back?order=7&outcome=old#top';
const folder = mkdtempSync(join(tmpdir(), 'onboarding-brand-'));

let scene: PageScene;
beforeAll(async () => {
  writeFileSync(join(folder, 'logo.svg'), LOGO);
  scene = await PageScene.start({
    GATEWAY_BRAND_NAME: 'Asha <Pay> & Co',
    GATEWAY_BRAND_LOGO_FILE: join(folder, 'logo.svg'),
    GATEWAY_BRAND_COLOR: '#00695C',
    GATEWAY_RETURN_ORIGINS: 'https://app.example.com,http://127.0.0.1:3000',
  });
});
afterEach(() => scene.putPhonesAway());
afterAll(async () => {
  await scene.stop();
  await rm(folder, { recursive: true });
});

const RIGHT = '123456';

async function openReturning(options: { colorScheme?: 'dark' } = {}): Promise<{ page: Page; onboardingId: string }> {
  const request = scene.gateway.onboardings.request();
  const response = await scene.gateway.post('/v1/onboardings', { body: { ...request, returnUrl: RETURN_URL } });
  const { otpUrl, onboardingId } = (await response.json()) as { otpUrl: string; onboardingId: string };
  const page = await (await scene.phone(options)).open(otpUrl);
  await untilView(page, 'code');
  return { page, onboardingId };
}

describe('whose page it is', () => {
  test.each(['light', 'dark'] as const)('name, logo and colour, on a %s page', async (colorScheme) => {
    const { page } = await scene.openAwaitingOtp({}, { colorScheme });
    expect(await page.textContent('#brand')).toBe('Asha <Pay> & Co');
    await untilText(page, 'purpose', 'With this code Asha <Pay> & Co registers you for money transfers.');
    expect(await page.evaluate('document.querySelector("header img").naturalWidth')).toBeGreaterThan(0);
    const color = await page.evaluate('getComputedStyle(document.getElementById("submit")).backgroundColor');
    if (colorScheme === 'light') expect(color).toBe('rgb(0, 105, 92)');
    else expect(color).not.toBe('rgb(0, 105, 92)');
    await expectAccessible(page, `brand-${colorScheme}`);
  });

  test('the logo that is opened by itself can run nothing', async () => {
    const answer = await fetch(`${scene.gateway.url}/otp/logo.svg`);
    expect(answer.headers.get('content-type')).toBe('image/svg+xml');
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    );
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('a browser that has the page asks only whether it is still the same', async () => {
    const { otpUrl } = await scene.gateway.startOnboarding();
    const first = await fetch(otpUrl);
    const etag = first.headers.get('etag') ?? '';
    expect((await fetch(otpUrl, { headers: { 'If-None-Match': etag } })).status).toBe(304);
  });
});

describe('the way back', () => {
  test('is offered after the end, with the outcome', async () => {
    const { page } = await openReturning();
    expect(await page.isVisible('#back')).toBe(false);
    await sendCode(page, RIGHT);
    await untilView(page, 'registered');
    expect(await page.textContent('#back')).toBe('Back to Asha <Pay> & Co');
    expect(await page.getAttribute('#back', 'href')).toBe(
      'https://app.example.com/back?order=7&outcome=registered#top',
    );
    await expectAccessible(page, 'way-back');
  });

  test('has no outcome where there is none, and stays after a reload', async () => {
    const { page, onboardingId } = await openReturning({ colorScheme: 'dark' });
    await scene.gateway.post(`/v1/onboardings/${onboardingId}/cancel`);
    await untilView(page, 'ended');
    await page.reload();
    await untilView(page, 'ended');
    expect(await page.getAttribute('#back', 'href')).toBe(RETURN_URL);
    await expectAccessible(page, 'way-back-dark');
  });

  test('is none for who has forged it', async () => {
    const { otpUrl } = await scene.gateway.startOnboarding();
    const [start = '', token = ''] = otpUrl.split('#');
    const [head = '', , signature = ''] = token.split('.');
    const claims = Buffer.from(JSON.stringify({ returnUrl: 'https://evil.example' })).toString('base64url');
    const page = await (await scene.phone()).open(`${start}#${[head, claims, signature].join('.')}`);
    await untilView(page, 'dead');
    expect(await page.isVisible('#back')).toBe(false);
  });

  test.each([
    'https://evil.example/back',
    'https://app.example.com.evil.example',
    'https://user@app.example.com',
    'http://app.example.com',
    'javascript:alert(1)',
    '//app.example.com',
    '',
    `https://app.example.com/${'a'.repeat(500)}`,
    7,
    null,
  ])('%s is refused, and nothing is started', async (returnUrl) => {
    const request = scene.gateway.onboardings.request();
    const response = await scene.gateway.post('/v1/onboardings', { body: { ...request, returnUrl } });
    expect(response.status).toBe(400);
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ problems: [{ field: 'returnUrl' }] });
    expect(JSON.stringify(problem)).not.toContain('evil.example');
    expect(scene.calls(request, 'getCustomer')).toBe(0);
  });

  test('a loopback origin may be plain http', async () => {
    const request = scene.gateway.onboardings.request();
    const body = { ...request, returnUrl: 'http://127.0.0.1:3000/' };
    expect((await scene.gateway.post('/v1/onboardings', { body })).status).toBe(202);
  });
});
