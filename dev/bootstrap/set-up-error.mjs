/** Set-up could not finish. The message says what happened and what to do; `exitCode` is for the shell. */
export class SetUpError extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
