import { expect, test } from 'vitest';
import { findNeedles } from './needles.js';

const needle = { what: 'name', value: 'Zaphira Qwonkle' };

test.each([
  ['plain', 'x Zaphira Qwonkle y'],
  ['reversed case', 'x zAPHIRA qWONKLE y'],
  ['hex', Buffer.from('{"name":"Zaphira Qwonkle"}').toString('hex')],
  ['URL-encoded', `?name=${encodeURIComponent('Zaphira Qwonkle')}`],
  ['base64 at any offset', Buffer.from('{"name":"Zaphira Qwonkle"}').toString('base64')],
  ['base64 at any offset', Buffer.from(' {"name":"Zaphira Qwonkle"}').toString('base64')],
  ['base64 at any offset', Buffer.from('  {"name":"Zaphira Qwonkle"}').toString('base64')],
])('a value is found %s', (_form, place) => {
  expect(findNeedles(Buffer.from(place), [needle])).not.toEqual([]);
});

test('nothing is found where the value is not', () => {
  expect(findNeedles(Buffer.from('Zaphira, Qwonkle'), [needle])).toEqual([]);
});

test('what is found is named without its value', () => {
  expect(findNeedles(Buffer.from(needle.value), [needle]).join()).not.toContain('Zaphira');
});
