import { expect, test } from 'vitest';
import { CrashScene } from '../support/crash-scene.js';

test('two workers with ISERVEU_MAX_CALLS_PER_SECOND 10 make no more than 10 calls a second together', async () => {
  const scene = await CrashScene.open();
  const limited = { ISERVEU_MAX_CALLS_PER_SECOND: '10' };
  await Promise.all([scene.startWorker(limited), scene.startWorker(limited)]);
  const { journal } = scene.simulators.iserveu;
  await Promise.all(
    Array.from({ length: 60 }, (_value, index) => scene.customer(String(9_876_500_000 + index)).onboard()),
  );
  const calls = await journal.waitFor(() => true, { count: 60, timeoutMs: 30_000 });
  await scene.close();
  const times = calls.map(({ at }) => Date.parse(at));
  const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
  // Those of the first second may come at once.
  expect((calls.length - 10) / seconds).toBeLessThanOrEqual(10.5);
}, 60_000);
