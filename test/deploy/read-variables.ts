import { readClientConfig, readTemporalOnlyConfig } from '../../src/config/client.js';
import type { Environment } from '../../src/config/environment.js';
import { readGatewayEnvironment } from '../../src/config/gateway.js';
import { readWorkerEnvironment } from '../../src/config/worker.js';

/** What a process reads of its environment; throws where that is not usable. */
export type Reading = (env: Environment) => unknown;

export const readings = {
  worker: readWorkerEnvironment,
  gateway: readGatewayEnvironment,
  command: (env: Environment) => readClientConfig({ payloads: true, customerIds: true, starts: true }, env),
  setup: readTemporalOnlyConfig,
} satisfies Record<string, Reading>;

/** Settings on which it depends what else is read. */
const MODES: Environment[] = [
  { ISERVEU_AUTH: 'plain' },
  { ISERVEU_AUTH: 'encrypted' },
  { GATEWAY_JWT_ISSUER: 'https://issuer.example' },
];

/**
 * The variables of ours that a process asks for, in any mode, `NAME_FILE` counted as `NAME`. Temporal's own are not
 * among them: see {@link changesTemporal}.
 */
export function variablesRead(read: Reading): Set<string> {
  const names = new Set<string>();
  for (const mode of MODES) {
    const recorder = new Proxy<Environment>(
      {},
      {
        get(_target, name) {
          if (typeof name !== 'string') return undefined;
          names.add(name.replace(/_FILE$/, ''));
          return mode[name];
        },
      },
    );
    outcomeOf(() => read(recorder));
  }
  return new Set([...names].filter((name) => !name.startsWith('TEMPORAL_')));
}

/** Whether one of Temporal's own variables makes a difference to how the server is reached. */
export function changesTemporal(name: string, value: string): boolean {
  const without = outcomeOf(() => readTemporalOnlyConfig({}));
  return outcomeOf(() => readTemporalOnlyConfig({ [name]: value })) !== without;
}

function outcomeOf(read: () => unknown): string {
  try {
    return JSON.stringify(read());
  } catch (error) {
    return (error as Error).message;
  }
}
