export { startSimulators, type Simulators, type SimulatorsOptions } from './start-simulators.js';
export {
  startIserveuSimulator,
  type IserveuCustomer,
  type IserveuFaultScript,
  type IserveuSimulator,
  type IserveuSimulatorOptions,
} from './iserveu/iserveu-simulator.js';
export {
  startIiflSimulator,
  type IiflClient,
  type IiflFaultScript,
  type IiflSimulator,
  type IiflSimulatorOptions,
} from './iifl/iifl-simulator.js';
export type { Fault } from './shared/fault.js';
export type { CallEnding, Journal, JournalEntry } from './shared/journal.js';
