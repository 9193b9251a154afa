import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { CallHandler } from './call-handler.js';
import { answerControl, CONTROL_PREFIX, type ControlRoutes } from './control.js';
import { FaultQueue } from './fault-queue.js';
import { Journal } from './journal.js';
import { Listener } from './listener.js';
import type { SimulatedProvider } from './provider.js';
import { readBody } from './read-body.js';

/** Where a simulator listens. */
export interface ListenOptions {
  /** @default '127.0.0.1' */
  host?: string | undefined;
  /** @default 0, a free port */
  port?: number | undefined;
}

/** What every simulator can do besides answering. */
export interface Simulator {
  /** `http://host:port` without a path. */
  readonly url: string;
  readonly journal: Journal;
  /** Forgets scripted faults. */
  clearFaults(): void;
  /** Lets every call go on that waits now, as `delayMs` or `slowDrip` told it to. */
  endDelays(): void;
  /** Destroys open connections and refuses new ones; what it knows is kept. */
  refuseConnections(): Promise<void>;
  /** Listens again on the same port. */
  acceptConnections(): Promise<void>;
  /** Back to the state after the start: customers, faults, journal. */
  reset(): void;
  /** Destroys open connections, ends waits, frees the port. May be called twice. */
  stop(): Promise<void>;
}

/** The HTTP side of one simulated provider, with its faults and its journal. */
export class SimulatorServer {
  readonly journal = new Journal();
  readonly faults = new FaultQueue();
  private readonly listener: Listener;
  private readonly calls: CallHandler;
  private readonly stopping = new AbortController();
  private delays = new AbortController();

  constructor(
    provider: SimulatedProvider,
    private readonly controlRoutes: ControlRoutes,
    { host = '127.0.0.1', port = 0 }: ListenOptions,
  ) {
    this.listener = new Listener(host, port, (request, response, connection) => {
      this.take(request, response, connection).catch((error: unknown) => {
        response.destroy();
        // A stop ends waiting calls; anything else is a fault of the simulator itself and must show.
        if (!this.stopping.signal.aborted) throw error;
      });
    });
    const pause = async (ms: number): Promise<void> => {
      const ended = this.delays.signal;
      await wait(ms, undefined, { signal: AbortSignal.any([this.stopping.signal, ended]) }).catch((error: unknown) => {
        if (!ended.aborted) throw error;
      });
    };
    this.calls = new CallHandler(provider, this.faults, this.journal, pause);
  }

  get url(): string {
    return this.listener.url;
  }

  /** What every simulator can do, once it is open; {@link Simulator.reset} is each one's own. */
  get controls(): Omit<Simulator, 'reset'> {
    return {
      url: this.url,
      journal: this.journal,
      clearFaults: () => {
        this.faults.clear();
      },
      endDelays: () => {
        this.endDelays();
      },
      refuseConnections: () => this.close(),
      acceptConnections: () => this.open(),
      stop: () => this.stop(),
    };
  }

  async open(): Promise<void> {
    await this.listener.open();
  }

  async close(): Promise<void> {
    await this.listener.close();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.listener.close();
  }

  endDelays(): void {
    this.delays.abort();
    this.delays = new AbortController();
  }

  reset(): void {
    this.faults.clear();
    this.journal.clear();
    this.calls.reset();
  }

  private async take(request: IncomingMessage, response: ServerResponse, connection: number): Promise<void> {
    const body = await readBody(request);
    if (body === 'callerGone') return;
    if (body === 'tooLarge') {
      response.writeHead(413).end();
      return;
    }
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (!path.startsWith(CONTROL_PREFIX)) {
      await this.calls.handle(request, response, body.text, connection);
      return;
    }
    const { status, json } = answerControl(this.controlRoutes, { method: request.method ?? '', path, body: body.text });
    response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(json)}\n`);
  }
}
