import type { TLSConfig } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { EnvironmentReader } from './environment.js';

/** How to connect to Temporal; `connection` fits the client's connection and the worker's. */
export interface TemporalConfig {
  connection: {
    /** host:port */
    address: string;
    apiKey?: string;
    tls?: TLSConfig | boolean;
    metadata?: Record<string, string>;
  };
  namespace: string;
}

const DEFAULT_ADDRESS = '127.0.0.1:7233';
const DEFAULT_NAMESPACE = 'default';

/**
 * Reads Temporal's own `TEMPORAL_*` and its configuration file as Temporal's tools do: `TEMPORAL_ADDRESS`
 * (127.0.0.1:7233), `TEMPORAL_NAMESPACE` (default), `TEMPORAL_API_KEY` (also as `TEMPORAL_API_KEY_FILE`),
 * `TEMPORAL_TLS_*`, `TEMPORAL_GRPC_META_*`, `TEMPORAL_CONFIG_FILE`, `TEMPORAL_PROFILE`.
 */
export function readTemporalConfig(reader: EnvironmentReader): TemporalConfig {
  const apiKey = reader.optionalText('TEMPORAL_API_KEY');
  // Temporal's reader treats an empty value as a value, which is right for these variables alone.
  const variables = reader.variables('TEMPORAL_GRPC_META_');
  if (apiKey !== undefined) variables['TEMPORAL_API_KEY'] = apiKey;
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: variables });
    const { address, tls, metadata } = connectionOptions;
    return {
      connection: {
        address: address ?? DEFAULT_ADDRESS,
        ...(typeof connectionOptions.apiKey === 'string' && { apiKey: connectionOptions.apiKey }),
        ...(tls !== undefined && tls !== null && { tls }),
        ...(metadata !== undefined && { metadata: textOnly(metadata) }),
      },
      namespace: namespace ?? DEFAULT_NAMESPACE,
    };
  } catch (error) {
    reader.report(...problemWith(error));
    return { connection: { address: DEFAULT_ADDRESS }, namespace: DEFAULT_NAMESPACE };
  }
}

function textOnly(metadata: Record<string, string | Buffer>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, String(value)]));
}

/** Temporal's own messages may quote the configuration file, so none of their text is used. */
function problemWith(error: unknown): [variable: string, problem: string] {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined) {
    return [
      'TEMPORAL_*',
      `name a file that this process cannot read (${code}): see TEMPORAL_TLS_*_PATH, TEMPORAL_CONFIG_FILE`,
    ];
  }
  if (message.startsWith('Profile ')) return ['TEMPORAL_PROFILE', 'must name a profile of the configuration file'];
  return ['TEMPORAL_CONFIG_FILE', "must name a file in the form of Temporal's client configuration (TOML)"];
}
