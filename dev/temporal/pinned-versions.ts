import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from './project-root.js';

/** Where the Go module that pins the Temporal CLI is. */
export const CLI_MODULE_DIRECTORY = join(PROJECT_ROOT, 'dev/temporal-cli');
/** The Maven project that pins the time-skipping test server. */
export const TEST_SERVER_POM = join(PROJECT_ROOT, 'dev/test-server/pom.xml');

/** The time-skipping test server that pom.xml pins, as `1.38.0`; the official download gets the same. */
export function pinnedTestServerVersion(): string {
  const pattern = /<artifactId>temporal-test-server<\/artifactId>\s*<version>([\d.]+)</;
  const version = pattern.exec(readFileSync(TEST_SERVER_POM, 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${TEST_SERVER_POM} does not name the version that it pins.`);
  return version;
}
