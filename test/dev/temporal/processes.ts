import { existsSync, readFileSync } from 'node:fs';

/** Whether a process with this id runs. One that has ended does not, also while nobody has asked how it ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

/** Asked only where the system tells it in a file: an init that is slow to reap is found in Linux containers. */
function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    // Reaped in between.
    return existsSync('/proc/self/stat');
  }
}
