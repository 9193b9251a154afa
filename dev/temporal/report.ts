/** Takes one line of set-up progress, without a line break. */
export type Report = (line: string) => void;

const PROGRESS_EVERY_MS = 10_000;

/** What is being done, as reports call it, and how long it takes, such as `about 5 min`. */
export interface Doing {
  doing: string;
  takes: string;
}

/** Runs `work`; while it lasts, reports what is being done, for how long, and how long it takes, every 10 s. */
export async function withProgress<T>(report: Report, { doing, takes }: Doing, work: () => Promise<T>): Promise<T> {
  const elapsed = stopwatch();
  const timer = setInterval(() => {
    report(`${doing} … ${elapsed()} of ${takes}`);
  }, PROGRESS_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Starts now; the function returned tells the time since then, as `1.2 s`. */
export function stopwatch(): () => string {
  const startedAt = performance.now();
  return () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
