import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import type { Reporter } from 'vitest/reporters';

const reportFile = process.env['ONBOARDING_TEST_REPORT'];

/** Prints what the default reporter leaves out: why a test was skipped, and which files took their process with them. */
const omissions: Reporter = {
  onTestCaseResult(test) {
    const result = test.result();
    if (result.state !== 'skipped' || result.note === undefined) return;
    process.stdout.write(` skipped: ${test.module.relativeModuleId} > ${test.fullName}: ${result.note}\n`);
  },
  onTestRunEnd(modules) {
    for (const module of modules) {
      if (!['pending', 'queued'].includes(module.state())) continue;
      process.stdout.write(` crashed: ${module.relativeModuleId}: the process of its tests has ended\n`);
    }
  },
};

/**
 * The files that take a minute each come first. Crowds come last, when the machine is theirs: what they measure must not
 * be the other tests.
 */
class InGoodOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const turnOf = ({ moduleId }: TestSpecification) => {
      if (/whole-checkout|schemathesis/.test(moduleId)) return 0;
      return moduleId.includes('/test/load/') ? 2 : 1;
    };
    return (await super.sort(files)).sort((one, other) => turnOf(one) - turnOf(other));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    sequence: { sequencer: InGoodOrder },
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/captured-output.ts'],
    pool: 'forks',
    // Files share a process and its modules: loading Temporal, Fastify and the sources anew took a third of the time.
    isolate: false,
    // Each worker runs a Temporal worker or servers of its own beside it, and waits for them most of its time.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A green run prints a line for each file, a red one what the failed tests and their servers said.
    silent: 'passed-only',
    slowTestThreshold: 60_000,
    // `.ci/run` counts from the report.
    reporters: ['default', omissions, ...(reportFile === undefined ? [] : ['json'])],
    ...(reportFile !== undefined && { outputFile: { json: reportFile } }),
  },
});
