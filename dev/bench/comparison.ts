import { performance } from 'node:perf_hooks';
import { median, quantile } from './statistics.js';

/** Two ways of doing a thing, each called again and again. */
export interface Contenders {
  bare: () => Promise<number>;
  ours: () => Promise<number>;
}

/** How long `work` takes, in ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Lets both take turns, so that what else the machine does weighs on both alike; prints a line for each. */
export async function compare(title: string, rounds: number, { bare, ours }: Contenders): Promise<void> {
  const times = { bare: [] as number[], ours: [] as number[] };
  for (let warmUp = 0; warmUp < rounds / 10; warmUp += 1) {
    await bare();
    await ours();
  }
  for (let round = 0; round < rounds; round += 1) {
    times.bare.push(await bare());
    times.ours.push(await ours());
  }
  console.log(`\n${title} (${rounds} each, in turns)`);
  printTimes('bare workflow', times.bare);
  printTimes('ours', times.ours);
  const ratios = [0.5, 0.99].map((share) => quantile(times.ours, share) / quantile(times.bare, share));
  console.log(`  ours / bare     median ${ratios[0]?.toFixed(2)} ×     p99 ${ratios[1]?.toFixed(2)} ×`);
}

function printTimes(name: string, times: readonly number[]): void {
  const inMs = (value: number) => `${value.toFixed(1)} ms`.padStart(9);
  console.log(`  ${name.padEnd(15)} median ${inMs(median(times))}  p99 ${inMs(quantile(times, 0.99))}`);
}
