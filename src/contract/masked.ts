/** Node's own hook for what `console.log` and error reports print. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * A secret or personal value that shows a mask wherever it is printed: in template strings, JSON, logs and inspections.
 * Only {@link Masked.reveal} gives the value, so every use of it can be found by searching for that word.
 */
export class Masked<Value> {
  readonly #value: Value;

  /** @param mask what is shown instead of the value */
  constructor(
    value: Value,
    private readonly mask = '[masked]',
  ) {
    this.#value = value;
  }

  /** The value itself, to be handed on at once and never kept. */
  reveal(): Value {
    return this.#value;
  }

  toString(): string {
    return this.mask;
  }

  toJSON(): string {
    return this.mask;
  }

  [INSPECT](): string {
    return this.mask;
  }
}
