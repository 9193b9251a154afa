/** The result of `work`, or `undefined` after `ms` milliseconds; later results and errors of `work` are ignored. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
    // A late failure has no listener and would end the process.
    work.catch(() => undefined);
  }
}
