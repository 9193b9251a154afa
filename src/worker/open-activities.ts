import { createActivities } from '../activities/create-activities.js';
import type { WorkerEnvironment } from '../config/worker.js';
import { createIiflApi } from '../providers/iifl/create-iifl-api.js';
import { createIserveuApi } from '../providers/iserveu/create-iserveu-api.js';
import { createWebhook } from '../providers/webhook/create-webhook.js';

/** A worker's activities, over connections that are to be closed when it has stopped. */
export interface OpenActivities {
  activities: ReturnType<typeof createActivities>;
  closeConnections: () => void;
}

/** Connects the activities to the providers and the webhook that the environment names. */
export function openActivities(environment: Pick<WorkerEnvironment, 'iserveu' | 'iifl' | 'webhook'>): OpenActivities {
  const iserveu = createIserveuApi(environment.iserveu);
  const iifl = createIiflApi(environment.iifl);
  const webhook = environment.webhook && createWebhook(environment.webhook);
  return {
    activities: createActivities({
      iserveu,
      iifl,
      defaultUsername: environment.iserveu.username,
      ...(environment.webhook && webhook && { delivery: { ...environment.webhook, webhook } }),
    }),
    closeConnections: () => {
      iserveu.close();
      iifl.close();
      webhook?.close();
    },
  };
}
