import type { IncomingMessage } from 'node:http';

/** Far above any request of ours. */
const MAX_REQUEST_BYTES = 1024 * 1024;

/** A request's whole body, or why there is none. */
export async function readBody(request: IncomingMessage): Promise<{ text: string } | 'tooLarge' | 'callerGone'> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size <= MAX_REQUEST_BYTES) chunks.push(chunk);
    }
  } catch {
    return 'callerGone';
  }
  return size <= MAX_REQUEST_BYTES ? { text: Buffer.concat(chunks).toString('utf8') } : 'tooLarge';
}
