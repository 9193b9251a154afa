import type { ServerResponse } from 'node:http';

import type { Fault } from './fault.js';
import type { Answer } from './provider.js';

/** Just over the 1 MiB that our clients accept. */
const HUGE_BYTES = 2 * 1024 * 1024;
const GARBAGE = Buffer.from('\u0000<<not json>>{"statusCode":"2"', 'latin1');
const INVALID_UTF8 = Buffer.from([0xff, 0xfe, 0xc3, 0x28]);

/** Waits, or rejects when the simulator stops. */
export type Pause = (ms: number) => Promise<void>;

/** Sends an answer with what the fault does to it on the wire. `destroy` is called where the connection is to end. */
export async function transmit(
  response: ServerResponse,
  answer: Answer,
  fault: Fault,
  { pause, destroy }: { pause: Pause; destroy: () => void },
): Promise<void> {
  switch (fault.kind) {
    case 'dropBefore':
    case 'dropAfter':
    case 'landLate':
      destroy();
      return;
    case 'hang':
      if (fault.headersSent === true) {
        writeHead(response, answer, { 'transfer-encoding': 'chunked' });
        response.flushHeaders();
      }
      return;
    case 'garbage':
      send(response, { ...answer, status: 200 }, Buffer.concat([GARBAGE, INVALID_UTF8]));
      return;
    case 'cutOff':
      await sendUnfinished(response, answer, fault.chunked === true);
      destroy();
      return;
    case 'huge':
      // Without a content-length, so that only counting the bytes shows the size.
      writeHead(response, answer, { 'transfer-encoding': 'chunked' });
      response.end(answer.text + ' '.repeat(Math.max(0, (fault.bytes ?? HUGE_BYTES) - Buffer.byteLength(answer.text))));
      return;
    case 'slowDrip':
      await drip(response, answer, fault, pause);
      return;
    case 'none':
    case 'status':
    case 'reply':
    case 'replyText':
      send(response, answer, Buffer.from(answer.text));
      return;
  }
}

function writeHead(response: ServerResponse, answer: Answer, length: Record<string, string>): void {
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers, ...length });
}

function send(response: ServerResponse, answer: Answer, body: Buffer): void {
  writeHead(response, answer, { 'content-length': String(body.byteLength) });
  response.end(body);
}

async function sendUnfinished(response: ServerResponse, answer: Answer, chunked: boolean): Promise<void> {
  const promised = String(Buffer.byteLength(answer.text) + 1);
  writeHead(response, answer, chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': promised });
  await new Promise<unknown>((resolve) => response.write(answer.text, resolve));
}

async function drip(
  response: ServerResponse,
  answer: Answer,
  { everyMs, chunkBytes = 1 }: { everyMs: number; chunkBytes?: number | undefined },
  pause: Pause,
): Promise<void> {
  const body = Buffer.from(answer.text);
  writeHead(response, answer, { 'content-length': String(body.byteLength) });
  for (let sent = 0; sent < body.byteLength && !response.destroyed; sent += chunkBytes) {
    response.write(body.subarray(sent, sent + chunkBytes));
    await pause(everyMs);
  }
  response.end();
}
