import { runTool } from './tools.mjs';

const checks = [
  ['node_modules/eslint/bin/eslint.js', ['.']],
  ['node_modules/prettier/bin/prettier.cjs', ['--check', '.']],
  ['node_modules/typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']],
  ['node_modules/typescript/bin/tsc', ['--noEmit', '-p', 'src/gateway/page/public']],
];

/** Runs every check, also after one has failed. Returns 0, or the exit code of the first that failed. */
export async function runLint(root) {
  const exitCodes = [];
  for (const [file, args] of checks) exitCodes.push(await runTool(root, file, args));
  return exitCodes.find((exitCode) => exitCode !== 0) ?? 0;
}
