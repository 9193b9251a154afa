import { BlockList, isIP } from 'node:net';
import type { Masked } from '../../contract/masked.js';

/** The proxies on the way to https and http URLs; absent: direct. Their URLs may hold a password. */
export interface Proxies {
  https?: Masked<URL>;
  http?: Masked<URL>;
  /** What is reached directly all the same: the entries of `NO_PROXY`. */
  exceptions: readonly string[];
}

/** The proxy on the way to a URL; `undefined` where the way is direct. */
export function chooseProxy(url: URL, { https, http, exceptions }: Proxies): URL | undefined {
  const proxy = url.protocol === 'https:' ? https : http;
  if (proxy === undefined || exceptions.some((entry) => readException(entry)(url))) return undefined;
  return proxy.reveal();
}

/**
 * One entry of `NO_PROXY`: `*`, a host name with all its subdomains (with or without a leading dot or `*.`), an IP
 * address, or a block of them as `10.0.0.0/8`; a name or an address may be followed by `:port`.
 */
function readException(entry: string): (url: URL) => boolean {
  if (entry === '*') return () => true;
  const [, address = '', bits] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? [];
  const block = bits === undefined ? undefined : readBlock(address, Number(bits));
  if (block !== undefined) return (url) => isIP(hostOf(url)) !== 0 && block.check(hostOf(url), familyOf(hostOf(url)));
  const [, name = '', port] = isIP(entry) === 0 ? (/^(.*?)(?::(\d+))?$/.exec(entry) ?? []) : [entry, entry];
  const host = withoutBrackets(name.toLowerCase().replace(/^\*?\./, ''));
  return (url) =>
    (port === undefined || port === portOf(url)) && (hostOf(url) === host || hostOf(url).endsWith(`.${host}`));
}

function readBlock(address: string, bits: number): BlockList | undefined {
  const version = isIP(address);
  if (version === 0 || bits > (version === 4 ? 32 : 128)) return undefined;
  const block = new BlockList();
  block.addSubnet(address, bits, familyOf(address));
  return block;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

function hostOf({ hostname }: URL): string {
  return withoutBrackets(hostname);
}

function portOf({ protocol, port }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80');
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
