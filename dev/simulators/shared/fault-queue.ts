import type { Fault } from './fault.js';

/** A fault, and the calls it is meant for. */
export interface QueuedFault {
  /** Absent: any operation. */
  operation?: string | undefined;
  /** Mobile number or client code; absent: any. */
  subject?: string | undefined;
  fault: Fault;
  /** How many calls it lasts for. @default 1 */
  times?: number | 'always' | undefined;
}

/** Scripted faults in the order they were given. Each call takes the first one that fits and has times left. */
export class FaultQueue {
  private queue: { script: QueuedFault; timesLeft: number }[] = [];

  add(script: QueuedFault): void {
    const { times = 1 } = script;
    this.queue.push({ script, timesLeft: times === 'always' ? Infinity : times });
  }

  /** Takes the fault for one call out of the queue; `none` where nothing is scripted for it. */
  take(operation: string, subject: string | undefined): Fault {
    const found = this.queue.find(
      ({ script }) =>
        (script.operation === undefined || script.operation === operation) &&
        (script.subject === undefined || script.subject === subject),
    );
    if (found === undefined) return { kind: 'none' };
    found.timesLeft -= 1;
    if (found.timesLeft <= 0) this.queue = this.queue.filter((entry) => entry !== found);
    return found.script.fault;
  }

  clear(): void {
    this.queue = [];
  }
}
