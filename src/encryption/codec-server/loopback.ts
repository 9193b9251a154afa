import { HttpRefusal } from './http-refusal.js';

const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * Holds a request against the names of this machine: a page of the internet whose host name leads to a loopback address
 * sends that name.
 *
 * @throws HttpRefusal 403
 */
export function requireLoopbackHost(host: string | undefined): void {
  if (host === undefined || !LOOPBACK_HOST.test(host)) {
    throw new HttpRefusal(403, 'Without authentication this server answers to loopback host names alone.');
  }
}
