import { defineConfig } from 'vitest/config';

const reportFile = process.env['ONBOARDING_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    // Each worker runs a Temporal worker or servers of its own beside it, and waits for them most of its time.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // `.ci/run` counts from this file.
    reporters: reportFile === undefined ? ['default'] : ['default', ['json', { outputFile: reportFile }]],
  },
});
