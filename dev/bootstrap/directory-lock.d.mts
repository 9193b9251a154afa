/** See directory-lock.mjs. */
export function withDirectoryLock<T>(
  path: string,
  work: (lock: { alsoHeldBy(pid: number): Promise<void> }) => Promise<T>,
  options?: { onWait?: () => void; signal?: AbortSignal },
): Promise<T>;
