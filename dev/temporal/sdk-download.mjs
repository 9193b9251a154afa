// Has the Temporal SDK download a server: node sdk-download.mjs (cli|test-server) VERSION DIRECTORY
// The SDK downloads as part of starting the server, so the server runs for a moment.
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [kind, version, downloadDir] = process.argv.slice(2);
const server = { executable: { type: 'cached-download', version: `v${version}`, downloadDir } };

try {
  const started =
    kind === 'cli'
      ? TestWorkflowEnvironment.createLocal({ server })
      : TestWorkflowEnvironment.createTimeSkipping({ server });
  await (await started).teardown();
} catch (error) {
  // The SDK repeats parts of the chain of causes.
  console.error([...new Set(error.message.split(': '))].join(': ').replace(/\s+/g, ' '));
  process.exitCode = 1;
}
