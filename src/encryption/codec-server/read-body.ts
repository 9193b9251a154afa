import type { IncomingMessage } from 'node:http';
import { HttpRefusal } from './http-refusal.js';

/** More than a whole page of history that Temporal Web has decoded at once. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * The whole body as text. What is too large is refused as soon as that is known; the rest of it is read and dropped, so
 * that the one who sends it gets to the answer.
 *
 * @throws HttpRefusal 413, 400 for what is no UTF-8
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const bytes = await readBytes(request);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HttpRefusal(400, 'The body is not UTF-8.');
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_BODY_BYTES) chunks.push(chunk);
      else reject(new HttpRefusal(413, `The body is larger than ${MAX_BODY_BYTES} bytes.`));
    });
    request.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    request.on('error', reject);
  });
}
