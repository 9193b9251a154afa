import type { BenchScene } from './bench-scene.js';
import { median } from './statistics.js';

const PAIRS = 4;
const ONBOARDINGS = 200;
const WARM_UP = 60;
const AT_A_TIME = 8;

/** The worker's CPU time for an onboarding, with keys and with `PAYLOAD_KEYS=none`. */
export async function compareEncryption(scene: BenchScene): Promise<void> {
  console.log(
    `\nWorker CPU of one onboarding, with keys and without (${PAIRS} pairs of ${ONBOARDINGS} onboardings each)`,
  );
  const ratios: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const cpu = { none: 0, keys: 0 };
    // Whichever comes second finds a fuller server, so they change places.
    for (const kind of pair % 2 === 0 ? (['none', 'keys'] as const) : (['keys', 'none'] as const)) {
      cpu[kind] = await cpuOfOne(scene, `bench-${kind}-${pair}`, kind === 'keys' ? scene.payloadKeys : 'none');
    }
    ratios.push(cpu.keys / cpu.none);
    console.log(`  without ${cpu.none.toFixed(1)} ms   with ${cpu.keys.toFixed(1)} ms`);
  }
  console.log(`  with / without  median ${median(ratios).toFixed(2)} ×`);
}

async function cpuOfOne(scene: BenchScene, taskQueue: string, payloadKeys: string): Promise<number> {
  const worker = await scene.worker('ours', taskQueue, payloadKeys);
  const client = await scene.client(taskQueue, payloadKeys);
  const onboard = async (count: number) => {
    let left = count;
    const oneAfterTheOther = async () => {
      while (left > 0) {
        left -= 1;
        const { workflowId } = await client.start(scene.nextRequest());
        await client.verifyOtp(workflowId, '123456');
        await client.result(workflowId);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, oneAfterTheOther));
  };
  try {
    await onboard(WARM_UP);
    const before = await worker.cpuMs();
    await onboard(ONBOARDINGS);
    return ((await worker.cpuMs()) - before) / ONBOARDINGS;
  } finally {
    await client.close();
    await worker.stop();
  }
}
