import { parseArgs } from 'node:util';
import { runDemo } from './run-demo.js';

const USAGE =
  'Usage: npm start [-- --once]\n  --once  leave after the onboarding: 0 where it was registered and enriched, else 1';

function readOnce(): boolean | undefined {
  try {
    return parseArgs({ options: { once: { type: 'boolean', default: false } } }).values.once;
  } catch {
    return undefined;
  }
}

const once = readOnce();
if (once === undefined) {
  console.error(USAGE);
  process.exit(2);
}
process.exit(await runDemo({ leaveAfterwards: once }));
