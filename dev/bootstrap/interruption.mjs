import { SetUpError } from './set-up-error.mjs';

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
/** npm hands a Ctrl-C on although the terminal has sent it to every process: one key press arrives twice. */
const ONE_KEY_PRESS_MS = 300;

/**
 * Listens for the signals that ask this process to end, until the command that it becomes listens by itself. The first
 * one aborts the signal returned, whose reason is a {@link SetUpError}; a second Ctrl-C ends the process with 130.
 *
 * @returns {AbortSignal}
 */
export function listenForInterruption() {
  const interrupted = new AbortController();
  let firstAt = 0;
  for (const [signal, exitCode] of Object.entries(exitCodes)) {
    process.on(signal, () => {
      if (process.listenerCount(signal) > 1) return;
      if (!interrupted.signal.aborted) {
        firstAt = performance.now();
        interrupted.abort(new SetUpError(`Set-up stopped by ${signal}.`, exitCode));
      } else if (signal === 'SIGINT' && performance.now() - firstAt > ONE_KEY_PRESS_MS) {
        process.exit(exitCode);
      }
    });
  }
  return interrupted.signal;
}
