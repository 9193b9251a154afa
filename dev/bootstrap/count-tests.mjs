// Says how a test run went in one line: node count-tests.mjs REPORT EXIT_CODE
// REPORT is what vitest's json reporter wrote, EXIT_CODE what the whole run ended with.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * Counts tests by their results. A test file that could not be run counts as one failed, and so does a run that failed
 * without any failed test (lint, set-up, an error outside of tests).
 *
 * @param {string} report the json report, or anything else where there is none
 * @param {number} exitCode
 * @returns {{ passed: number, failed: number }}
 */
export function countTests(report, exitCode) {
  const files = parseFiles(report);
  const withStatus = (status) =>
    files.flatMap((file) => file.assertionResults).filter((result) => result.status === status).length;
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((result) => result.status === 'failed'),
  );
  const passed = withStatus('passed');
  const failed = withStatus('failed') + brokenFiles.length;
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
