import { afterEach, expect } from 'vitest';
import { HttpClient, type HttpResult, type JsonPost } from '../../../src/providers/http/http-client.js';

interface Closable {
  close(): void | Promise<void>;
}

const opened: Closable[] = [];
afterEach(async () => {
  for (const resource of opened.splice(0).reverse()) await resource.close();
});

/** Closes a resource after the present test. */
export async function opening<Resource extends Closable>(resource: Resource | Promise<Resource>): Promise<Resource> {
  const ready = await resource;
  opened.push(ready);
  return ready;
}

/** Personal data that stands in every request and in every hostile answer; it must come back in no cause. */
export const SECRET = '9876543210';

/** Makes one request with a client of its own. */
export async function post(url: URL, options: Partial<JsonPost> = {}): Promise<HttpResult> {
  const client = await opening(new HttpClient());
  return postWith(client, url, options);
}

/** Makes one request, and checks that its cause, where it has one, holds neither data nor the server's address. */
export async function postWith(client: HttpClient, url: URL, options: Partial<JsonPost> = {}): Promise<HttpResult> {
  const result = await client.post({
    url,
    headers: { client_secret: SECRET },
    body: { mobileNumber: SECRET },
    connection: 'fresh',
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    ...options,
  });
  if ('cause' in result) {
    expect(result.cause).not.toContain(SECRET);
    expect(result.cause).not.toContain(url.host);
  }
  return result;
}
