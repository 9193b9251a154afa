import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page, Request, Route } from 'playwright-core';
import { expect } from 'vitest';
import { findBrowser } from '../../../../dev/browser/find-browser.js';
import { findFreePort } from '../../../../dev/temporal/free-port.js';
import type { IserveuOperation } from '../../../../dev/simulators/iserveu/paths.js';
import type { Fault } from '../../../../dev/simulators/shared/fault.js';
import type { OnboardingRequest } from '../../../../src/contract/request.js';
import { GatewayScene, type Started } from '../../support/gateway-scene.js';

const SCREENSHOTS = fileURLToPath(new URL('../../../../test-artefacts/otp-page/', import.meta.url));
const SUBMISSIONS = '**/v1/onboardings/*/otp';
/** Just below the deadline of a call to iServeU. */
const HELD_MS = 19_000;
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A cheap phone, in portrait. */
const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 640 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'en-IN',
  reducedMotion: 'reduce',
};

/** One phone with the page, and all that it has sent and complained about. */
export class Phone {
  readonly requests: Request[] = [];
  /** Console errors, uncaught errors and violations of the Content-Security-Policy. */
  readonly complaints: string[] = [];

  private constructor(readonly context: BrowserContext) {}

  static async take(browser: Browser, options: BrowserContextOptions = {}): Promise<Phone> {
    const context = await browser.newContext({ ...PHONE, ...options });
    const phone = new Phone(context);
    context.on('request', (request) => phone.requests.push(request));
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') phone.complaints.push(message.text());
    });
    context.on('weberror', (error) => phone.complaints.push(String(error.error())));
    return phone;
  }

  async open(url: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(url);
    return page;
  }

  /** Holds codes back on their way until so many are there, then lets all of them go. */
  async gatherSubmissions(count: number): Promise<void> {
    const held: Route[] = [];
    await this.context.route(SUBMISSIONS, async (route) => {
      held.push(route);
      if (held.length === count) await Promise.all(held.map((one) => one.continue()));
    });
  }

  /** The submissions of codes so far. */
  get submissions(): Request[] {
    return this.requests.filter((request) => request.method() === 'POST' && request.url().endsWith('/otp'));
  }
}

/** An onboarding with its page. */
export interface Opened {
  request: OnboardingRequest;
  started: Started;
  phone: Phone;
  page: Page;
}

/** A gateway that keeps its port over a restart, a browser, and phones. */
export class PageScene {
  private readonly phones: Phone[] = [];

  private constructor(
    readonly gateway: GatewayScene,
    private readonly browser: Browser,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<PageScene> {
    const { browser } = await findBrowser((line) => {
      console.error(line);
    });
    const environment = { GATEWAY_PORT: String(await findFreePort()), ...settings };
    return new PageScene(await GatewayScene.start({ environment, limits: { otpsPerOnboarding: 100 } }), browser);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.gateway.stop();
  }

  /** Another phone; it is put away with {@link PageScene.putPhonesAway}. */
  async phone(options: BrowserContextOptions = {}): Promise<Phone> {
    const phone = await Phone.take(this.browser, options);
    this.phones.push(phone);
    return phone;
  }

  async putPhonesAway(): Promise<void> {
    await Promise.all(this.phones.splice(0).map(({ context }) => context.close()));
  }

  /** The page of an onboarding that waits for its code, on a phone of its own. */
  async openAwaitingOtp(
    policy: OnboardingRequest['policy'] = {},
    options: BrowserContextOptions = {},
  ): Promise<Opened> {
    const request = this.gateway.onboardings.request({ policy });
    const started = await this.gateway.startAwaitingOtp(request);
    const phone = await this.phone(options);
    const page = await phone.open(started.otpUrl);
    await untilView(page, 'code');
    return { request, started, phone, page };
  }

  get iserveu() {
    return this.gateway.onboardings.harness.simulators.iserveu;
  }

  /** Makes calls about a customer fail or slow. */
  script(
    { mobileNumber }: OnboardingRequest,
    operation: IserveuOperation,
    fault: Fault,
    times: number | 'always' = 1,
  ): void {
    this.iserveu.scriptFault({ operation, mobileNumber, fault, times });
  }

  /** Makes the next call about a customer wait for its answer until {@link PageScene.answerHeld}. */
  hold(request: OnboardingRequest, operation: IserveuOperation): void {
    this.script(request, operation, { kind: 'none', delayMs: HELD_MS });
  }

  /** Resolves when iServeU has received a call about a customer. */
  async untilCalled({ mobileNumber }: OnboardingRequest, operation: IserveuOperation): Promise<void> {
    await this.iserveu.journal.waitFor((call) => call.operation === operation && call.subject === mobileNumber, {
      timeoutMs: 30_000,
    });
  }

  /** Lets iServeU answer a held call, as soon as it has received it. */
  async answerHeld(request: OnboardingRequest, operation: IserveuOperation): Promise<void> {
    await this.untilCalled(request, operation);
    this.iserveu.endDelays();
  }

  /** How often iServeU was asked something about this customer. */
  calls({ mobileNumber }: OnboardingRequest, operation: IserveuOperation): number {
    return this.iserveu.journal.of(operation, mobileNumber).length;
  }

  /** How often iServeU was asked to register this customer. */
  registrationCalls(request: OnboardingRequest): number {
    return this.calls(request, 'processCustomerRegistration');
  }
}

/** Waits until an element of the page has this text in it. */
export async function untilText(page: Page, id: string, text: string): Promise<void> {
  await page.locator(`#${id}`, { hasText: text }).waitFor({ state: 'attached', timeout: 30_000 });
}

/** Waits until the page shows a view. */
export async function untilView(page: Page, view: string): Promise<void> {
  await page.waitForSelector(`main[data-view="${view}"]`, { timeout: 30_000 });
}

/** Types a code as a person does and sends it. */
export async function sendCode(page: Page, code: string): Promise<void> {
  await page.fill('#code', code);
  await page.click('#submit');
}

/** Keeps a picture of the page, and expects that axe finds nothing wrong with it under WCAG 2.2 AA. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
  // The page's own policy forbids added scripts, but not what the browser evaluates from outside.
  await page.evaluate(await axeSource());
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    const { violations: found } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
  expect(violations).toEqual([]);
}

interface AxeResults {
  violations: { id: string; nodes: { html: string }[] }[];
}

let axe: Promise<string> | undefined;

async function axeSource(): Promise<string> {
  axe ??= readFile(AXE, 'utf8');
  return await axe;
}
