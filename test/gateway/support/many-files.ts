import { execFileSync } from 'node:child_process';

/** What 10,000 connections need, and a process beside. */
const WANTED_FILES = 12_000;

/** How many files, and so connections, a process may have open here: what is wanted, or the hard limit. */
export function filesAllowed(): number {
  const hard = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
  return hard === 'unlimited' ? WANTED_FILES : Math.min(WANTED_FILES, Number(hard));
}

/** A command line that runs another one with so many files. */
export function withManyFiles(commandLine: readonly string[]): [command: string, args: string[]] {
  return ['sh', ['-c', 'ulimit -n "$0" && exec "$@"', String(filesAllowed()), ...commandLine]];
}
