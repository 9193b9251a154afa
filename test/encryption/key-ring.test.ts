import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { KeyRing } from '../../src/encryption/key-ring.js';
import { KEY_A, KEY_B } from './payloads.js';

test('the first key encrypts, each is found by its id', () => {
  const ring = new KeyRing([KEY_B, KEY_A]);
  expect(ring.first?.id).toBe('b');
  expect(ring.find('a')?.key.export()).toEqual(KEY_A.key);
  expect(ring.find('c')).toBeUndefined();
});

test('without keys nothing encrypts', () => {
  expect(new KeyRing('none').first).toBeUndefined();
});

test.each([16, 31, 33])('a key of %i bytes is refused', (length) => {
  const key = Buffer.alloc(length, 7);
  expect(() => new KeyRing([KEY_A, { id: 'short', key }])).toThrow('The payload key short must be 32 bytes long.');
});

test('two keys of one id are refused', () => {
  expect(() => new KeyRing([KEY_A, { id: 'a', key: KEY_B.key }])).toThrow('Two payload keys have the same id.');
});

test('a ring that is printed shows no key', () => {
  const ring = new KeyRing([{ id: 'a', key: Buffer.from('an-unmistakable-key-of-32-bytes!') }]);
  const shown = `${inspect(ring, { depth: 9, showHidden: true })}${JSON.stringify(ring)}${JSON.stringify(ring.first)}`;
  for (const encoding of ['latin1', 'hex', 'base64'] as const) {
    expect(shown).not.toContain(Buffer.from('an-unmistakable-key').toString(encoding).slice(0, 16));
  }
});
