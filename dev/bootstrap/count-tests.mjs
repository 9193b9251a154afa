// Says how a test run went in one line: node count-tests.mjs REPORT EXIT_CODE
// REPORT is what vitest's json reporter wrote, EXIT_CODE what the whole run ended with.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Of a test whose process ended before the test did, vitest's report says `pending`. */
const FAILED = ['failed', 'pending'];

/**
 * Counts tests by their results. Each test that did not end counts as failed. So do, as one, a test file that could not
 * be run, and a run that failed without any failed test (lint, set-up, an error outside of tests).
 *
 * @param {string} report the json report, or anything else where there is none
 * @param {number} exitCode
 * @returns {{ passed: number, failed: number }}
 */
export function countTests(report, exitCode) {
  const files = parseFiles(report).map(({ status, assertionResults }) => {
    const passed = assertionResults.filter((result) => result.status === 'passed').length;
    const failed = assertionResults.filter((result) => FAILED.includes(result.status)).length;
    const isBroken = failed === 0 && (status === 'failed' || assertionResults.length === 0);
    return { passed, failed: isBroken ? 1 : failed };
  });
  const sum = (key) => files.reduce((total, file) => total + file[key], 0);
  const [passed, failed] = [sum('passed'), sum('failed')];
  return { passed, failed: failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : failed };
}

function parseFiles(report) {
  try {
    return JSON.parse(report).testResults;
  } catch {
    return [];
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [reportFile, exitCode] = process.argv.slice(2);
  const { passed, failed } = countTests(readFileSync(reportFile, 'utf8'), Number(exitCode));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
