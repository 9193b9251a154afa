import type { OnboardingClient } from '../client/onboarding-client.js';
import { within } from './within.js';

/** A probe waits about so long. */
const ANSWER_WITHIN_MS = 2_000;
const ASK_AGAIN_MS = 1_000;

/** Whether Temporal answers; asked once a second at most, however many want to know. */
export class Readiness {
  private askedAtMs = -Infinity;
  private answer: Promise<boolean> = Promise.resolve(false);

  constructor(private readonly client: Pick<OnboardingClient, 'checkConnection'>) {}

  async isReady(): Promise<boolean> {
    if (Date.now() - this.askedAtMs >= ASK_AGAIN_MS) {
      this.askedAtMs = Date.now();
      this.answer = this.ask();
    }
    return await this.answer;
  }

  private async ask(): Promise<boolean> {
    try {
      const answered = this.client.checkConnection().then(() => true);
      return (await within(ANSWER_WITHIN_MS, answered)) ?? false;
    } catch {
      return false;
    }
  }
}
