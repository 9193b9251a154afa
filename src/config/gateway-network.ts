import { isIP } from 'node:net';
import type { EnvironmentReader } from './environment.js';

/** Reads `GATEWAY_ALLOWED_ORIGINS`: exact origins, comma-separated. @default none */
export function readAllowedOrigins(reader: EnvironmentReader): string[] {
  return readList(reader, 'GATEWAY_ALLOWED_ORIGINS', isOrigin, 'must be https://host,https://host:port and so on');
}

/** Reads `GATEWAY_TRUSTED_PROXIES`: addresses and networks (CIDR), comma-separated. @default none */
export function readTrustedProxies(reader: EnvironmentReader): string[] {
  const form = 'must be IP addresses and networks, such as 10.0.0.1,10.1.0.0/16';
  return readList(reader, 'GATEWAY_TRUSTED_PROXIES', isNetwork, form);
}

function readList(reader: EnvironmentReader, name: string, allows: (entry: string) => boolean, form: string): string[] {
  const entries = (reader.optionalText(name) ?? '').split(',').map((entry) => entry.trim());
  const given = entries.length === 1 && entries[0] === '' ? [] : entries;
  if (!given.every(allows)) reader.report(name, form);
  return given;
}

/** As a browser writes it in the header Origin: no path, no default port, lower case. */
function isOrigin(entry: string): boolean {
  return URL.canParse(entry) && /^https?:/.test(entry) && new URL(entry).origin === entry;
}

function isNetwork(entry: string): boolean {
  const [address = '', prefix, ...more] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  // A prefix of 0 would believe everybody.
  const isPrefix = (text: string) => /^[1-9]\d{0,2}$/.test(text) && Number(text) <= (version === 4 ? 32 : 128);
  return prefix === undefined || isPrefix(prefix);
}
