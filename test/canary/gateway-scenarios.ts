import type { OnboardingRequest } from '../../src/contract/request.js';
import { QUICK_POLICY } from './scenarios.js';
import type { GatewayTraffic } from './gateway-traffic.js';
import { PLANTED, plantedRequest } from './planted.js';

/** Who may call the gateway of the stage. */
export interface GatewayKeys {
  backend: string;
  operator: string;
}

const { otp, wrongOtp, malformedOtp, name, ovdData, address } = PLANTED;
const WAIT = { Prefer: 'wait=20' };

/** A customer is onboarded by HTTP, with detours; every route is called. */
export async function onboardByHttp(traffic: GatewayTraffic, keys: GatewayKeys, mobileNumber: string): Promise<void> {
  const as = keys.backend;
  const body: OnboardingRequest = { ...plantedRequest(mobileNumber), policy: QUICK_POLICY };
  // Keys of starts are kept as HMACs only, so even this one must not show.
  const headers = { 'Idempotency-Key': `start-of-${mobileNumber}` };
  const { onboardingId = '', otpToken = '' } = await traffic.call('POST', '/v1/onboardings', { as, headers, body });
  await traffic.call('POST', '/v1/onboardings', { as, headers, body });
  await traffic.call('POST', '/v1/onboardings', { as, headers, body: { ...body, name: `${name} Other` } });
  await traffic.call('POST', '/v1/onboardings', { as, headers: { 'Idempotency-Key': `x-${mobileNumber}` }, body });
  await traffic.call('POST', '/v1/onboardings', { as, body });

  const path = `/v1/onboardings/${onboardingId}`;
  const events = traffic.call('GET', `${path}/events`, { as: otpToken });
  await traffic.call('GET', `/otp/${onboardingId}`);
  await traffic.call('GET', path, { as: otpToken });
  await traffic.call('GET', `${path}/result`, { as });
  await traffic.call('POST', `${path}/otp/resend`, { as: otpToken });
  await traffic.call('POST', `${path}/retry`, { as: keys.operator });
  for (const code of [malformedOtp, wrongOtp, wrongOtp, otp]) {
    await traffic.call('POST', `${path}/otp`, { as: otpToken, headers: WAIT, body: { otp: code } });
  }
  await traffic.call('GET', `${path}/result`, { as, headers: WAIT });
  await traffic.call('POST', `${path}/otp`, { as: otpToken, body: { otp } });
  await traffic.call('POST', `${path}/cancel`, { as });
  await traffic.call('GET', '/v1/onboardings?outcome=registered', { as: keys.operator });
  await events;
}

/** Requests that carry values where none belong, and most of which are refused. */
export async function misuseByHttp(traffic: GatewayTraffic, keys: GatewayKeys, mobileNumber: string): Promise<void> {
  await wrongFields(traffic, keys, mobileNumber);
  await wrongPlaces(traffic, keys, mobileNumber);
  await wrongHeaders(traffic, keys, mobileNumber);
  await brokenHttp(traffic, keys, mobileNumber);
}

async function wrongFields(traffic: GatewayTraffic, { backend: as }: GatewayKeys, mobileNumber: string): Promise<void> {
  const whole = plantedRequest(mobileNumber);
  const start = (body: unknown) => traffic.call('POST', '/v1/onboardings', { as, body });
  for (const field of Object.keys(whole)) await start({ ...whole, [field]: { [name]: ovdData } });
  await start({ ...whole, [mobileNumber]: ovdData, [name]: otp, policy: { [name]: otp, otpLength: ovdData } });
  await start({ ...whole, ovdType: name, pincode: address, latlong: address.repeat(3), publicIP: name });
  await start([mobileNumber, name]);
  await start(JSON.stringify(name));
  await start(`{"name":"${name}","mobileNumber":"${mobileNumber}"`);
  await start({ ...whole, name: name.repeat(10_000) });
  await start({ ...whole, __proto__: null, constructor: { prototype: name } });
}

