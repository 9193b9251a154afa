/** No Temporal server answers at the configured address. */
export class TemporalUnreachable extends Error {
  override readonly name = 'TemporalUnreachable';
  constructor(address: string, cause: unknown) {
    super(
      `Temporal does not answer at ${address}. Start it, or set TEMPORAL_ADDRESS (and TEMPORAL_TLS, TEMPORAL_API_KEY ` +
        'where it needs them), then start the worker again.',
      { cause },
    );
  }
}
