import type { DataConverter, MetricMeter } from '@temporalio/common';
import type { Logger } from 'pino';
import type { PayloadProtection } from '../config/encryption.js';
import { handleClearText } from '../encryption/clear-text.js';
import { CLEAR_TEXT_NOTICE, createDataConverter } from '../encryption/data-converter.js';

/** Counts payloads that were read in clear text although there are keys; the label `fate` is `taken` or `refused`. */
export const CLEAR_TEXT_METRIC = 'onboarding_clear_text_payloads';

export interface ProtectionOptions extends PayloadProtection {
  namespace: string;
  logger: Logger;
  meter: MetricMeter;
}

/** The data converter of a worker; says in the log how payloads are kept, and each time somebody sends clear text. */
export function protectPayloads(options: ProtectionOptions): DataConverter {
  const { payloadKeys, clearText, namespace, logger, meter } = options;
  if (payloadKeys === 'none') {
    logger.warn(CLEAR_TEXT_NOTICE);
    return createDataConverter({ payloadKeys, namespace });
  }
  const [{ id: encryptsUnder }] = payloadKeys;
  logger.info({ encryptsUnder, decryptsUnder: payloadKeys.map(({ id }) => id), clearText }, 'payloads are encrypted');
  const counter = meter.createCounter(CLEAR_TEXT_METRIC, '1', 'Payloads read in clear text although there are keys');
  const onClearText = handleClearText({
    rule: clearText,
    count: (fate) => {
      counter.add(1, { fate });
    },
    warn: (fate, workflowId) => {
      logger.warn({ workflowId }, `a payload in clear text was ${fate} although there are keys`);
    },
  });
  return createDataConverter({ payloadKeys, namespace, onClearText });
}
