import { startIiflSimulator, type IiflSimulator, type IiflSimulatorOptions } from './iifl/iifl-simulator.js';
import {
  startIserveuSimulator,
  type IserveuSimulator,
  type IserveuSimulatorOptions,
} from './iserveu/iserveu-simulator.js';

export interface SimulatorsOptions {
  iserveu?: IserveuSimulatorOptions;
  iifl?: IiflSimulatorOptions;
}

export interface Simulators {
  iserveu: IserveuSimulator;
  iifl: IiflSimulator;
  /** Every variable a worker needs to use both; made-up values. */
  environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts both providers' stand-ins. Where one cannot start, none is left running. */
export async function startSimulators(options: SimulatorsOptions = {}): Promise<Simulators> {
  const iserveu = await startIserveuSimulator(options.iserveu);
  try {
    const iifl = await startIiflSimulator(options.iifl);
    return {
      iserveu,
      iifl,
      environment: { ...iserveu.environment, ...iifl.environment },
      async stop() {
        await Promise.all([iserveu.stop(), iifl.stop()]);
      },
    };
  } catch (error) {
    await iserveu.stop();
    throw error;
  }
}
