import type { IncomingMessage, ServerResponse } from 'node:http';

import { isProcessed, type Fault } from './fault.js';
import type { FaultQueue } from './fault-queue.js';
import type { Journal, JournalEntry } from './journal.js';
import { AnswerWithHeaders, type Answer, type Call, type OpenedCall, type SimulatedProvider } from './provider.js';
import { transmit, type Pause } from './transmit.js';

interface LateLanding {
  subject: string | undefined;
  callsLeft: number;
  land: () => unknown;
}

/** Whether the caller gets at least an HTTP status. */
function reachesCaller(fault: Fault): boolean {
  if (fault.kind === 'hang') return fault.headersSent === true;
  return fault.kind !== 'dropBefore' && fault.kind !== 'dropAfter' && fault.kind !== 'landLate';
}

/** Takes one provider's calls: journal, gateway, faults, the provider's logic, the answer on the wire. */
export class CallHandler {
  private landings: LateLanding[] = [];

  constructor(
    private readonly provider: SimulatedProvider,
    private readonly faults: FaultQueue,
    private readonly journal: Journal,
    private readonly pause: Pause,
  ) {}

  /** Handles one call whose body is `body`, over the connection with this number. */
  async handle(request: IncomingMessage, response: ServerResponse, body: string, connection: number): Promise<void> {
    const call: Call = { method: request.method ?? '', headers: request.headers, body };
    const path = (request.url ?? '').split('?')[0] ?? '';
    const operation = this.provider.operationAt(path);
    const opened: OpenedCall = operation === undefined ? { fields: {} } : this.provider.open(call);
    const fault: Fault = operation === undefined ? { kind: 'none' } : this.faults.take(operation, opened.subject);
    const entry = this.journal.add({
      provider: this.provider.name,
      ...(operation !== undefined && { operation }),
      method: call.method,
      path,
      connection,
      headerNames: Object.keys(request.headers).sort(),
      ...(opened.subject !== undefined && { subject: opened.subject }),
      fields: opened.fields,
      ...(opened.epoch !== undefined && { epoch: opened.epoch }),
      fault: fault.kind,
    });
    this.followEnding(response, entry);
    this.landWhatIsDue(opened.subject);

    const answer =
      operation === undefined
        ? this.provider.bareStatus(404)
        : this.answer(fault, opened, () => {
            this.journal.update(entry, { processed: true });
            return this.provider.process(operation, opened, call);
          });
    if (reachesCaller(fault)) {
      const { status, json } = answer;
      this.journal.update(entry, { answer: { status, ...(json !== undefined && { json }) } });
    }
    if (fault.delayMs !== undefined && fault.delayMs > 0) await this.pause(fault.delayMs);
    if (response.destroyed) return;
    const destroy = (): void => {
      this.journal.update(entry, { ending: 'dropped' });
      response.destroy();
    };
    await transmit(response, answer, fault, { pause: this.pause, destroy });
  }

  /** Forgets calls that were still to land. */
  reset(): void {
    this.landings = [];
  }

  /** What the call is answered, processed now, later or never, before the fault does anything to it on the wire. */
  private answer(fault: Fault, opened: OpenedCall, processCall: () => unknown): Answer {
    const behindGateway = (): Answer => opened.refusal ?? this.sealed(processCall());
    const real = isProcessed(fault) ? behindGateway() : this.sealed({});
    switch (fault.kind) {
      case 'landLate':
        this.landings.push({ subject: opened.subject, callsLeft: fault.afterCalls, land: behindGateway });
        return real;
      case 'status': {
        const { status, text, headers = {} } = fault;
        return { ...(text === undefined ? this.provider.bareStatus(status) : { status, text }), headers };
      }
      // Replies stand for the provider behind the gateway: what the gateway refuses gets the refusal.
      case 'reply':
        return opened.refusal ?? this.sealed(fault.json);
      case 'replyText': {
        const { text, sealed = false, headers = {} } = fault;
        return opened.refusal ?? { status: 200, text: sealed ? this.provider.seal(text) : text, headers };
      }
      default:
        return real;
    }
  }

  private sealed(answer: unknown): Answer {
    const { json, headers } = answer instanceof AnswerWithHeaders ? answer : { json: answer, headers: {} };
    return { status: 200, headers, text: this.provider.seal(JSON.stringify(json)), json };
  }

  private landWhatIsDue(subject: string | undefined): void {
    const due = this.landings.filter((landing) => landing.subject === subject && landing.callsLeft <= 0);
    for (const landing of this.landings) if (landing.subject === subject) landing.callsLeft -= 1;
    this.landings = this.landings.filter((landing) => !due.includes(landing));
    for (const { land } of due) land();
  }

  private followEnding(response: ServerResponse, entry: JournalEntry): void {
    response.once('finish', () => {
      this.journal.update(entry, { ending: 'answered' });
    });
    response.once('close', () => {
      if (entry.ending === 'open') this.journal.update(entry, { ending: 'clientGone' });
    });
  }
}
