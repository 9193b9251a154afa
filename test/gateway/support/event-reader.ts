import type { OnboardingStatus } from '../../../src/contract/status.js';

/** One server-sent event. */
export interface ServerEvent {
  id: string;
  event: string;
  status: OnboardingStatus;
}

/** Reads server-sent events as the page does: from the body of a fetch. */
export class EventReader {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly decoder = new TextDecoder();
  private unread = '';

  constructor({ body }: Response) {
    if (body === null) throw new Error('The answer has no body.');
    this.reader = body.getReader();
  }

  /** The next block of lines, comments and `retry` included; nothing at the end. */
  async nextBlock(): Promise<string | undefined> {
    for (;;) {
      const end = this.unread.indexOf('\n\n');
      if (end >= 0) {
        const block = this.unread.slice(0, end);
        this.unread = this.unread.slice(end + 2);
        return block;
      }
      const { value, done } = await this.reader.read();
      if (done) return undefined;
      this.unread += this.decoder.decode(value, { stream: true });
    }
  }

  /** The next event; nothing at the end. */
  async next(): Promise<ServerEvent | undefined> {
    for (;;) {
      const block = await this.nextBlock();
      if (block === undefined) return undefined;
      const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
      const data = fields.get('data');
      if (data === undefined) continue;
      return {
        id: fields.get('id') ?? '',
        event: fields.get('event') ?? '',
        status: JSON.parse(data) as OnboardingStatus,
      };
    }
  }

  /** The first event whose status fits; nothing where the stream ends before. */
  async until(fits: (status: OnboardingStatus) => boolean): Promise<ServerEvent | undefined> {
    for (;;) {
      const event = await this.next();
      if (event === undefined || fits(event.status)) return event;
    }
  }

  /** All events that are left, until the stream ends. */
  async rest(): Promise<ServerEvent[]> {
    const events: ServerEvent[] = [];
    for (let event = await this.next(); event !== undefined; event = await this.next()) events.push(event);
    return events;
  }

  async close(): Promise<void> {
    await this.reader.cancel();
  }
}
