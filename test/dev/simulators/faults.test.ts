import { Agent } from 'node:http';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startIserveuSimulator, type Fault, type IserveuSimulator } from '../../../dev/simulators/index.js';
import { askIserveu, callIserveu, GET_CUSTOMER, MOBILE_NUMBER, PLAIN_HEADERS, REGISTRATION } from './call.js';

let simulator: IserveuSimulator;
beforeAll(async () => {
  simulator = await startIserveuSimulator();
});
afterAll(async () => {
  await simulator.stop();
});
beforeEach(() => {
  simulator.reset();
});

const register = () => callIserveu(simulator, 'processCustomerRegistration', REGISTRATION);
/** Unlike {@link register} resolves with the headers. */
const fetchRegistration = (signal?: AbortSignal) =>
  fetch(simulator.url + simulator.pathnames.processCustomerRegistration, {
    method: 'POST',
    headers: PLAIN_HEADERS,
    body: JSON.stringify(REGISTRATION),
    ...(signal && { signal }),
  });
const registrations = () => simulator.customer(MOBILE_NUMBER).registrations;
const script = (fault: Fault) => {
  simulator.scriptFault({ operation: 'processCustomerRegistration', fault });
};

describe('on the wire', () => {
  test('dropBefore ends the connection and registers nobody', async () => {
    script({ kind: 'dropBefore' });
    await expect(register()).rejects.toThrow('socket hang up');
    expect(registrations()).toBe(0);
    expect(simulator.journal.entries[0]).toMatchObject({ processed: false, ending: 'dropped', fault: 'dropBefore' });
    expect(simulator.journal.entries[0]?.answer).toBeUndefined();
  });

  test('dropAfter registers and ends the connection without an answer', async () => {
    script({ kind: 'dropAfter' });
    await expect(register()).rejects.toThrow('socket hang up');
    expect(registrations()).toBe(1);
    expect(simulator.journal.entries[0]).toMatchObject({ processed: true, ending: 'dropped' });
  });

  test('landLate with afterCalls 2 registers before the third call after it', async () => {
    script({ kind: 'landLate', afterCalls: 2 });
    await expect(register()).rejects.toThrow('socket hang up');
    const codes = [];
    for (let reads = 0; reads < 3; reads += 1) {
      codes.push((await askIserveu(simulator, 'getCustomer', GET_CUSTOMER))['statusCode']);
    }
    expect(codes).toEqual(['0', '0', '2']);
  });

  test.each([
    [{ kind: 'hang' }, 0],
    [{ kind: 'hang', processed: true }, 1],
    [{ kind: 'hang', headersSent: true }, 0],
  ] as const)('%j never answers, registrations: %i', async (fault, count) => {
    script(fault);
    const abort = new AbortController();
    const options = { headers: PLAIN_HEADERS, signal: abort.signal };
    const answer = callIserveu(simulator, 'processCustomerRegistration', REGISTRATION, options);
    answer.catch(() => undefined);
    await simulator.journal.waitFor((entry) => entry.fault === 'hang');
    expect(registrations()).toBe(count);
    expect(simulator.journal.entries[0]?.ending).toBe('open');
    abort.abort();
    await expect(answer).rejects.toThrow();
    await simulator.journal.waitFor((entry) => entry.ending === 'clientGone');
  });

  test('hang with headersSent gives a status and then nothing', async () => {
    script({ kind: 'hang', headersSent: true });
    const abort = new AbortController();
    const response = await fetchRegistration(abort.signal);
    expect(response.status).toBe(200);
    expect(simulator.journal.entries[0]).toMatchObject({ answer: { status: 200 }, ending: 'open' });
    abort.abort();
    await expect(response.text()).rejects.toThrow();
  });

  test('status gives status, headers and text, and registers nobody', async () => {
    script({ kind: 'status', status: 429, headers: { 'retry-after': '7' }, text: 'slow down' });
    const { status, headers, text } = await register();
    expect([status, headers['retry-after'], text]).toEqual([429, '7', 'slow down']);
    expect(registrations()).toBe(0);
  });

  test('status with processed true registers although it answers 500', async () => {
    script({ kind: 'status', status: 500, processed: true });
    expect((await register()).status).toBe(500);
    expect(registrations()).toBe(1);
  });

  test('garbage is HTTP 200 with bytes that are neither JSON nor UTF-8, after processing', async () => {
    script({ kind: 'garbage' });
    const { status, bytes } = await register();
    expect(status).toBe(200);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    expect(registrations()).toBe(1);
  });

  test.each([
    [false, null],
    [true, 'chunked'],
  ])('cutOff with chunked %s ends the connection before the end', async (chunked, transferEncoding) => {
    script({ kind: 'cutOff', chunked });
    const response = await fetchRegistration();
    expect(response.headers.get('transfer-encoding')).toBe(transferEncoding);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(registrations()).toBe(1);
    expect(simulator.journal.entries[0]).toMatchObject({ ending: 'dropped', answer: { status: 200 } });
  });

  test('huge is over 1 MiB, has no content-length and is still the right JSON', async () => {
    script({ kind: 'huge' });
    const { bytes, text, headers } = await register();
    expect(bytes.byteLength).toBe(2 * 1024 * 1024);
    expect(headers['content-length']).toBeUndefined();
    expect(JSON.parse(text)).toMatchObject({ statusCode: '2' });
  });

  test('slowDrip sends the right answer in pieces with pauses between them', async () => {
    script({ kind: 'slowDrip', everyMs: 20, chunkBytes: 40 });
    const before = performance.now();
    const { bytes, text } = await register();
    expect(performance.now() - before).toBeGreaterThanOrEqual(19 * Math.floor(bytes.byteLength / 40));
    expect(JSON.parse(text)).toMatchObject({ statusCode: '2' });
  });

  test('delayMs holds the answer back after processing', async () => {
    script({ kind: 'none', delayMs: 300 });
    const before = performance.now();
    const answer = register();
    await simulator.journal.waitFor((entry) => entry.processed);
    expect(simulator.journal.entries[0]?.ending).toBe('open');
    expect((await answer).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThanOrEqual(295);
  });

  test('endDelays lets a call of 10 min of delayMs be answered at once, and no later one', async () => {
    script({ kind: 'none', delayMs: 600_000 });
    const answer = register();
    await simulator.journal.waitFor((entry) => entry.processed);
    simulator.endDelays();
    expect((await answer).status).toBe(200);
    script({ kind: 'none', delayMs: 300 });
    const before = performance.now();
    await register();
    expect(performance.now() - before).toBeGreaterThanOrEqual(295);
  });

  test('reply takes the place of the answer and registers nobody', async () => {
    script({ kind: 'reply', json: { statusCode: 2, unexpected: null } });
    expect((await register()).text).toBe('{"statusCode":2,"unexpected":null}');
    expect(registrations()).toBe(0);
  });

  test('replyText is sent as it is, with its content type', async () => {
    script({ kind: 'replyText', text: '<html>', headers: { 'content-type': 'text/html' } });
    const { text, headers } = await register();
    expect([text, headers['content-type']]).toEqual(['<html>', 'text/html']);
  });

  test('a scripted reply does not hide wrong credentials', async () => {
    script({ kind: 'reply', json: { statusCode: '2' } });
    const headers = { ...PLAIN_HEADERS, client_id: 'other' };
    expect((await callIserveu(simulator, 'processCustomerRegistration', REGISTRATION, { headers })).status).toBe(401);
  });
});

describe('which call meets which fault', () => {
  const statuses = async (count: number, fields: object = GET_CUSTOMER): Promise<number[]> => {
    const found: number[] = [];
    for (let made = 0; made < count; made += 1) {
      found.push((await callIserveu(simulator, 'getCustomer', fields)).status);
    }
    return found;
  };

  test('times 2, then the next script, then none', async () => {
    simulator.scriptFault({ fault: { kind: 'status', status: 503 }, times: 2 });
    simulator.scriptFault({ fault: { kind: 'none' } });
    simulator.scriptFault({ fault: { kind: 'status', status: 500 } });
    expect(await statuses(5)).toEqual([503, 503, 200, 500, 200]);
  });

  test('always lasts until the faults are cleared', async () => {
    simulator.scriptFault({ fault: { kind: 'status', status: 503 }, times: 'always' });
    expect(await statuses(3)).toEqual([503, 503, 503]);
    simulator.clearFaults();
    expect(await statuses(1)).toEqual([200]);
  });

  test('a fault for one operation or one mobile number leaves the others alone', async () => {
    simulator.scriptFault({ operation: 'sendOtp', fault: { kind: 'status', status: 500 } });
    simulator.scriptFault({ mobileNumber: MOBILE_NUMBER, fault: { kind: 'status', status: 503 } });
    expect(await statuses(1, { ...GET_CUSTOMER, mobileNumber: '9876543211' })).toEqual([200]);
    expect(await statuses(2)).toEqual([503, 200]);
  });

  test('a fault that is not one of the documented kinds is refused by name', () => {
    const wrong = { fault: { kind: 'explode' } } as unknown as Parameters<IserveuSimulator['scriptFault']>[0];
    expect(() => {
      simulator.scriptFault(wrong);
    }).toThrow('fault.kind');
  });
});

describe('the server', () => {
  let other: IserveuSimulator;
  beforeEach(async () => {
    other = await startIserveuSimulator();
  });
  afterEach(async () => {
    await other.stop();
  });

  test('refuses connections and accepts them again on the same port, knowing what it knew', async () => {
    await askIserveu(other, 'processCustomerRegistration', REGISTRATION);
    await other.refuseConnections();
    await expect(callIserveu(other, 'getCustomer', GET_CUSTOMER)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await other.acceptConnections();
    expect(await askIserveu(other, 'getCustomer', GET_CUSTOMER)).toMatchObject({ statusCode: '2' });
  });

  test('stop ends hanging calls, delayed answers and idle connections', async () => {
    const agent = new Agent({ keepAlive: true });
    await callIserveu(other, 'getCustomer', GET_CUSTOMER, { headers: PLAIN_HEADERS, agent });
    other.scriptFault({ fault: { kind: 'hang' } });
    other.scriptFault({ fault: { kind: 'none', delayMs: 600_000 } });
    const open = [0, 1].map(() => callIserveu(other, 'getCustomer', GET_CUSTOMER));
    const ended = Promise.allSettled(open);
    await other.journal.waitFor((entry) => entry.ending === 'open', { count: 2 });
    await other.stop();
    expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await other.stop();
    agent.destroy();
  });
});
