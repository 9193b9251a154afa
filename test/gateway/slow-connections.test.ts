import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CONNECTION_LIMITS } from '../../src/process/http-server.js';
import { filesAllowed } from './support/many-files.js';
import { GatewayProcess } from './support/gateway-process.js';
import { GatewayScene } from './support/gateway-scene.js';
import { SlowCallers } from './support/slow-callers.js';

const WANTED = 10_000;
/** What else a process has open. */
const OTHER_FILES = 500;
const READS = 60;
const ANSWER_WITHIN_MS = 2_000;
const MAX_MEMORY_BYTES = 512 * 1024 * 1024;
const CUT_WITHIN_MS = CONNECTION_LIMITS.requestMs + CONNECTION_LIMITS.checkMs + 13_000;

let scene: GatewayScene;
let gateway: GatewayProcess;
beforeAll(async () => {
  scene = await GatewayScene.start();
  gateway = await GatewayProcess.start(scene.environment);
});
afterAll(async () => {
  await gateway.kill();
  await scene.stop();
});

async function memoryBytes(): Promise<number> {
  const metrics = await (await scene.get(`${gateway.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
}

async function slowestMs(count: number, read: () => Promise<Response>): Promise<number> {
  let slowest = 0;
  for (let index = 0; index < count; index += 1) {
    const beganAt = performance.now();
    const answer = await read();
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
    slowest = Math.max(slowest, performance.now() - beganAt);
  }
  return slowest;
}

test('10,000 slow and half-open connections leave the gateway answering others, and are cut', async () => {
  const count = Math.min(WANTED, filesAllowed() - OTHER_FILES);
  if (count < WANTED) console.warn(`This machine lets a process have ${count} connections, so so many are tried.`);
  const started = await scene.startAwaitingOtp();
  const statusUrl = `${gateway.url}/v1/onboardings/${started.onboardingId}`;

  const callers = await SlowCallers.open(Number(new URL(gateway.url).port), count);
  try {
    expect(callers.opened).toBe(count);
    const healthMs = await slowestMs(READS, () => scene.get(`${gateway.url}/healthz`, { as: null }));
    const statusMs = await slowestMs(READS, () => scene.get(statusUrl, { as: started.otpToken }));
    const closedMeanwhile = await callers.closedCount();
    const memory = await memoryBytes();
    console.log(
      `${count} slow connections (${closedMeanwhile} cut by then): the slowest of ${READS} /healthz took ` +
        `${healthMs.toFixed(0)} ms, of ${READS} status reads ${statusMs.toFixed(0)} ms; ${(memory / 1024 ** 2).toFixed(0)} MiB`,
    );
    expect(healthMs).toBeLessThan(ANSWER_WITHIN_MS);
    expect(statusMs).toBeLessThan(ANSWER_WITHIN_MS);
    expect(memory).toBeLessThan(MAX_MEMORY_BYTES);
    await vi.waitFor(
      async () => {
        expect(await callers.closedCount()).toBe(count);
      },
      { timeout: CUT_WITHIN_MS, interval: 500 },
    );
  } finally {
    await callers.stop();
  }
}, 90_000);
