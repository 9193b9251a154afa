import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEnvironment, type Environment } from '../../src/config/environment.js';
import { readIiflEnvironment } from '../../src/config/iifl.js';
import { readIserveuEnvironment } from '../../src/config/iserveu.js';
import { readWebhookEnvironment } from '../../src/config/webhook.js';
import { createIiflApi } from '../../src/providers/iifl/create-iifl-api.js';
import { createIserveuApi } from '../../src/providers/iserveu/create-iserveu-api.js';
import { createWebhook } from '../../src/providers/webhook/create-webhook.js';
import { startSimulators, type Simulators } from '../../dev/simulators/index.js';
import { startHttpProxy, type HttpProxy } from '../support/http-proxy.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

let simulators: Simulators;
let proxy: HttpProxy;
let receiver: WebhookReceiver;

beforeEach(async () => {
  [simulators, proxy, receiver] = await Promise.all([
    startSimulators({ iifl: { logins: {} } }),
    startHttpProxy(),
    WebhookReceiver.start(),
  ]);
});
afterEach(async () => {
  await Promise.all([simulators.stop(), proxy.close(), receiver.close()]);
});

/** Calls everything that a worker calls, set up as its environment says. */
async function callAll(env: Environment): Promise<string[]> {
  const signal = new AbortController().signal;
  const { iserveu, iifl, webhook } = readEnvironment(
    { ...simulators.environment, ...receiver.environment, ...env },
    (reader) => ({
      iserveu: createIserveuApi(readIserveuEnvironment(reader)),
      iifl: createIiflApi(readIiflEnvironment(reader)),
      webhook: readWebhookEnvironment(reader).webhook,
    }),
  );
  const receiverApi = createWebhook(webhook ?? expect.fail('a webhook is configured'));
  const person = {
    mobileNumber: '9876543210',
    username: simulators.environment['ISERVEU_USERNAME'] ?? '',
    latlong: '12.97,77.59',
    publicIP: '203.0.113.7',
  };
  const outcomes = [
    await iserveu.getCustomer(person, signal),
    await iserveu.sendOtp(person, signal),
    await iserveu.processCustomerRegistration({ ...person, name: 'Asha Rao', otp: '123456' }, signal),
    await iifl.fetchClientProfile('P6543210', signal),
    await receiverApi.post({ id: 'evt', content: {} }, signal),
  ];
  for (const api of [iserveu, iifl, receiverApi]) api.close();
  return outcomes.map(({ kind }) => kind);
}

test('every call to a provider and the webhook goes through the proxy of the environment', async () => {
  expect(await callAll({ HTTP_PROXY: proxy.url.href })).toEqual(['found', 'sent', 'registered', 'found', 'delivered']);
  const origins = [simulators.environment['ISERVEU_BASE_URL'], simulators.environment['IIFL_URL'], receiver.url];
  const [iserveu, iifl, webhook] = origins.map((url) => new URL(url ?? '').origin);
  expect(proxy.asked.map((asked) => new URL(asked.replace(/^POST /, '')).origin)).toEqual([
    ...[iserveu, iserveu, iserveu],
    ...[iifl, iifl],
    webhook,
  ]);
});

test('NO_PROXY leads past it', async () => {
  const outcomes = await callAll({ HTTP_PROXY: proxy.url.href, NO_PROXY: 'example.com,127.0.0.1' });
  expect(outcomes).toEqual(['found', 'sent', 'registered', 'found', 'delivered']);
  expect(proxy.asked).toEqual([]);
});
