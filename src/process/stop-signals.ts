/** Exit codes of a process that a signal has ended, as shells count them. */
export const EXIT_CODES_OF_SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
export type StopSignal = keyof typeof EXIT_CODES_OF_SIGNALS;

/** npm hands a Ctrl-C on although the terminal has sent it to every process: one key press arrives twice. */
const ONE_KEY_PRESS_MS = 300;

/** The reason of the abort: which signal asked for the stop. */
export class StopRequested extends Error {
  override readonly name = 'StopRequested';
  /** For a process that stops before its work is done. */
  readonly exitCode: number;

  constructor(signal: StopSignal) {
    super(`Stopped by ${signal}.`);
    this.exitCode = EXIT_CODES_OF_SIGNALS[signal];
  }
}

/**
 * Listens for signals for the rest of the process's life. The first one aborts the signal returned, whose reason is a
 * {@link StopRequested}. A second Ctrl-C calls `endAtOnce`, and ends the process with 130.
 */
export function onStopSignals(signals: readonly StopSignal[], endAtOnce: () => void = () => undefined): AbortSignal {
  const stop = new AbortController();
  let firstAt = 0;
  for (const signal of signals) {
    process.on(signal, () => {
      if (!stop.signal.aborted) {
        firstAt = performance.now();
        stop.abort(new StopRequested(signal));
      } else if (signal === 'SIGINT' && performance.now() - firstAt > ONE_KEY_PRESS_MS) {
        endAtOnce();
        process.exit(EXIT_CODES_OF_SIGNALS.SIGINT);
      }
    });
  }
  return stop.signal;
}

/** Resolves once the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<'stop'> {
  return new Promise((resolve) => {
    const stop = () => {
      resolve('stop');
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
