import { ApplicationFailure, TimeoutFailure, type ActivityFailure } from '@temporalio/workflow';
import { PAYLOAD_DECRYPTION_FAILED } from '../contract/decryption-failure.js';
import { FailureType } from '../contract/names.js';
import { START_TO_CLOSE_MS } from '../contract/time-limits.js';

export type Provider = 'iserveu' | 'iifl';

const NAMES: Record<Provider, string> = { iserveu: 'iServeU', iifl: 'IIFL' };

/** The types that our activities alone give a failure; their texts hold nothing that a provider or a customer sent. */
const OUR_TYPES: ReadonlySet<string> = new Set([
  FailureType.ProviderUnavailable,
  FailureType.ProviderThrottled,
  FailureType.ProviderAccessDenied,
  FailureType.ProviderContractBroken,
]);

/** The operation and what was wrong, as our activities write it. */
const OUR_TEXT = /^[a-z/ -]{1,40}: ([\x20-\x7e]{1,200})$/;

const CODES: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  CERT_HAS_EXPIRED: 'the certificate has expired',
};

/** Why an activity failed, in our words, fit for every operator; the text of any other failure is not passed on. */
export function causeOf({ cause }: ActivityFailure, provider: Provider): string {
  if (cause instanceof TimeoutFailure) return `no worker ended the call within ${seconds(START_TO_CLOSE_MS)}`;
  const type = cause instanceof ApplicationFailure ? (cause.type ?? '') : '';
  if (type === PAYLOAD_DECRYPTION_FAILED) return 'a worker without the right payload key took the call';
  if (type === 'WorkerShutdown') return 'the worker stopped during the call';
  const told = OUR_TEXT.exec(cause?.message ?? '')?.[1];
  if (told === undefined || !OUR_TYPES.has(type)) return 'the call failed in the worker';
  const isOutside = type === FailureType.ProviderContractBroken && !/^(HTTP|internal mistake) /.test(told);
  return isOutside ? `answer outside the contract: ${told}` : inWords(told, NAMES[provider]);
}

function inWords(told: string, name: string): string {
  const [, status] = /^HTTP (\d{3})$/.exec(told) ?? [];
  if (status === '401' || status === '403') return `${name} refused our credentials (HTTP ${status})`;
  if (status === '429') return `${name} asked for fewer calls (HTTP 429)`;
  if (status !== undefined) return `${name} answered with HTTP ${status}`;
  const [, lost, why = ''] = /^(no connection|no whole answer): (.+)$/.exec(told) ?? [];
  if (lost === undefined) return told;
  const [, ms] = /^not within (\d+) ms$/.exec(why) ?? [];
  if (lost === 'no connection') {
    return ms === undefined
      ? `no connection to ${name}: ${explain(why)}`
      : `no connection to ${name} within ${seconds(ms)}`;
  }
  return ms === undefined
    ? `no whole answer from ${name}: ${explain(why)}`
    : `${name} did not answer within ${seconds(ms)}`;
}

function explain(why: string): string {
  const [, status] = /^PROXY_ANSWERED_(\d{3})$/.exec(why) ?? [];
  if (status !== undefined) return `the proxy on the way answered with HTTP ${status}`;
  const words = Object.hasOwn(CODES, why) ? CODES[why] : undefined;
  return words === undefined ? why : `${words} (${why})`;
}

function seconds(ms: number | string): string {
  return `${Number(ms) / 1_000} s`;
}
