import { expect, inject, test } from 'vitest';
import { findFreePort } from '../../../dev/temporal/free-port.js';
import { waitUntilServing } from '../../../dev/temporal/wait-until-serving.js';

const never = new Promise<never>(() => undefined);

test('a server that answers is served at once', async () => {
  const target = { address: inject('temporalAddress'), namespace: 'default', webUrl: undefined };
  await waitUntilServing({ ...target, withinMs: 0, ended: never });
});

test('a server that never answers is given up after the time allowed, with the reason', async () => {
  const address = `127.0.0.1:${await findFreePort()}`;
  const waiting = waitUntilServing({ address, namespace: 'default', webUrl: undefined, withinMs: 300, ended: never });
  await expect(waiting).rejects.toThrow(
    new RegExp(`The Temporal server at ${address} did not answer within 0.3 s: .*(UNAVAILABLE|deadline)`, 'i'),
  );
});

test('a namespace that is not there yet is waited for', async () => {
  const target = { address: inject('temporalAddress'), namespace: 'not-there', webUrl: undefined };
  await expect(waitUntilServing({ ...target, withinMs: 300, ended: never })).rejects.toThrow(/not-there/);
});

test('a Temporal Web that is not there yet is waited for', async () => {
  const webUrl = `http://127.0.0.1:${await findFreePort()}`;
  const target = { address: inject('temporalAddress'), namespace: 'default', webUrl };
  await expect(waitUntilServing({ ...target, withinMs: 300, ended: never })).rejects.toThrow(/Temporal Web/);
});

test('a server that has ended is not waited for, also when another one answers in its place', async () => {
  const target = { address: inject('temporalAddress'), namespace: 'default', webUrl: undefined };
  const ended = Promise.resolve(new Error('ended at once'));
  await expect(waitUntilServing({ ...target, withinMs: 60_000, ended })).rejects.toThrow('ended at once');
});
