import type { ClientProfile } from '../../contract/result.js';
import type { ReadFault } from '../http/fault.js';

/** What BackoffClientProfile says about a client code. */
export type ClientProfileOutcome =
  { kind: 'found'; profile: ClientProfile } | { kind: 'noRecord' } | { kind: 'invalidClientCode' } | ReadFault;

/** IIFL's client profile API. Calls never throw for anything a provider or a network does. */
export interface IiflApi {
  fetchClientProfile(clientCode: string, signal: AbortSignal): Promise<ClientProfileOutcome>;
}
