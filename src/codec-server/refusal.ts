import { SafeError } from '../contract/safe-error.js';

/** Answers a request with an error status and one sentence, which quotes nothing from the request. */
export class Refusal extends SafeError {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}
