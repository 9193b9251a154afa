import { readTaskQueue } from './client.js';
import { readPayloadProtection, type PayloadProtection } from './encryption.js';
import { readEnvironment, type Environment } from './environment.js';
import { readIiflEnvironment, type IiflEnvironment } from './iifl.js';
import { readIserveuEnvironment, type IserveuEnvironment } from './iserveu.js';
import { readTemporalConfig, type TemporalConfig } from './temporal.js';
import { readWebhookEnvironment, type WebhookEnvironment } from './webhook.js';

/** The settings of a worker. */
export interface WorkerEnvironment extends PayloadProtection {
  temporal: TemporalConfig;
  taskQueue: string;
  iserveu: IserveuEnvironment;
  iifl: IiflEnvironment;
  /** Absent: what is to be delivered waits for attention. */
  webhook?: WebhookEnvironment;
}

/**
 * Reads a worker's environment.
 *
 * @throws {EnvironmentError} that lists every variable that is missing or wrong.
 */
export function readWorkerEnvironment(env: Environment = process.env): WorkerEnvironment {
  return readEnvironment(env, (reader) => ({
    temporal: readTemporalConfig(reader),
    taskQueue: readTaskQueue(reader),
    ...readPayloadProtection(reader),
    iserveu: readIserveuEnvironment(reader),
    iifl: readIiflEnvironment(reader),
    ...readWebhookEnvironment(reader),
  }));
}
