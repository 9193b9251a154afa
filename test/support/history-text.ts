import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Onboarding } from './onboarding.js';

/** Everything that an onboarding's history holds, its payloads as clear text, for tests of what must not be in it. */
export async function historyText({ handle }: Onboarding): Promise<string> {
  const json = historyToJSON(await handle.fetchHistory());
  const payloads = [...json.matchAll(/"data": ?"([^"]*)"/g)].map(([, data = '']) => Buffer.from(data, 'base64'));
  return `${json}\n${Buffer.concat(payloads).toString()}`;
}
