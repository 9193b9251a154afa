import type { Agent } from 'node:http';
import { request, type IncomingHttpHeaders } from 'node:http';

import type { IiflSimulator, IserveuSimulator } from '../../../dev/simulators/index.js';

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
}

export interface CallOptions {
  method?: string;
  headers?: Record<string, string>;
  /** Absent: a connection of its own. */
  agent?: Agent;
  signal?: AbortSignal;
}

/** One HTTP request; rejects where no whole answer came. */
export async function call(url: string, body: string, options: CallOptions = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method = 'POST', headers = {}, agent = false, signal } = options;
    const sent = request(url, { method, headers, agent, ...(signal && { signal }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text: bytes.toString('utf8') });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export const MOBILE_NUMBER = '9876543210';
const PERSON = { mobileNumber: MOBILE_NUMBER, username: 'simulated-agent', latlong: '20.29,85.82' };

/** Whole and right bodies; a test changes what it is about. */
export const GET_CUSTOMER = { ...PERSON, publicIP: '203.0.113.7' };
export const REGISTRATION = { ...GET_CUSTOMER, name: 'Asha Rao', otp: '123456' };
export const SEND_OTP = {
  customerMobileNumber: MOBILE_NUMBER,
  username: 'simulated-agent',
  latLong: '20.29,85.82',
  publicIP: '203.0.113.7',
  otpType: '1',
};

export const PLAIN_HEADERS = {
  'content-type': 'application/json',
  client_id: 'simulated-client-id',
  client_secret: 'simulated-client-secret',
};

/** Calls a plain-mode simulator with the right headers. */
export async function callIserveu(
  simulator: IserveuSimulator,
  operation: keyof IserveuSimulator['pathnames'],
  fields: object,
  options: CallOptions = {},
): Promise<Reply> {
  const url = simulator.url + simulator.pathnames[operation];
  return call(url, JSON.stringify(fields), { headers: PLAIN_HEADERS, ...options });
}

/** The JSON of a 200 of a plain-mode simulator. */
export async function askIserveu(
  simulator: IserveuSimulator,
  operation: keyof IserveuSimulator['pathnames'],
  fields: object,
): Promise<Record<string, unknown>> {
  const { status, text } = await callIserveu(simulator, operation, fields);
  if (status !== 200) throw new Error(`HTTP ${status}`);
  return JSON.parse(text) as Record<string, unknown>;
}

export const IIFL_HEADERS = {
  'content-type': 'application/json',
  'ocp-apim-subscription-key': 'simulated-subscription-key',
};
export const IIFL_HEAD = {
  appName: 'SIMULATED',
  appVer: '1.0',
  key: 'simulated-user-key',
  osName: 'WEB',
  requestCode: 'IIFLMarRQBackoffClientProfile',
  userId: 'simulated-user-id',
  password: 'simulated-password',
};

/** Calls the IIFL simulator with a right head. */
export async function callIifl(
  simulator: IiflSimulator,
  clientCode: string,
  { head = {}, headers = {} }: { head?: object; headers?: Record<string, string> } = {},
): Promise<{ status: number; json: { head: Record<string, unknown>; body: Record<string, unknown> | null } }> {
  const body = JSON.stringify({ head: { ...IIFL_HEAD, ...head }, body: { ClientCode: clientCode } });
  const { status, text } = await call(simulator.url + simulator.pathname, body, {
    headers: { ...IIFL_HEADERS, ...headers },
  });
  return { status, json: JSON.parse(text) as never };
}
