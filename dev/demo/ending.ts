import { setTimeout as delay } from 'node:timers/promises';
import type { StopRequested } from '../../src/process/stop-signals.js';
import type { CleanUp } from './clean-up.js';

/** From a signal, or the end of the show, to the end of everything; a terminal's user waits no longer. */
const ENDED_WITHIN_MS = 2_500;

/** Ends what the demo has started, says so in one line, and never takes long. */
export class Ending {
  private isTold = false;

  /** @param stop says in one line what it ends, and what that waits for, as soon as it is aborted */
  constructor(
    private readonly cleanUp: CleanUp,
    private readonly stop: AbortSignal,
  ) {
    stop.addEventListener('abort', () => {
      this.tell();
    });
  }

  /** Gives the exit code of `work`, or of the signal where the work does not heed it in time. */
  async within(work: Promise<number>): Promise<number> {
    const tooLate = new Promise<number>((resolve) => {
      this.stop.addEventListener('abort', () => {
        const { exitCode } = this.stop.reason as StopRequested;
        setTimeout(resolve, ENDED_WITHIN_MS, exitCode).unref();
      });
    });
    return await Promise.race([work, tooLate]);
  }

  /** Stops everything. What is still up after 2.5 s ends with the process. */
  async run(): Promise<void> {
    this.tell();
    await Promise.race([this.cleanUp.run(), delay(ENDED_WITHIN_MS, undefined, { ref: false })]);
  }

  private tell(): void {
    if (this.isTold) return;
    this.isTold = true;
    const parts = this.cleanUp.describe();
    if (parts === '') console.error('Stopped.');
    else console.error(`Stopping ${parts}: at most 3 s; Ctrl-C again ends at once.`);
  }
}
