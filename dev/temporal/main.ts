import { runForeground } from './run-foreground.js';

process.exitCode = await runForeground(process.argv.slice(2));
