import { cpus } from 'node:os';
import { startTemporalServer } from '../temporal/start-temporal-server.js';
import { BenchScene } from './bench-scene.js';
import { compareEncryption } from './compare-encryption.js';
import { compareWithBare } from './compare-with-bare.js';

/*
 * Measures side by side, on one server in one run. Times of single runs mean little on a shared machine; the ratios do.
 */
const server = await startTemporalServer({ headless: true, report: (line) => void process.stderr.write(`${line}\n`) });
try {
  const scene = await BenchScene.start(server);
  try {
    console.log(`Node ${process.version}, ${cpus().length} cores; the server, its workers and the callers share them.`);
    await compareWithBare(scene);
    await compareEncryption(scene);
  } finally {
    await scene.stop();
  }
} finally {
  await server.stop();
}
