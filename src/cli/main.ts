#!/usr/bin/env -S node --
import { ExitCode } from './exit-code.js';
import { run } from './run.js';

process.once('SIGINT', () => {
  process.exit(ExitCode.interrupted);
});

// `onboarding watch … | head -1` ends quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? ExitCode.done : ExitCode.fault);
});

process.exitCode = await run(process.argv.slice(2));
