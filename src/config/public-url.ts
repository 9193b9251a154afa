import type { EnvironmentReader } from './environment.js';

/** Reads `GATEWAY_PUBLIC_URL`, the gateway's public address: an origin without a path. */
export function readGatewayPublicUrl(reader: EnvironmentReader, { isRequired }: { isRequired: boolean }) {
  if (!isRequired && reader.optionalText('GATEWAY_PUBLIC_URL') === undefined) return undefined;
  const url = reader.url('GATEWAY_PUBLIC_URL');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    reader.report('GATEWAY_PUBLIC_URL', 'must have no path, no query and no fragment');
  }
  return url;
}
