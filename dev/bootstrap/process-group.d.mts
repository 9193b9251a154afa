import type { ChildProcessByStdio, SpawnOptions } from 'node:child_process';
import type { Readable } from 'node:stream';

/** See process-group.mjs. */
export function spawnGroup(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { stdio: ['ignore', 'pipe', 'pipe'] },
  signal?: AbortSignal,
): ChildProcessByStdio<null, Readable, Readable>;
