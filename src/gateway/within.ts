/** What `work` gives, or nothing when it takes longer than so many ms; what it then does is nobody's concern. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
    // A failure that comes too late has nobody left to tell.
    work.catch(() => undefined);
  }
}
