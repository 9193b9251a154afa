import { describe, expect, test } from 'vitest';
import { readEnvironment, type EnvironmentReader } from '../../src/config/environment.js';
import { problemsOf } from './support/problems-of.js';

describe('URLs', () => {
  const get = (reader: EnvironmentReader) => reader.url('NAME');
  const FORM = 'must be an https URL without user name and password (plain http only to a loopback host)';

  for (const url of [
    'https://example.com',
    'https://example.com:8443/base',
    'https://127.0.0.1/',
    'http://127.0.0.1:8080',
    'http://127.255.255.254',
    'http://127.1',
    'http://localhost:8080',
    'http://LOCALHOST',
    'http://[::1]:8080',
  ]) {
    test(`${url} is allowed`, () => {
      expect(readEnvironment({ NAME: url }, get).href).toBe(new URL(url).href);
    });
  }

  for (const url of [
    'http://example.com',
    'http://10.0.0.1',
    'http://128.0.0.1',
    'http://[::2]',
    'http://[::ffff:127.0.0.1]',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://0.0.0.0',
    'https://user:password@example.com',
    'https://user@example.com',
    'http://user@127.0.0.1',
    'ftp://example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'example.com',
    'https://',
    '/path',
  ]) {
    test(`${url} is refused`, () => {
      expect(problemsOf({ NAME: url }, get)).toEqual([`NAME ${FORM}`]);
    });
  }

  test('without a value it is required', () => {
    expect(problemsOf({}, get)).toEqual([`NAME is required, and ${FORM}`]);
  });
});
