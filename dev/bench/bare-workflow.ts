import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';

/** What the engine itself costs: three activities that do nothing, and an update between the first two. */
export async function bare(): Promise<void> {
  const { nothing } = proxyActivities<{ nothing: () => Promise<void> }>({ startToCloseTimeout: '30 s' });
  let isVerified = false;
  setHandler(verifyBare, () => {
    isVerified = true;
  });
  await nothing();
  await condition(() => isVerified);
  await nothing();
  await nothing();
}

export const verifyBare = defineUpdate('verify');
