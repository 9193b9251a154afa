/** What was started, to be stopped in the opposite order. */
export class CleanUp {
  private readonly stops: (() => Promise<void>)[] = [];

  add(stop: () => Promise<void>): void {
    this.stops.push(stop);
  }

  /** Stops everything, also when one of them fails; may be called again. */
  async run(): Promise<void> {
    for (let stop = this.stops.pop(); stop !== undefined; stop = this.stops.pop()) {
      await stop().catch((error: unknown) => {
        console.error(`Could not stop one part: ${error instanceof Error ? error.message : String(error)}`);
      });
    }
  }
}
