import { Connection, type ConnectionOptions } from '@temporalio/client';
import { TemporalRefused, TemporalUnavailable } from './errors.js';
import { fromTemporalError } from './temporal-errors.js';

/**
 * Connects to Temporal and waits until it answers.
 *
 * @throws {@link TemporalUnavailable} when it does not answer within `connectTimeout`
 * @throws {@link TemporalRefused} when it answers with a refusal, or the options are unusable
 */
export async function openConnection(options: ConnectionOptions = {}): Promise<Connection> {
  try {
    return await Connection.connect(options);
  } catch (error) {
    const translated = fromTemporalError(error);
    if (translated !== error) throw translated;
    // gRPC reports a connect timeout as a plain Error.
    if (error instanceof Error && error.message === 'Failed to connect before the deadline') {
      throw new TemporalUnavailable(`no connection to ${options.address ?? 'localhost:7233'}`, { cause: error });
    }
    throw new TemporalRefused('the connection settings are unusable', { cause: error });
  }
}
