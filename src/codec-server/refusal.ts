import { SafeError } from '../contract/safe-error.js';

/** A request is answered with an error status and one sentence, which holds nothing of the request. */
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