async function wrongPlaces(traffic: GatewayTraffic, keys: GatewayKeys, mobileNumber: string): Promise<void> {
  const inUrl = encodeURIComponent(name);
  const ids = [mobileNumber, inUrl, ovdData, `onboarding-${mobileNumber}`, `${mobileNumber}.${ovdData}`];
  for (const id of ids) {
    for (const as of [keys.backend, undefined]) {
      const caller = as === undefined ? {} : { as };
      const path = `/v1/onboardings/${id}`;
      for (const read of ['', '/events', '/result', `?otp=${otp}`, `/${inUrl}`]) {
        await traffic.call('GET', path + read, caller);
      }
      for (const sent of ['/otp', '/otp/resend', '/cancel', '/retry']) {
        await traffic.call('POST', path + sent, { ...caller, ...(sent === '/otp' && { body: { otp, name } }) });
      }
      await traffic.call('DELETE', path, caller);
    }
    await traffic.call('GET', `/otp/${id}`);
    await traffic.call('GET', `/${id}`);
    await traffic.call('GET', `/docs/errors/${id}`);
  }
  const as = keys.operator;
  for (const query of [
    `stage=${inUrl}`,
    `pageToken=${ovdData}`,
    `${mobileNumber}=${otp}`,
    `attention=${inUrl}&x=${otp}`,
  ]) {
    await traffic.call('GET', `/v1/onboardings?${query}`, { as });
  }
  await traffic.call('GET', `/healthz?mobileNumber=${mobileNumber}&otp=${otp}`);
}

/** A browser, a proxy or a mistake may put anything into any header. */
async function wrongHeaders(
  traffic: GatewayTraffic,
  { backend: as }: GatewayKeys,
  mobileNumber: string,
): Promise<void> {
  const path = '/v1/onboardings/onboarding-00000000000000000000000000000000';
  const planted = [mobileNumber, name, ovdData, otp];
  const names = [
    ...['Idempotency-Key', 'Prefer', 'If-None-Match', 'Last-Event-ID', 'X-Forwarded-For', 'X-Request-Id', 'User-Agent'],
    ...['Origin', 'Referer', 'Content-Type', 'Accept', 'Cookie', 'X-Planted', 'traceparent', 'Forwarded'],
  ];
  for (const header of names) {
    for (const value of planted) {
      await traffic.call('GET', path, { as, headers: { [header]: value } });
      await traffic.call('POST', `${path}/otp`, { as, headers: { [header]: value }, body: { otp } });
    }
  }
  const claims = Buffer.from(JSON.stringify({ sub: name, scope: ovdData })).toString('base64url');
  for (const credential of [`Bearer ${mobileNumber}`, `Basic ${name}`, `Bearer a.${claims}.c`, name]) {
    await traffic.call('GET', path, { headers: { Authorization: credential } });
  }
}

async function brokenHttp(traffic: GatewayTraffic, { backend: as }: GatewayKeys, mobileNumber: string): Promise<void> {
  const authorization = `Authorization: Bearer ${as}`;
  for (const text of [
    `${name} ${mobileNumber}\r\n\r\n`,
    `GET /${mobileNumber} HTTP/1.1\r\nX-Name ${name}\r\n\r\n`,
    `GET /${mobileNumber} HTTP/1.1\r\nHost: x\r\nX-Name: ${name.repeat(2_000)}\r\n\r\n`,
    `GET /v1/onboardings/%zz${mobileNumber} HTTP/1.1\r\nHost: ${ovdData}\r\nConnection: close\r\n\r\n`,
    `GET /v1/onboardings/${mobileNumber} HTTP/1.1\r\n${authorization}\r\nConnection: close\r\n\r\n`,
    `POST /v1/onboardings HTTP/1.1\r\nHost: x\r\n${authorization}\r\nContent-Type: application/json\r\n` +
      `Transfer-Encoding: chunked\r\n\r\n${name}\r\n`,
  ]) {
    await traffic.say(text);
  }
}
